const { writeFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

/** Mocha's spec reporter, which also writes the counts into the file of its option `counts`. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures } = runner.stats;
      writeFileSync(options.reporterOptions.counts, JSON.stringify({ passes, failures }));
    });
  }
};

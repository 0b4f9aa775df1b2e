const { writeFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

/** Mocha's spec reporter, which also writes the counts and what failed into the file of its option `counts`. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failed = [];
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      failed.push({ file: test.file, title: test.fullTitle(), error: error.stack ?? error.message ?? String(error) });
    });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures } = runner.stats;
      writeFileSync(options.reporterOptions.counts, JSON.stringify({ passes, failures, failed }));
    });
  }
};

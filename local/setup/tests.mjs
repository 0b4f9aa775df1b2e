import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runNode } from "./run.mjs";

const everyTest = "test/**/*.test.ts";

/** Deployed once in accounts of their own, and used by one test after the other. */
const endToEnd = "test/endToEnd/**";

/** What needs Python, the local AWS or the engine; .dependency-cruiser.cjs holds that nothing else does. */
const needLocalAws = [endToEnd, "test/local/aws/**", "test/local/engine/**", "test/cli/localAws.test.ts"];

/**
 * A run of mocha.
 *
 * @typedef {{ title: string, args: string[], environment: Record<string, string> }} Run
 */

const ignoring = (patterns) => patterns.flatMap((pattern) => ["--ignore", pattern]);
const specOf = (args) => (args.some((argument) => argument.endsWith(".test.ts")) ? [] : [everyTest]);

/**
 * Tests that need neither Python nor the engine, in two processes.
 *
 * @param {string[]} args Files, and options of mocha.
 * @returns {Run}
 */
export const unit = (args) => ({
  title: "unit tests",
  args: ["--parallel", "--jobs", "2", ...ignoring(needLocalAws), ...specOf(args), ...args],
  environment: { NODE_NO_WARNINGS: "1" },
});

/**
 * The tests that are named.
 *
 * @returns {Run}
 */
export const only = (args, environment) => ({ title: "tests", args: [...specOf(args), ...args], environment });

/**
 * All tests. Those that share one deployed world run beside all others.
 *
 * @returns {Run[]}
 */
export const everything = (environment) => [
  { title: "all other tests", args: [everyTest, ...ignoring([endToEnd])], environment },
  {
    title: "end to end",
    args: [`${endToEnd}/*.test.ts`],
    environment: { ...environment, FIREBREAK_ALL_TESTS: "yes" },
  },
];

/**
 * Runs mocha, the runs beside each other, and closes with a line that only counts. What the first run prints is shown as it
 * comes, and that of the others when they end.
 *
 * @param {Run[]} runs
 * @returns {Promise<number>} the exit code.
 */
export async function runTests(runs) {
  const folder = await mkdtemp(path.join(tmpdir(), "firebreak-test-"));
  try {
    const ended = await Promise.all(
      runs.map((run, at) => mocha(run, { counts: path.join(folder, `${at}.json`), live: at === 0 })),
    );
    const counts = ended.flatMap((run) => run.counts ?? []);
    if (counts.length === runs.length) {
      const sum = (name) => counts.reduce((total, count) => total + count[name], 0);
      process.stdout.write(`${sum("passes")} passed, ${sum("failures")} failed\n`);
    }
    return ended.find(({ code }) => code !== 0)?.code ?? 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function mocha({ title, args, environment }, { counts, live }) {
  const reporter = ["--reporter", "local/setup/reporter.cjs", "--reporter-option", `counts=${counts}`];
  let output = "";
  const take = live ? undefined : (text) => (output += text);
  const code = await runNode(
    ["node_modules/mocha/bin/mocha.js", "--fail-zero", ...reporter, ...args],
    environment,
    take,
  );
  if (!live) process.stdout.write(`\n=== ${title}\n${output}`);
  const text = await readFile(counts, "utf8").catch(() => undefined);
  return { code, counts: text && JSON.parse(text) };
}

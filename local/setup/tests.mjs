import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findChromium } from "./chromium.cjs";
import { runNode } from "./run.mjs";

const everyTest = "test/**/*.test.ts";

const endToEnd = "test/endToEnd/**";

/**
 * The end-to-end tests run in two processes, each of which deploys the stacks into accounts of its own and goes from one test to
 * the next. These are the second one's; both take about as long.
 */
const second = [
  "burst",
  "channels",
  "console",
  "doctor",
  "exceptions",
  "fleet",
  "fleetWaves",
  "lake",
  "operators",
  "rehearse",
  "securityHub",
  "securityHubV2",
  "tickets",
].map((name) => `test/endToEnd/${name}.test.ts`);

/** Deploys accounts of its own, and so may run beside either. */
const alone = "test/endToEnd/fleetWaves.test.ts";

/** What looks at what all others have used. */
const last = "test/endToEnd/usedPermissions.test.ts";

/** What needs Python, the local AWS or the engine; .dependency-cruiser.cjs holds that nothing else does. */
const needLocalAws = [
  endToEnd,
  ...["aws", "engine"].map((folder) => `test/local/${folder}/**/*.test.ts`),
  ...["fleetEngine", "fleetLocal", "fleetTemplate", "localAws", "localAwsInit"].map(
    (name) => `test/cli/${name}.test.ts`,
  ),
];

/** What looks at pages as a person does. */
const inBrowser = [
  "test/cli/console/browser.test.ts",
  "test/cli/console/pictures.test.ts",
  "test/cli/report/browser.test.ts",
  "test/endToEnd/console.test.ts",
];
const noBrowser =
  findChromium() === undefined
    ? `Without Chromium these are left out: ${inBrowser.join(", ")}. Install Chromium, or set FIREBREAK_CHROMIUM to where it is.\n`
    : "";

/**
 * A run of mocha.
 *
 * @typedef {{ title: string, args: string[], environment: Record<string, string>, note?: string }} Run `note` is printed at the start
 *   and at the end.
 */

const leftOut = noBrowser ? inBrowser : [];
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
  args: ["--parallel", "--jobs", "2", ...ignoring([...needLocalAws, ...leftOut]), ...specOf(args), ...args],
  environment: { NODE_NO_WARNINGS: "1" },
  note: args.length === 0 ? noBrowser : "",
});

/**
 * The tests that are named.
 *
 * @returns {Run}
 */
export const only = (args, environment) => ({ title: "tests", args: [...specOf(args), ...args], environment });

/**
 * All tests: the longest runs first, then the one that looks at what they left.
 *
 * @param {string} left The folder for what they leave.
 * @returns {Run[][]}
 */
export const everything = (environment, left) => {
  const leaving = { ...environment, FIREBREAK_LEFT: left };
  const first = [`${endToEnd}/*.test.ts`, ...ignoring([...second, alone, last])];
  const local = needLocalAws.filter((pattern) => pattern !== endToEnd);
  return [
    [
      { title: "local AWS and engine", args: [...local, alone], environment },
      { title: "end to end, first half", args: first, environment: leaving },
      { title: "end to end, second half", args: second, environment: leaving },
      unit([]),
    ],
    [{ title: "what the end-to-end tests used", args: [last], environment: leaving }],
  ];
};

/**
 * Up to this many files that failed are run again, alone: beside each other, the runs wait long for the processor, and a test that
 * waits for the local AWS may give up. More of them are no accident.
 */
const mostAgain = 3;

/**
 * What runs again after failures: each file with what it had, alone, and then what looks at what all others have used.
 *
 * @param {{ run: Run, failed: { file?: string }[] }[]} ended
 * @returns {Run[]} none if too much failed
 */
export function runsAgain(ended) {
  const files = ended.flatMap(({ run, failed }) =>
    [...new Set(failed.map(({ file }) => file))].map((file) => ({ run, file })),
  );
  if (files.length > mostAgain || files.some(({ file }) => file === undefined)) return [];
  const looksBack = ({ args }) => args[0] === last;
  const own = files.filter(({ run }) => !looksBack(run));
  const looking = ended.find(({ run }) => looksBack(run))?.run;
  const leaves = own.some(({ run }) => run.environment.FIREBREAK_LEFT !== undefined);
  return [
    ...own.map(({ run, file }) => ({
      title: `${run.title}, again and alone: ${path.relative("", file)}`,
      args: [file],
      environment: run.environment,
    })),
    ...(looking && files.length > 0 && (leaves || own.length < files.length)
      ? [{ ...looking, title: `${looking.title}, again` }]
      : []),
  ];
}

/**
 * Runs mocha, the runs beside each other, and closes with what failed and a line that only counts. What the first run prints is shown as it
 * comes, and that of the others when they end.
 *
 * @param {(folder: string) => Run[][]} stagesOf Stages of runs, which may leave files for each other in the folder.
 * @param {{ again?: boolean }} options `again` runs a few failed files again, alone, and counts them by that.
 * @returns {Promise<number>} the exit code.
 */
export async function runTests(stagesOf, options = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "firebreak-test-"));
  try {
    return await inTurn(stagesOf(folder), folder, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inTurn(stages, folder, { again = false }) {
  const notes = stages
    .flat()
    .map(({ note = "" }) => note)
    .join("");
  process.stdout.write(notes);
  let started = 0;
  const through = async (all) => {
    const ended = [];
    for (const stage of all) {
      const place = started;
      started += stage.length;
      const file = (at) => path.join(folder, `counts-${place + at}.json`);
      const start = (run, at) => mocha(run, { counts: file(at), live: at === 0 });
      ended.push(...(await startInTurn(stage, start)));
    }
    return ended;
  };
  const ended = await through(stages);
  const whole = ended.every(({ counts }) => counts);
  if (whole) showResult(ended);
  const repeated = again && whole ? runsAgain(ended.map(({ run, counts }) => ({ run, failed: counts.failed }))) : [];
  const second = await through(repeated.map((run) => [run]));
  if (second.length > 0) {
    process.stdout.write("\nWhat failed has run again, alone:\n");
    if (second.every(({ counts }) => counts)) showResult(second);
  }
  process.stdout.write(notes);
  return (second.length > 0 ? second : ended).find(({ code }) => code !== 0)?.code ?? 0;
}

function showResult(ended) {
  const sum = (name) => ended.reduce((total, { counts }) => total + counts[name], 0);
  process.stdout.write(
    ended.flatMap(({ run, counts }) => counts.failed.map((test) => failureText(run.title, test))).join(""),
  );
  process.stdout.write(`${sum("passes")} passed, ${sum("failures")} failed\n`);
}

/** A failure once more at the end: a log that is cut keeps its end. */
function failureText(run, { file, title, error }) {
  const lines = error.split("\n").slice(0, 20);
  return `\nFAILED in ${run}: ${title}\n  ${path.relative("", file ?? "")}\n  ${lines.join("\n  ").slice(0, 2000)}\n`;
}

/** How many runs go on beside each other: what waits for the local AWS leaves the processor to the others. */
const atOnce = 3;

async function startInTurn(runs, start) {
  const ended = [];
  let next = 0;
  const follow = async () => {
    while (next < runs.length) {
      const at = next++;
      ended[at] = await start(runs[at], at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, follow));
  return ended;
}

async function mocha(run, { counts, live }) {
  const { title, args, environment } = run;
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
  return { run, code, counts: text && JSON.parse(text) };
}

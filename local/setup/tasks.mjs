import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { planCli } from "./engineCli.mjs";
import { lambdaNode } from "./lambdaNode.mjs";
import { checkNode } from "./nodeVersion.mjs";
import { installPackages } from "./packages.mjs";
import { Problem } from "./problem.mjs";
import { planPython } from "./python.mjs";
import { runNode } from "./run.mjs";
import { step } from "./step.mjs";

const typescript = ["-r", "ts-node/register/transpile-only"];

const everyTest = "test/**/*.test.ts";

/** The commands of the tasks; `needs` says whether a task needs the local AWS and the engine. */
const tasks = {
  setup: { needs: true, run: async () => 0 },
  drill: { needs: true, run: (args, env) => runNode([...typescript, "local/drill/drill.ts", ...args], env) },
  bench: { needs: true, run: (args, env) => runNode([...typescript, "bench/bench.ts", ...args], env) },
  faults: { needs: false, run: (args) => runNode([...typescript, "test/faults/main.ts", ...args], {}) },
  docs: { needs: false, run: (args, env) => runNode([...typescript, "local/docs/writeDocs.ts", ...args], env) },
  "new-response": {
    needs: false,
    run: (args, env) => runNode([...typescript, "local/newResponse/newResponse.ts", ...args], env),
  },
  check: { needs: false, run: () => check() },
  test: { needs: true, run: async (args, env) => (await check()) || test(args, env) },
};

/**
 * Sets up what a task needs and runs it.
 *
 * @param {string | undefined} name
 * @param {string[]} args Arguments for the task.
 * @returns {Promise<number>} the exit code.
 */
export async function runTask(name, args) {
  const task = Object.hasOwn(tasks, name ?? "") ? tasks[name] : undefined;
  if (!task) {
    process.stderr.write(`usage: node local/run.mjs ${Object.keys(tasks).join("|")} [arguments]\n`);
    return 2;
  }
  try {
    return await task.run(args, await setUp(task.needs, name === "setup"));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

/** @returns {Promise<Record<string, string>>} the environment variables for the task. */
async function setUp(needsLocalAws, always) {
  checkNode();
  await step("packages", { always }, installPackages);
  if (!needsLocalAws) return {};
  // Missing prerequisites are reported before any slow step.
  const [makePython, makeCli] = [await planPython(), await planCli()];
  // In parallel: one mostly waits for downloads, the other compiles.
  const [python, cli] = await Promise.all([
    step("python", { always }, makePython),
    step("engine", { always }, makeCli),
  ]);
  return {
    FIREBREAK_PYTHON: python,
    FIREBREAK_PULUMI: cli,
    FIREBREAK_LAMBDA_NODE: await lambdaNode(),
    // On Node.js 20 every process would print the AWS SDK's warning about newer versions.
    NODE_NO_WARNINGS: "1",
  };
}

/** Types, format and lint. */
async function check() {
  return (await runNode(["node_modules/typescript/bin/tsc", "-p", "."])) || biome();
}

function biome() {
  return runNode(["node_modules/@biomejs/biome/bin/biome", "check", "."]);
}

/** Runs mocha and prints a last line with only the counts. */
async function test(args, environment) {
  const folder = await mkdtemp(path.join(tmpdir(), "firebreak-test-"));
  const counts = path.join(folder, "counts.json");
  try {
    const reporter = ["--reporter", "local/setup/reporter.cjs", "--reporter-option", `counts=${counts}`];
    const spec = args.some((argument) => argument.endsWith(".test.ts")) ? [] : [everyTest];
    const code = await runNode(["node_modules/mocha/bin/mocha.js", "--fail-zero", ...reporter, ...spec, ...args], {
      ...environment,
      ...(args.length === 0 && { FIREBREAK_ALL_TESTS: "yes" }),
    });
    const text = await readFile(counts, "utf8").catch(() => undefined);
    if (text) {
      const { passes, failures } = JSON.parse(text);
      process.stdout.write(`${passes} passed, ${failures} failed\n`);
    }
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

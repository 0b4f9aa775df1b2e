import { planCli } from "./engineCli.mjs";
import { lambdaNode } from "./lambdaNode.mjs";
import { checkNode } from "./nodeVersion.mjs";
import { installPackages } from "./packages.mjs";
import { Problem } from "./problem.mjs";
import { planPython } from "./python.mjs";
import { runNode } from "./run.mjs";
import { step } from "./step.mjs";
import { everything, only, runTests, unit } from "./tests.mjs";

const typescript = ["-r", "ts-node/register/transpile-only"];

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
  "test:unit": { needs: false, run: (args) => runTests(() => [[unit(args)]]) },
  test: {
    needs: true,
    run: async (args, env) =>
      (await check()) ||
      runTests((left) => (args.length > 0 ? [[only(args, env)]] : everything(env, left)), { again: args.length === 0 }),
  },
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

/** Types, format and lint, also of Python, and what may import what. */
async function check() {
  for (const args of checks) {
    const code = await runNode(args);
    if (code !== 0) return code;
  }
  return 0;
}

const parts = ["runtime", "rehearsal", "components", "cli", "local", "bench", "test", "index.ts"];

const checks = [
  ["node_modules/typescript/bin/tsc", "-p", "."],
  ["node_modules/typescript/bin/tsc", "-p", "cli/console/page"],
  ["node_modules/@biomejs/biome/bin/biome", "check", "."],
  ["local/setup/ruff.mjs"],
  ["node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "--output-type", "err", ...parts],
];

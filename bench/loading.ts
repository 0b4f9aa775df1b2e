import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { DeployedFunction } from "../local/world/deployedFunction";

const run = promisify(execFile);
const rounds = 9;

/**
 * The ratio of the time to load the function to the time to load and create only its SDK clients. Both are measured in
 * fresh processes, alternating; the result is the median.
 */
export async function loadingRatio(deployed: DeployedFunction): Promise<number> {
  const code = await readFile(deployed.file, "utf8");
  // The SQS client is loaded only after a failed delivery.
  const modules = [
    ...new Set([...code.matchAll(/require\("(@aws-sdk\/client-[^"]+)"\)/g)].map((match) => match[1]!)),
  ].filter((name) => name !== "@aws-sdk/client-sqs");
  const whole = `require(${JSON.stringify(deployed.file)})`;
  const clients = modules.map((name) => `require(${JSON.stringify(name)})`).join(";");
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const alone = await time(deployed, clients);
    ratios.push((await time(deployed, whole)) / alone);
  }
  return ratios.sort((left, right) => left - right)[Math.floor(rounds / 2)]!;
}

async function time(deployed: DeployedFunction, code: string): Promise<number> {
  const script = `const t = performance.now(); ${code}; console.log(performance.now() - t)`;
  const node = process.env["FIREBREAK_LAMBDA_NODE"] ?? process.execPath;
  const { stdout } = await run(node, ["-e", script], { env: deployed.environment });
  return Number(stdout);
}

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** The code of a function, and the files that it finds beside it. */
export interface CleanProcess {
  code: string;
  /** The folder of Lambda's own modules. */
  modules: string;
  /** A script beside `index.js` that calls its handler; it gets the events as JSON in its first argument. */
  driver: string;
  environment?: Record<string, string>;
}

/**
 * Runs a function's code in a process that sees nothing of this one, and in a folder of its own: it finds the SDK only by
 * NODE_PATH, as in Lambda. Nothing listens at its AWS endpoint, so a call fails at once.
 *
 * @returns what the driver writes to standard output
 */
export async function runClean(process: CleanProcess, events: unknown[]): Promise<string> {
  return (await run(process, events)).stdout;
}

/** Runs a function's code in the same way and returns the lines that its logger writes, without those of metrics. */
export async function logOf(process: CleanProcess, events: unknown[]): Promise<Record<string, unknown>[]> {
  const { stdout, stderr } = await run(process, events);
  const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => line.startsWith('{"level":'));
  return lines.map((line) => JSON.parse(line));
}

async function run({ code, modules, driver, environment }: CleanProcess, events: unknown[]) {
  const own = await mkdtemp(path.join(tmpdir(), "firebreak-code-"));
  await writeFile(path.join(own, "index.js"), code);
  await writeFile(path.join(own, "driver.js"), driver);
  const env = {
    PATH: process.env["PATH"],
    NODE_PATH: path.join(modules, "node_modules"),
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    ...environment,
  };
  const written = await promisify(execFile)(process.execPath, ["driver.js", JSON.stringify(events)], {
    cwd: own,
    env,
  });
  await rm(own, { recursive: true });
  return written;
}

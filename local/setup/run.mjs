import { spawn } from "node:child_process";
import { constants } from "node:os";
import { project } from "./project.mjs";

/**
 * Runs a script with this Node.js in the project's folder. It shares this process's terminal. It forwards Ctrl-C and
 * SIGTERM and waits for the script's end.
 *
 * @param {string[]} args Arguments of node.
 * @param {Record<string, string>} environment Variables on top of this process's own.
 * @param {(text: string) => void} [take] Takes what it prints, in place of the terminal.
 * @returns {Promise<number>} its exit code.
 */
export function runNode(args, environment = {}, take) {
  const child = spawn(process.execPath, args, {
    cwd: project,
    env: { ...process.env, ...environment },
    stdio: take ? ["ignore", "pipe", "pipe"] : "inherit",
  });
  for (const stream of take ? [child.stdout, child.stderr] : []) stream.on("data", (data) => take(String(data)));
  // A terminal sends Ctrl-C to the child as well; a second one only makes it stop faster.
  const forward = (signal) => child.kill(signal);
  const signals = ["SIGINT", "SIGTERM"];
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

import { spawn } from "node:child_process";
import { Problem } from "./problem.mjs";

/**
 * Runs a program and collects its output.
 *
 * @param {string} file Path or name of the program.
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<{ ok: boolean, output: string }>} `ok` is false if it cannot be run or fails.
 */
export function attempt(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output: output.trim() }));
  });
}

/**
 * Runs a program that must succeed.
 *
 * @returns {Promise<string>} its output.
 * @throws {Problem} with the end of its output if it fails.
 */
export async function succeed(what, file, args, options) {
  const { ok, output } = await attempt(file, args, options);
  if (!ok) throw new Problem(`${what} failed: ${[file, ...args].join(" ")}\n${output.slice(-3000)}`);
  return output;
}

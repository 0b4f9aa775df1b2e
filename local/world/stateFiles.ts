import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Seconds since the state of a stack of Firebreak was last written, in a folder as state backend. Pulumi does not write a file at once: a
 * run that is killed while it writes leaves half a state.
 */
export async function secondsOfQuiet(backendUrl: string): Promise<number> {
  const states = path.join(fileURLToPath(backendUrl), ".pulumi", "stacks", "firebreak");
  const files = (await readdir(states)).map((name) => path.join(states, name));
  // It writes beside a state and renames: a file may be gone when it is read, and then one was written just now.
  const written = await Promise.all(files.map((file) => stat(file).then(({ mtimeMs }) => mtimeMs, Date.now)));
  return (Date.now() - Math.max(...written)) / 1000;
}

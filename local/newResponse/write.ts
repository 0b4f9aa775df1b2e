import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { newKinds } from "./kinds";
import { nameFault } from "./naming";
import { registrations } from "./registration";
import { skeleton } from "./skeleton";

/**
 * Why there can be no new response of this name for this kind of resources; undefined if there can.
 *
 * @param taken the names that routes and functions have already
 */
export function fault(name: string, kind: string, taken: string[]): string | undefined {
  const wrong = nameFault(name, taken);
  if (wrong || newKinds.some((one) => one.kind === kind)) return wrong;
  return `"${kind}" is no kind of resources for a new response: ${newKinds.map((one) => one.kind).join(", ")}`;
}

/**
 * Writes the skeleton of a response and makes it known. Nothing is written unless everything can be.
 *
 * @param project the project's folder
 * @returns the paths that were written, the changed files last
 * @throws Error if a file is there already or one that has to be changed is not as expected
 */
export function writeResponse(project: string, name: string, kind: string): string[] {
  const fresh = skeleton(name, kind);
  const there = Object.keys(fresh).find((file) => existsSync(path.join(project, file)));
  if (there) throw new Error(`${there} is there already`);
  const changed = registrations.map(({ file, register }) => [
    file,
    register(readFileSync(path.join(project, file), "utf8"), name),
  ]);
  const files: Record<string, string> = { ...fresh, ...Object.fromEntries(changed) };
  for (const [file, text] of Object.entries(files)) {
    const full = path.join(project, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  return Object.keys(files);
}

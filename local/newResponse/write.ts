import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { newKinds } from "./kinds";
import { nameFault } from "./naming";
import { registrations } from "./registration";
import { skeleton } from "./skeleton";

/**
 * Why a new response cannot have this name or kind; undefined if it can.
 *
 * @param taken the existing names of routes and functions
 */
export function fault(name: string, kind: string, taken: string[]): string | undefined {
  const wrong = nameFault(name, taken);
  if (wrong || newKinds.some((one) => one.kind === kind)) return wrong;
  return `"${kind}" is not a kind of resources for a new response. The kinds are: ${newKinds.map((one) => one.kind).join(", ")}`;
}

/**
 * Writes the skeleton of a response and registers it. It writes either everything or nothing.
 *
 * @param project the project's folder
 * @returns the written paths, with changed files last
 * @throws Error if a file already exists, or if a file to change is not as expected
 */
export function writeResponse(project: string, name: string, kind: string): string[] {
  const fresh = skeleton(name, kind);
  const there = Object.keys(fresh).find((file) => existsSync(path.join(project, file)));
  if (there) throw new Error(`${there} already exists`);
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

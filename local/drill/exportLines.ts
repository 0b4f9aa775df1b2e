import path from "node:path";

/** Variables as lines of a shell that set them. */
export const exportLines = (variables: Record<string, string>): string[] =>
  Object.entries(variables).map(([name, value]) => `export ${name}=${shellValue(name, value)}`);

/**
 * A value for a shell. The drill's own PATH begins with the engine's folder; the rest belongs to the package manager that
 * runs the drill, and the other terminal has its own.
 */
function shellValue(name: string, value: string): string {
  if (name !== "PATH") return `'${value}'`;
  return `'${value.split(path.delimiter)[0]}':"$PATH"`;
}

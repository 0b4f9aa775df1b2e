import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { bundling } from "../../bundling.cjs";

/** A project's own program as one text. */
export interface Bundled {
  /** Its main file. */
  main: string;
  code: string;
  /** The versions of the packages that it uses; empty if no file pins them. */
  packages: string;
}

/**
 * Bundles the program of a project, without the packages that it uses.
 *
 * @param folder of the Pulumi.yaml
 * @returns undefined if there is no such file, or if esbuild cannot read it: Pulumi says best what is wrong with it
 */
export async function bundleProgram(folder: string): Promise<Bundled | undefined> {
  const project = parse(await readFile(path.join(folder, "Pulumi.yaml"), "utf8"));
  const given = path.resolve(folder, project?.main ?? "index.ts");
  const isFile = await access(given).then(
    () => path.extname(given) !== "",
    () => false,
  );
  const main = isFile ? given : path.join(given, "index.ts");
  const { build } = await import("esbuild");
  try {
    const { outputFiles } = await build(bundling(main));
    const packages = await readFile(path.join(folder, "package-lock.json"), "utf8").catch(() => "");
    return { main, code: outputFiles[0]!.text, packages };
  } catch {
    return undefined;
  }
}

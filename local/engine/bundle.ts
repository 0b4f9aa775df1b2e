import { createHash } from "node:crypto";
import { access, mkdir, readdir, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { build, version } from "esbuild";

const project = path.join(__dirname, "..", "..");
/** The folder of bundles, next to the bundled packages, so that reinstalling these removes the bundles. */
export const bundles = path.join(project, "node_modules", ".cache", "firebreak");

/** How a plugin is bundled. */
export interface Bundle {
  /** Folder below local/engine that has its source; `server.ts` in it is the entry. */
  folder: string;
  /** Leave packages in node_modules instead of packing the parts that are used. */
  externalPackages: boolean;
  /** Constants in the source, by name. */
  constants?: Record<string, string>;
}

/**
 * Bundles a plugin into one JavaScript file, which starts much faster than its sources. A bundle is reused until its
 * sources or the installed packages change.
 *
 * @returns the path of the file.
 */
export async function bundle({ folder, externalPackages, constants = {} }: Bundle): Promise<string> {
  const source = path.join(__dirname, folder);
  const lock = await readFile(path.join(project, "package-lock.json"), "utf8");
  const options = JSON.stringify([externalPackages, constants, version, await readFile(__filename, "utf8")]);
  // The provider's only file outside its own folder.
  const partitions = await readFile(path.join(project, "runtime", "lib", "partitions.ts"), "utf8");
  const sources = `${await textOf(source)}${partitions}`;
  const hash = createHash("sha256").update(`${options}${lock}${sources}`).digest("hex").slice(0, 16);
  const file = path.join(bundles, `${folder}-${hash}.cjs`);
  if (await exists(file)) return file;
  await mkdir(bundles, { recursive: true });
  // Renaming makes it appear complete or not at all, even if another process bundles at the same time.
  const unfinished = `${file}.${process.pid}`;
  await build({
    entryPoints: [path.join(source, "server.ts")],
    outfile: unfinished,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minifySyntax: true,
    keepNames: true,
    // ES modules allow tree shaking.
    mainFields: ["module", "main"],
    packages: externalPackages ? "external" : "bundle",
    define: Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)])),
    logLevel: "error",
  });
  await rename(unfinished, file);
  return file;
}

async function textOf(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".ts")).sort();
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
  return files.map((name, index) => `${name}\n${texts[index]}`).join("\n");
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

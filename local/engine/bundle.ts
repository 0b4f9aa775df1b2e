import { createHash } from "node:crypto";
import { access, mkdir, readdir, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { build, version } from "esbuild";

const project = path.join(__dirname, "..", "..");
/** Where bundles are kept: beside the packages that go into them, so they are gone when those are installed anew. */
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
 * Makes one JavaScript file of a plugin, which starts in a fraction of the time of its sources. A bundle is kept until
 * its sources or the installed packages change.
 *
 * @returns the path of the file.
 */
export async function bundle({ folder, externalPackages, constants = {} }: Bundle): Promise<string> {
  const source = path.join(__dirname, folder);
  const lock = await readFile(path.join(project, "package-lock.json"), "utf8");
  const options = JSON.stringify([externalPackages, constants, version, await readFile(__filename, "utf8")]);
  // What the provider has of the product besides its own folder.
  const partitions = await readFile(path.join(project, "runtime", "lib", "partitions.ts"), "utf8");
  const sources = `${await textOf(source)}${partitions}`;
  const hash = createHash("sha256").update(`${options}${lock}${sources}`).digest("hex").slice(0, 16);
  const file = path.join(bundles, `${folder}-${hash}.cjs`);
  if (await exists(file)) return file;
  await mkdir(bundles, { recursive: true });
  // Whole or not at all, whoever else makes it at the same time.
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
    // The packages' ES modules lend themselves to leaving out what nobody uses.
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

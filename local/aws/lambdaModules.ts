import { lstat, mkdir, readdir, readFile, readlink, rm, symlink } from "node:fs/promises";
import path from "node:path";

/**
 * Lays out the modules of Lambda's Node.js runtimes, so that a function finds only the AWS SDK: a package that is
 * missing from a function's archive fails here as on AWS.
 *
 * `folder/node_modules` gets symbolic links to the project's `@aws-sdk` packages and to everything those depend on.
 * Calling it again adds missing links and corrects wrong ones.
 *
 * @param project Folder whose `node_modules` is the source.
 * @param folder Folder to fill.
 * @returns `folder` as an absolute path, for `LocalAwsOptions.lambdaModules`.
 * @throws Error if the project has no AWS SDK or a dependency of it is not installed.
 */
export async function layOutLambdaModules(project: string, folder: string): Promise<string> {
  const source = path.join(path.resolve(project), "node_modules");
  const target = path.join(path.resolve(folder), "node_modules");
  const names = await sdkPackages(source);
  const parents = new Set(names.map((name) => path.dirname(path.join(target, name))));
  for (const parent of parents) await mkdir(parent, { recursive: true });
  await Promise.all(names.map((name) => link(path.join(source, name), path.join(target, name))));
  return path.resolve(folder);
}

/** The names of all `@aws-sdk` packages in a node_modules folder and of everything they need. */
async function sdkPackages(source: string): Promise<string[]> {
  const roots = await readdir(path.join(source, "@aws-sdk")).catch(() => []);
  if (roots.length === 0) throw new Error(`No @aws-sdk packages in ${source}: install the project's packages first`);
  const found = new Set(roots.map((name) => `@aws-sdk/${name}`));
  for (const name of found) {
    for (const dependency of await dependenciesOf(path.join(source, name))) found.add(dependency);
  }
  return [...found].sort();
}

async function dependenciesOf(folder: string): Promise<string[]> {
  const manifest = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  return Object.keys(manifest.dependencies ?? {});
}

async function link(from: string, to: string): Promise<void> {
  const present = await lstat(to).catch(() => undefined);
  if (present?.isSymbolicLink() && (await readlink(to)) === from) return;
  if (present) await rm(to, { recursive: true });
  await symlink(from, to, "dir");
}

import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** In the project's own cache, so that other users cannot replace the code that will be deployed. */
const folder = path.join(__dirname, "..", "..", "node_modules", ".cache", "firebreak", "code");

/**
 * The archive of a function. The code is a file, for which the state keeps only a hash. As text it would be in the
 * state twice, a megabyte for each function, and every step of a deployment rewrites the state.
 */
export function functionArchive(code: Promise<string>): pulumi.asset.AssetArchive {
  return new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(code.then(keep)) });
}

async function keep(text: string): Promise<string> {
  const hash = createHash("sha256").update(text).digest("hex");
  const file = path.join(folder, `${hash}.js`);
  const half = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await mkdir(folder, { recursive: true });
  await writeFile(half, text);
  await rename(half, file);
  return file;
}

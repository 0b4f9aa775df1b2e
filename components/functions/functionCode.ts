import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** In the project's own cache: nobody else can write there what would be deployed. */
const folder = path.join(__dirname, "..", "..", "node_modules", ".cache", "firebreak", "code");

/**
 * The archive of a function. Its code is handed over as a file, of which the stack's state keeps a hash: as text it would stand
 * in the state twice, a megabyte for each function, and the state is written anew with every step of a deployment.
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

import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { zipSync } from "fflate";
import type { Properties } from "./properties";

/** A fixed time, so that the same content gives the same bytes. Zip files do not support earlier times. */
const mtime = new Date("1980-01-01T12:00:00");

/**
 * The bytes of a Lambda function's zip file.
 *
 * @param archive An archive as the engine sends it: `assets` of an AssetArchive, or `path` of a FileArchive that is a
 * folder or a zip file.
 * @throws Error for remote assets.
 */
export function zipOf(archive: Properties): Buffer {
  if (archive.path && statSync(archive.path).isFile()) return readFileSync(archive.path);
  const files = [...entries("", archive)].sort(([left], [right]) => (left < right ? -1 : 1));
  return Buffer.from(zipSync(Object.fromEntries(files), { mtime }));
}

function* entries(name: string, asset: Properties): Generator<[string, Uint8Array]> {
  const below = (child: string) => (name ? `${name}/${child}` : child);
  if (asset.assets) {
    for (const [child, value] of Object.entries<Properties>(asset.assets)) yield* entries(below(child), value);
  } else if (asset.text !== undefined) {
    yield [name, Buffer.from(asset.text)];
  } else if (asset.path && statSync(asset.path).isFile()) {
    yield [name, readFileSync(asset.path)];
  } else if (asset.path) {
    for (const child of readdirSync(asset.path)) yield* entries(below(child), { path: path.join(asset.path, child) });
  } else {
    throw new Error(`${name || "the code"} is neither text nor a local file or folder: only those can be zipped here`);
  }
}

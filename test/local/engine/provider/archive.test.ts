import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { zipOf } from "../../../../local/engine/provider/archive";

const contents = (zip: Buffer) =>
  Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]));

describe("local engine: archives", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-archive-"));
    await mkdir(path.join(folder, "lib"));
    await writeFile(path.join(folder, "lib", "a.js"), "a");
    await writeFile(path.join(folder, "b.js"), "b");
  });

  after(() => rm(folder, { recursive: true }));

  it("hold text, files, folders and archives", () => {
    const nested = { assets: { "c.js": { text: "" }, files: { path: path.join(folder, "lib") } } };
    const zip = zipOf({ assets: { "index.js": { text: "x" }, "b.js": { path: path.join(folder, "b.js") }, nested } });
    assert.deepEqual(contents(zip), { "index.js": "x", "b.js": "b", "nested/c.js": "", "nested/files/a.js": "a" });
  });

  it("of a folder hold its content; a zip file is used as it is", async () => {
    const zip = zipOf({ path: folder });
    assert.deepEqual(contents(zip), { "b.js": "b", "lib/a.js": "a" });
    const file = path.join(await mkdtemp(path.join(folder, "zip-")), "code.zip");
    await writeFile(file, zip);
    assert.deepEqual(zipOf({ path: file }), zip);
  });

  it("have the same bytes for the same content, in any order", () => {
    const [a, b] = [{ text: "a" }, { text: "b" }];
    assert.deepEqual(zipOf({ assets: { a, b } }), zipOf({ assets: { b, a } }));
  });

  it("refuse what is on another machine", () => {
    assert.throws(
      () => zipOf({ assets: { "a.js": { uri: "https://example.com/a.js" } } }),
      /a\.js is neither text nor/,
    );
  });
});

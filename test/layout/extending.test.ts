import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { copyProject, runIn } from "../docs/projectCopy";
import { typeErrors } from "../docs/typeErrors";

/** What is added: the file, and the lines that register it in a list. */
const added = {
  kind: {
    file: "runtime/resources/launchTemplate.ts",
    list: "runtime/resources/index.ts",
    lines: [
      ["  instance,\n  securityGroup,", "  instance,\n  launchTemplate,\n  securityGroup,"],
      [
        'import { instance } from "./instance";',
        'import { instance } from "./instance";\nimport { launchTemplate } from "./launchTemplate";',
      ],
    ],
  },
  source: {
    file: "runtime/findings/inspector/index.ts",
    text: "inspector.ts",
    list: "runtime/findings/sources.ts",
    lines: [
      ["securityHub, operator]", "securityHub, inspector, operator]"],
      [
        'import { guardDuty } from "./guardDuty";',
        'import { guardDuty } from "./guardDuty";\nimport { inspector } from "./inspector";',
      ],
    ],
  },
  channel: {
    file: "runtime/notices/pager.ts",
    list: "runtime/notices/channels.ts",
    lines: [
      ["  text: { default: mail },", "  text: { default: mail },\n  pager: { default: pager },"],
      ['import { mail } from "./mail";', 'import { mail } from "./mail";\nimport { pager } from "./pager";'],
    ],
  },
};

describe("additions to the project", () => {
  let folder: string;
  const madeUp = (name: string) => readFile(path.join(__dirname, "madeUp", `${name}.txt`), "utf8");
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };

  before(async () => {
    folder = await copyProject();
    await write("test/layout/asked.ts", await madeUp("asked.ts"));
    for (const { file, list, lines, ...more } of Object.values(added)) {
      await write(file, await madeUp("text" in more ? more.text : path.basename(file)));
      let text = await readFile(path.join(folder, list), "utf8");
      for (const [old, fresh] of lines as [string, string][]) {
        assert.equal(text.split(old).length, 2, `${list} has "${old}" once`);
        text = text.replace(old, fresh);
      }
      await write(list, text);
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("compile", () =>
    assert.deepEqual(
      typeErrors(
        folder,
        Object.values(added).map(({ file }) => file),
      ),
      [],
    ));

  for (const name of Object.keys(added)) {
    it(`Z4: a ${name} needs one file and its place in a list, and is known everywhere`, async () => {
      const loader = ["-r", "ts-node/register/transpile-only"];
      const { code, output } = await runIn(folder, [...loader, "test/layout/asked.ts", name]);
      assert.equal(code, 0, output);
    });
  }
});

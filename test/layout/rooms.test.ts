import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { copyProject, runIn } from "../docs/projectCopy";

const cruise = ["node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "--output-type", "err"];

describe("the import rules", () => {
  const planted: [what: string, room: string, line: string, rule: RegExp][] = [
    [
      "Z5: the loop that knows a response",
      "runtime/containment",
      'export { documentName } from "../responses/runRunbook/declaration";',
      /what every response goes through knows no response/,
    ],
    [
      "a type from above",
      "runtime/model",
      'import type { Verdict } from "../containment/decide";\nexport type Planted = Verdict;',
      /runtime\/model imports nothing above it/,
    ],
    [
      "the product that needs the local AWS",
      "components",
      'export { accounts } from "../local/world/accounts";',
      /components imports nothing above it/,
    ],
    [
      "a setting that loads the provider, even indirectly",
      "components/settings",
      'export { FindingsBus } from "../findingsBus";',
      /Z7: settings and documents never load the provider/,
    ],
    [
      "the type of DynamoDB outside its room",
      "runtime/containment",
      'export type { DynamoDB } from "@aws-sdk/client-dynamodb";',
      /only runtime\/journal\/dynamodb knows DynamoDB/,
    ],
    [
      "a command that reads items by itself",
      "cli/verbs",
      'export { unmarshall } from "@aws-sdk/util-dynamodb";',
      /only runtime\/journal\/dynamodb knows DynamoDB/,
    ],
    [
      "a key of the journal in the command line",
      "cli/verbs",
      'export { containmentKey } from "../../runtime/journal/dynamodb/keys";',
      /the journal is used through its interface/,
    ],
    [
      "a run that opens its own journal",
      "runtime/containment",
      'export { openJournal } from "../journal/dynamodb/journal";',
      /the journal is used through its interface/,
    ],
    [
      "an interface that knows its store",
      "runtime/journal",
      'export type { Table } from "./dynamodb/table";',
      /the journal is used through its interface/,
    ],
    ["a loose file", "runtime", "export const planted = 1;\n", /a file of the runtime is in a room/],
  ];
  const nameOf = (at: number) => `planted${at}`;
  let folder: string;
  let code: number;
  let lines: string[];

  before(async () => {
    folder = await copyProject();
    for (const [at, [, room, line]] of planted.entries()) {
      await writeFile(path.join(folder, room, `${nameOf(at)}.ts`), line);
      // A file counts once another one imports it.
      await writeFile(path.join(folder, room, `${nameOf(at)}User.ts`), `export * from "./${nameOf(at)}";\n`);
    }
    const ended = await runIn(folder, [...cruise, "runtime", "components", "cli"]);
    code = ended.code;
    lines = ended.output.split("\n");
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [at, [what, , , rule]] of planted.entries()) {
    it(`find ${what}`, () => {
      const found = lines.filter((line) => line.includes(`/${nameOf(at)}.ts`));
      assert.match(found.join("\n"), rule);
    });
  }

  it("fail the check, and report nothing else", () => {
    assert.notEqual(code, 0);
    const others = lines.filter((line) => line.includes("error ") && !/\/planted\d+(User)?\.ts/.test(line));
    assert.deepEqual(others, []);
  });
});

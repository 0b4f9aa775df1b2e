import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { copyProject, runIn } from "../docs/projectCopy";

const cruise = ["node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "--output-type", "err"];

describe("the rule of what may import what", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await copyProject();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const planted: [what: string, file: string, line: string, rule: RegExp][] = [
    [
      "Z5: the loop that knows a response",
      "runtime/containment/planted.ts",
      'export { documentName } from "../responses/runRunbook/declaration";',
      /what every response goes through knows no response/,
    ],
    [
      "a type from above",
      "runtime/model/planted.ts",
      'import type { Verdict } from "../containment/decide";\nexport type Planted = Verdict;',
      /runtime\/model imports nothing above it/,
    ],
    [
      "the product that needs the local AWS",
      "components/planted.ts",
      'export { accounts } from "../local/world/accounts";',
      /components imports nothing above it/,
    ],
    [
      "a setting that loads the provider, at whatever distance",
      "components/settings/planted.ts",
      'export { FindingsBus } from "../findingsBus";',
      /Z7: settings and documents never load the provider/,
    ],
    [
      "the type of DynamoDB outside its room",
      "runtime/containment/planted.ts",
      'export type { DynamoDB } from "@aws-sdk/client-dynamodb";',
      /only runtime\/journal\/dynamodb knows DynamoDB/,
    ],
    [
      "a command that reads items by itself",
      "cli/verbs/planted.ts",
      'export { unmarshall } from "@aws-sdk/util-dynamodb";',
      /only runtime\/journal\/dynamodb knows DynamoDB/,
    ],
    [
      "a key of the journal in the command line",
      "cli/verbs/planted.ts",
      'export { containmentKey } from "../../runtime/journal/dynamodb/keys";',
      /the journal is used through its interface/,
    ],
    [
      "a run that opens a journal of its own",
      "runtime/containment/planted.ts",
      'export { openJournal } from "../journal/dynamodb/journal";',
      /the journal is used through its interface/,
    ],
    [
      "an interface that knows its store",
      "runtime/journal/planted.ts",
      'export type { Table } from "./dynamodb/table";',
      /the journal is used through its interface/,
    ],
    ["a loose file", "runtime/planted.ts", "export const planted = 1;\n", /a file of the runtime is in a room/],
  ];
  for (const [what, file, line, rule] of planted) {
    it(`finds ${what}`, async () => {
      const at = path.join(folder, file);
      await writeFile(at, line);
      // A file counts as soon as another one imports it.
      const user = path.join(folder, path.dirname(file), "plantedToo.ts");
      await writeFile(user, 'export * from "./planted";\n');
      try {
        const { code, output } = await runIn(folder, [...cruise, "runtime", "components", "cli"]);
        assert.notEqual(code, 0);
        assert.match(output, rule);
      } finally {
        await Promise.all([rm(at), rm(user)]);
      }
    });
  }
});

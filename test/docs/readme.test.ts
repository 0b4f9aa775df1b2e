import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { before, describe, it } from "mocha";
import { parse } from "yaml";

const project = path.join(__dirname, "..", "..");
const read = (file: string) => readFile(path.join(project, file), "utf8");

describe("the README", () => {
  let text: string;
  before(async () => {
    text = (await read("README.md")).replace(/\s+/g, " ");
  });

  it("X57: names exactly the responses that the shipped file lets contain", async () => {
    const { config } = parse(await read("Pulumi.master.yaml"));
    const responses: Record<string, { modes?: { mode: string }[] }> = config["firebreak:responses"];
    const containing = Object.keys(responses).filter((name) =>
      responses[name]!.modes?.some(({ mode }) => mode === "contain"),
    );
    const [, told] = /`Pulumi\.master\.yaml` sets `contain` for ([^:.]+)[:.]/.exec(text)!;
    assert.deepEqual(
      [...told!.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name),
      containing,
    );
    assert.match(text, /a response whose `modes` are not set only observes/);
    assert.ok(!/default mode only observes/.test(text));
  });

  it("X57: gives the version of the other product behind its numbers, and what the newer version does", () => {
    assert.match(text, /Automated Security Response on AWS 3\.1\.5 \(April 2026\)/);
    const [, newer] = /According to its documentation, version 4\.1\.0 \(October 2026\)(.*?)## Layout/.exec(text)!;
    for (const fact of ["contains IAM users", "rolls back", "opens tickets", "web page"])
      assert.ok(newer!.includes(fact), fact);
    assert.ok(!/contains nothing of what/.test(text));
  });
});

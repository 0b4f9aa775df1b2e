import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { approval, containment, decision, items } from "./journal";
import { run } from "./world";

const journal = [
  items.decision(decision()),
  items.decision(decision({ finding: "old", at: "2026-01-01T00:00:00.000Z" })),
  items.containment(containment()),
  items.containment(containment({ id: "c00000000000open", updatedAt: "2026-01-01T00:00:00.000Z" })),
  items.approval(approval()),
];

describe("firebreak report", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-report-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("writes a page about the requested time, and about current containments whenever they began", async () => {
    const { code, err, out } = await run(["report", "--out", "r.html"], { items: journal, folder });
    assert.equal(code, 0, err);
    assert.equal(out, "");
    assert.match(err, /Wrote r\.html with 1 decisions since 2026-10-27/);
    const page = await readFile(path.join(folder, "r.html"), "utf8");
    assert.match(page, /^<!doctype html>/i);
    for (const text of ["c000000000000001", "c00000000000open", "a000000000000001"])
      assert.ok(page.includes(text), text);
  });

  it("protects the page from other users of the machine", async () => {
    await run(["report", "--out", "mode.html"], { items: journal, folder });
    assert.equal((await stat(path.join(folder, "mode.html"))).mode & 0o077, 0);
  });

  it("prints the page with --out -", async () => {
    const { out, err } = await run(["report", "--out", "-", "--since", "7d"], { items: journal });
    assert.match(out, /^<!doctype html>/i);
    assert.equal(err, "");
  });

  it("says so if it cannot write, and which --since values are valid", async () => {
    const lost = await run(["report", "--out", "no/such/folder/r.html"], { items: journal, folder });
    assert.equal(lost.code, 1);
    assert.match(lost.err, /cannot write/);
    assert.equal((await run(["report", "--out", "r.html", "--since", "x"], { folder })).code, 2);
    assert.equal((await run(["report"])).code, 2);
  });
});

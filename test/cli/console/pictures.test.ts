import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { chromiumFor } from "../report/chromium";
import { type Pictured, picturedFile, pictureFolder, pictureNames, showPictured } from "./pictured";

describe("the pictures of docs/console.md", () => {
  it("P55: are of every view, and each is in the page", () => {
    const page = readFileSync(path.join(pictureFolder, "..", "console.md"), "utf8");
    for (const name of pictureNames) {
      const file = `console-${name}.png`;
      assert.ok(existsSync(path.join(pictureFolder, file)), file);
      assert.ok(page.includes(`(pictures/${file})`), file);
    }
  });

  it("P55: show what the console shows now; test/cli/console/pictures.ts makes them again", async function () {
    const made = JSON.parse(readFileSync(picturedFile, "utf8")) as Pictured;
    assert.deepEqual(await showPictured(chromiumFor(this), async () => {}), made);
  });
});

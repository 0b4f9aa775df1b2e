import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const runtime = path.join(__dirname, "..", "..", "..", "runtime");
const files = readdirSync(runtime, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".ts"));

/** What Pulumi's serialisation silently loses at module level, and imports that it confuses. */
const traps: [string, RegExp][] = [
  ["a class", /^\s*(export\s+)?(abstract\s+)?class\s/m],
  ["a Set, Map or Date at module level", /^(export\s+)?(const|let|var)\s.*\bnew (Weak)?(Set|Map|Date)\b/m],
  ["a bound function", /\.bind\(/],
  ["an import of a whole AWS client", /import \* as \w+ from "@aws-sdk/],
];

describe("the code that closures capture", () => {
  for (const file of files) {
    it(`runtime/${file} avoids the traps`, () => {
      const text = readFileSync(path.join(runtime, file), "utf8");
      for (const [name, pattern] of traps) assert.doesNotMatch(text, pattern, name);
    });
  }

  it("knows nothing of Pulumi, the components or the local world", () => {
    for (const file of files) {
      assert.doesNotMatch(
        readFileSync(path.join(runtime, file), "utf8"),
        /from "(@pulumi|.*\/(components|local)\/)/,
        file,
      );
    }
  });
});

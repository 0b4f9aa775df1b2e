import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";

const project = path.join(__dirname, "..", "..");

/** The files that are loaded with one file, in a separate process. */
function loadedBy(file: string): string[] {
  const script = `require("./${file}"); console.log(JSON.stringify(Object.keys(require.cache)))`;
  const output = execFileSync(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", script], {
    cwd: project,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(output);
}

describe("loading a part", () => {
  const light = [
    "components/settings/settings",
    "components/documents/doctorExpectations",
    "cli/main",
    "cli/policy/explain",
    "cli/verbs/fleetTemplate",
    "cli/verbs/preflight",
    "cli/verbs/report",
  ];
  for (const file of light) {
    it(`Z7: of ${file} never loads the provider`, () => {
      const provider = loadedBy(file).filter((name) => /node_modules\/@pulumi\/awsx?\//.test(name));
      assert.deepEqual(provider, []);
    });
  }
});

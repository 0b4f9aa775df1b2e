import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "mocha";
import { exportLines } from "../../../local/drill/exportLines";

describe("the variables of a kept drill", () => {
  it("P13: add the engine to the terminal's own PATH, without the folders of the package manager's run", () => {
    const PATH = "/engine/bin:/clone/node_modules/.bin:/opt/npm/node-gyp-bin:/usr/bin";
    const lines = exportLines({ PATH, PULUMI_HOME: "/engine/home of it" });
    const script = [...lines, `printf '%s\\n' "$PATH" "$PULUMI_HOME"`].join("\n");
    const printed = execFileSync("/bin/sh", ["-c", script], { env: { PATH: "/own/bin:/bin" }, encoding: "utf8" });
    assert.deepEqual(printed.trim().split("\n"), ["/engine/bin:/own/bin:/bin", "/engine/home of it"]);
  });
});

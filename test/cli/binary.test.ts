import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { describe, it } from "mocha";
import { start } from "../../local/world/toolProcess";

describe("the command line as a process", function () {
  this.timeout(30_000);

  it("starts from any folder, without a build", async () => {
    const { code, out, err } = await start(["--version"], tmpdir(), {});
    assert.deepEqual({ code, out, err }, { code: 0, out: `${require("../../package.json").version}\n`, err: "" });
  });

  it("ends with the exit code of the command, and writes problems to standard error only", async () => {
    const wrong = await start(["nope"], tmpdir(), {});
    assert.equal(wrong.code, 2);
    assert.equal(wrong.out, "");
    assert.match(wrong.err, /^firebreak: Unknown argument: nope/);
  });

  it("says in plain words that there is no Region, and that there are no credentials", async () => {
    const region = await start(["incidents"], tmpdir(), {});
    assert.equal(region.code, 1);
    assert.equal(
      region.err,
      "firebreak: There is no Region: set AWS_REGION to the home Region of the security account.\n",
    );
    const credentials = await start(["incidents", "--json"], tmpdir(), { AWS_REGION: "eu-west-1" });
    assert.equal(credentials.code, 1);
    assert.match(credentials.err, /^firebreak: There are no AWS credentials: set AWS_PROFILE/);
    assert.equal(credentials.out, "");
  });
});

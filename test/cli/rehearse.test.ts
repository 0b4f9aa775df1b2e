import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { chosenResponses } from "../../cli/rehearsal/chosen";
import { maskedText, type Report } from "../../cli/rehearsal/report";
import { directory, run } from "./world";

const account = "444455556666";
const named = { parameter: JSON.stringify({ ...directory, rehearsalAccounts: ["777788889999"] }) };

describe("rehearse", () => {
  it("names the missing setting if an account is not named, before it touches anything there", async () => {
    const none = await run(["rehearse", "--account", account, "--yes"]);
    assert.equal(none.code, 1);
    assert.match(
      none.err,
      /Account 444455556666 is not listed for rehearsals, so nothing was created there.*lists none/s,
    );
    const other = await run(["rehearse", "--account", account, "--yes"], named);
    assert.match(other.err, /lists 777788889999: add it to firebreak:rehearsalAccounts in Pulumi\.yaml/);
    assert.deepEqual([none.assumed, other.assumed], [[], []]);
  });

  it("names what is wrong with the arguments", async () => {
    const wrong: [string[], RegExp][] = [
      [["--account", "4444"], /--account is "4444": it must be an account id of 12 digits/],
      [["--account", account, "--region", "moon"], /--region is "moon"/],
      [
        ["--account", account, "--only", "isolate-instnce"],
        /--only is "isolate-instnce": the responses with a rehearsal are isolate/,
      ],
      [["--account", account, "--only", "run-runbook"], /the responses with a rehearsal are/],
      [["--account", account, "--share-with", "all"], /--share-with is "all": it must be an account id of 12 digits/],
      [[], /account/],
    ];
    for (const [argv, words] of wrong) {
      const { code, err } = await run(["rehearse", ...argv], named);
      assert.equal(code, 2, argv.join(" "));
      assert.match(err, words);
    }
  });

  it("N96: shares a snapshot only if an account for it is named", () => {
    const deployed = ["notify", "isolate-instance", "unshare-copy"];
    const choose = (only?: string, shareWith?: string) => chosenResponses({ only, shareWith }, deployed);
    assert.deepEqual(choose(), ["isolate-instance"]);
    assert.deepEqual(choose(undefined, account), ["isolate-instance", "unshare-copy"]);
    assert.deepEqual(choose("unshare-copy", account), ["unshare-copy"]);
    assert.throws(() => choose("unshare-copy,isolate-instance"), /--only has unshare-copy: name an account/);
  });

  it("says what to do without credentials", async () => {
    const fault = Object.assign(new Error("none"), { name: "CredentialsProviderError" });
    const { code, err } = await run(["rehearse", "--account", account], { faults: { "ssm.getParameter": fault } });
    assert.equal(code, 1);
    assert.match(err, /There are no AWS credentials: set AWS_PROFILE/);
  });

  it("keeps ids of accounts, keys and organizations, and addresses, out of a bug report", () => {
    const secret = `arn:aws:iam::${account}:user/ann AKIAIOSFODNN7EXAMPLE AROAEXAMPLEEXAMPLE12 o-a1b2c3d4e5 ann@example.com`;
    const report: Report = {
      run: "0mabcdef1234",
      account,
      region: "eu-west-1",
      startedAt: "2026-11-29T12:00:00.000Z",
      seconds: 1,
      plannedSeconds: 450,
      incidents: [
        {
          response: "block-principal",
          title: `${account}: a title`,
          expected: "contained",
          outcome: "failed",
          seconds: 1,
          calls: 2,
          sessions: [],
          refused: ["iam:AttachUserPolicy"],
          difference: secret,
        },
      ],
      leftovers: [],
      removed: 1,
      left: [secret],
      stopped: false,
      held: false,
    };
    const text = maskedText(report);
    assert.doesNotMatch(text, /444455556666|AKIAIOSFODNN7EXAMPLE|AROAEXAMPLEEXAMPLE12|o-a1b2c3d4e5|ann@example/);
    const read = JSON.parse(text);
    assert.deepEqual(read.incidents[0].refused, ["iam:AttachUserPolicy"]);
    assert.equal(read.run, report.run);
  });
});

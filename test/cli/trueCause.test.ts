import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { start } from "../../local/world/toolProcess";
import { awsError, run, type Surroundings } from "./world";

const denied = { "ssm.getParameter": awsError("AccessDeniedException", "User is not authorized") };
const member = { Account: "444455556666", Arn: "arn:aws:sts::444455556666:assumed-role/dev/bob" };

describe("a directory that cannot be read", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-cause-"));
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: firebreak\nruntime: nodejs\n");
    const config = { "firebreak:securityAccountId": "111122223333", "firebreak:homeRegion": "eu-west-1" };
    await writeFile(path.join(folder, "Pulumi.master.yaml"), JSON.stringify({ config }));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const told = async (more: Surroundings) => (await run(["incidents"], { folder, faults: denied, ...more })).err;

  it("P8: the credentials of another account are named, and not a policy", async () => {
    const err = await told({ identity: member });
    assert.match(
      err,
      /The security account is 111122223333, but your credentials are for 444455556666: set AWS_PROFILE/,
    );
    assert.match(err, /Pulumi\.master\.yaml says so/);
    assert.doesNotMatch(err, /policy/);
  });

  it("P8: another Region is named, and not a policy", async () => {
    const err = await told({ region: "us-east-1" });
    assert.match(err, /The home Region is eu-west-1, but you ask in us-east-1: set AWS_REGION=eu-west-1/);
    assert.doesNotMatch(err, /policy/);
  });

  it("P8: a policy is named where account and Region are right", async () => {
    assert.match(await told({}), /alice may not read the parameter .* You need the policy in the output auditorPolicy/);
  });

  it("P8: without stack files, all causes are named with the account and the Region of the call", async () => {
    const err = await told({ folder: tmpdir(), identity: member, region: "us-east-1" });
    assert.match(err, /If 444455556666 is not the security account/);
    assert.match(err, /If us-east-1 is not its home Region/);
    assert.match(err, /If both are right: You need the policy/);
  });

  it("P8: a missing parameter has the same causes", async () => {
    const faults = { "ssm.getParameter": awsError("ParameterNotFound", "") };
    assert.match(
      await told({ faults, identity: member }),
      /no parameter .* in account 444455556666.*The security account is 111122223333/,
    );
    assert.match(await told({ faults }), /Its stack is not deployed/);
  });
});

describe("the environment of the command line", () => {
  it("P8: AWS_DEFAULT_REGION counts, and AWS_REGION comes before it", async () => {
    const { err } = await start(["incidents"], tmpdir(), { AWS_DEFAULT_REGION: "eu-west-1" });
    assert.match(err, /There are no AWS credentials/);
    const none = await start(["incidents"], tmpdir(), {});
    assert.match(none.err, /There is no Region/);
  });

  it("P8: a profile that does not exist is named", async () => {
    const env = { AWS_PROFILE: "nope", AWS_REGION: "eu-west-1" };
    const { err } = await start(["incidents"], tmpdir(), env);
    assert.match(err, /The profile "nope" \(AWS_PROFILE\) gives no credentials/);
    const { err: noRegion } = await start(["incidents"], tmpdir(), { AWS_PROFILE: "nope" });
    assert.match(noRegion, /the profile "nope" \(AWS_PROFILE\) has none, or does not exist/);
  });
});

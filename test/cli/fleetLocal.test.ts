import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { after, before, describe, it } from "mocha";
import { faultsOf } from "../../local/aws/faults";
import { engineEnvironment } from "../../local/engine/environment";
import { rootOf } from "../../local/world/accounts";
import { layOutFleet, makeDeployer, pendingOf } from "../../local/world/fleetFolder";
import { secondsOfQuiet } from "../../local/world/stateFiles";
import { start, startWatched, treeOf } from "../../local/world/toolProcess";
import { member, region, security, testAws } from "../local/aws/instance";

const stack = `service-${member}`;
const role = "Fleet-Role-isolate-instance";

describe("the fleet with an inventory on the local AWS", () => {
  let folder: string;
  let environment: Record<string, string>;
  let iam: IAM;
  let events: EventBridge;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-fleet-aws-"));
    const { endpoint, organization: organizationId } = await testAws();
    await layOutFleet(folder, {
      organizationId,
      securityAccountId: security,
      homeRegion: region,
      accounts: [member],
      deploymentRole: "deployer/of-fleet",
      everywhere: { rolePrefix: "Fleet-Role" },
      defaults: { regions: [region] },
    });
    iam = new IAM(rootOf(member, endpoint));
    events = new EventBridge(rootOf(member, endpoint));
    await makeDeployer(endpoint, { account: member, security, name: "of-fleet", path: "/deployer/" });
    const pipeline = await userOf(endpoint, "fleet-pipeline", [
      { Effect: "Allow", Action: "sts:AssumeRole", Resource: `arn:aws:iam::${member}:role/deployer/of-fleet` },
    ]);
    environment = { ...(await engineEnvironment({ folder: path.join(folder, "engine"), endpoint })), ...pipeline };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const argv = (command: string) => {
    const yes = ["up", "repair", "destroy", "unlock"].includes(command) ? ["--yes"] : [];
    // The security account of these tests has no doctor.
    const noProof = ["up", "repair"].includes(command) ? ["--no-proof"] : [];
    return ["fleet", command, "--only", stack, ...yes, ...noProof];
  };
  const fleet = async (command: string) => {
    const json = command === "unlock" ? [] : ["--json"];
    const { code, out, err } = await start([...argv(command), ...json], folder, environment);
    const [result] = out.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
    return { code, result, says: `${err}${out}` };
  };
  const roleExists = () =>
    iam.getRole({ RoleName: role }).then(
      () => true,
      () => false,
    );
  const status = async () => JSON.parse((await start([...argv("status"), "--json"], folder, environment)).out)[0];
  const pending = () => pendingOf(folder, stack, environment);

  it("L4: deploys a member account with its deployment role and the credentials of another account", async () => {
    const { code, says } = await fleet("up");
    assert.equal(code, 0, says);
    const { Role } = await iam.getRole({ RoleName: role });
    assert.match(Role!.Arn!, new RegExp(`^arn:aws:iam::${member}:role/`));
  });

  it("L9: names what was deleted and changed in an account, and restores it", async () => {
    await iam.deleteRolePolicy({ RoleName: role, PolicyName: "isolate-instance" });
    await events.disableRule({ Name: "firebreak-forwarding" });
    const up = await fleet("up");
    assert.equal(up.result.outcome, "unchanged");
    assert.match(up.says, /fleet drift/, "it says what it did not look at");
    const drift = await fleet("drift");
    assert.equal(drift.code, 1, drift.says);
    assert.deepEqual(drift.result.drift.sort(), [
      `changed: aws:cloudwatch/eventRule:EventRule "forwarding-${region}"`,
      'deleted: aws:iam/rolePolicy:RolePolicy "isolate-instance-role"',
    ]);
    const repair = await fleet("repair");
    assert.equal(repair.code, 0, repair.says);
    assert.equal((await events.describeRule({ Name: "firebreak-forwarding" })).State, "ENABLED");
    assert.deepEqual((await iam.listRolePolicies({ RoleName: role })).PolicyNames, ["isolate-instance"]);
    assert.equal((await fleet("drift")).code, 0);
  });

  it("L12: frees the lock of a killed run and mends its pending operations, and frees no other lock", async () => {
    assert.equal((await fleet("destroy")).code, 0);
    // Held in the middle of a call: Pulumi does not write its state then, and a file is not written at once.
    const faults = faultsOf((await testAws()).endpoint);
    const held = { service: "iam", operation: "CreateRole", account: member, input: { RoleName: role } };
    const fault = await faults.add({
      kind: "fail",
      ...held,
      when: "after",
      delaySeconds: 120,
      code: "ServiceUnavailable",
    });
    const run = startWatched(argv("up"), folder, environment);
    while (!(await roleExists())) await setTimeout(50);
    while ((await secondsOfQuiet(environment["PULUMI_BACKEND_URL"]!)) < 5) await setTimeout(200);
    const processes = treeOf(run.pid);
    for (const id of processes.reverse()) process.kill(id, "SIGKILL");
    await run.ended;
    await faults.remove(fault);
    assert.deepEqual(
      pending().map(({ type, resource }: any) => [type, resource.inputs.name]),
      [["creating", role]],
    );
    const [lock] = (await status()).locks;
    assert.ok(processes.includes(lock.process), "the engine's process holds it");
    const locked = await fleet("up");
    assert.equal(locked.code, 1);
    assert.match(
      locked.result.error,
      new RegExp(`locked by process ${lock.process} on .*fleet unlock --only ${stack}`),
    );
    assert.equal((await fleet("unlock")).code, 0);
    assert.deepEqual((await status()).locks, []);
    const { code, says } = await fleet("up");
    assert.equal(code, 0, says);
    assert.deepEqual(pending(), []);
    assert.equal((await fleet("drift")).code, 0);
  });

  it("removes the account's stack", async () => {
    const { code, says } = await fleet("destroy");
    assert.equal(code, 0, says);
    assert.equal(await roleExists(), false);
  });
});

async function userOf(endpoint: string, UserName: string, Statement: object[]): Promise<Record<string, string>> {
  const iam = new IAM(rootOf(security, endpoint));
  await iam.createUser({ UserName });
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.putUserPolicy({ UserName, PolicyName: "it", PolicyDocument });
  const { AccessKey } = await iam.createAccessKey({ UserName });
  return { AWS_ACCESS_KEY_ID: AccessKey!.AccessKeyId!, AWS_SECRET_ACCESS_KEY: AccessKey!.SecretAccessKey! };
}

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { after, before, describe, it } from "mocha";
import { parse, stringify } from "yaml";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { layOutFleet, makeDeployer } from "../../local/world/fleetFolder";
import { start } from "../../local/world/toolProcess";
import type { World } from "../../local/world/world";
import { deployedWorld } from "./world";

const { security, website } = accounts;

describe("end to end: firebreak fleet and the doctor", () => {
  let world: World;
  let folder: string;

  before(async () => {
    world = await deployedWorld();
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-fleet-"));
    await layOutFleet(folder);
    // The stack file of this world, deployed from the security account.
    const file = `Pulumi.${website.stack}.yaml`;
    const settings = parse(await readFile(path.join(world.folder, "stacks", file), "utf8"));
    settings.config["aws:assumeRoles"] = [{ roleArn: `arn:aws:iam::${website.id}:role/deployer` }];
    await writeFile(path.join(folder, file), stringify(settings));
    await makeDeployer(world.endpoint, { account: website.id, security: security.id, name: "deployer" });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const tool = (...argv: string[]) =>
    start([...argv, "--json"], folder, {
      ...world.environment,
      AWS_ACCESS_KEY_ID: security.id,
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_REGION: region,
    });
  const fleet = async (...argv: string[]) => {
    const { code, out, err } = await tool("fleet", ...argv, "--only", website.stack);
    const [result] = out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    return { code, result, says: `${err}${out}` };
  };
  /** The faults of the account's parts. */
  const faults = async (): Promise<{ subject: string; says: string }[]> => {
    const { results } = JSON.parse((await tool("doctor", "--account", website.id)).out);
    return results.filter(
      ({ check, status }: any) => ["roles", "forwarding", "delivery"].includes(check) && status === "fault",
    );
  };

  it("deploys an account, and has the doctor prove it by its roles, its rule and a test event", async () => {
    const { code, result, says } = await fleet("up", "--yes");
    assert.equal(code, 0, says);
    assert.equal(result.outcome, "done");
    assert.deepEqual(await faults(), []);
  });

  it("L11: the doctor's remedy restores what was deleted and switched off in an account, and nothing is left to find", async () => {
    const [iam, events] = [
      new IAM(rootOf(website.id, world.endpoint)),
      new EventBridge(rootOf(website.id, world.endpoint)),
    ];
    const RoleName = "Security-IR-Role-isolate-instance";
    const { PolicyNames } = await iam.listRolePolicies({ RoleName });
    await iam.deleteRolePolicy({ RoleName, PolicyName: PolicyNames![0]! });
    await events.disableRule({ Name: "firebreak-forwarding" });
    const found = await faults();
    assert.deepEqual(found.map(({ subject }) => subject).sort(), [RoleName, "firebreak-forwarding"]);
    for (const { says } of found)
      assert.match(says, /Restore it with `node cli\/firebreak\.cjs fleet repair --only STACK`/);
    const { code, says } = await fleet("repair", "--yes");
    assert.equal(code, 0, says);
    assert.deepEqual(await faults(), []);
  });
});

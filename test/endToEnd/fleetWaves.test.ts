import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { after, before, describe, it } from "mocha";
import { parse } from "yaml";
import type { LastUpdate, Lock } from "../../cli/fleet/rollout/engine";
import { createStack, deleteStack } from "../../local/aws/cloudFormation";
import { faultsOf } from "../../local/aws/faults";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { layOutFleet, makeDeployer, pendingOf } from "../../local/world/fleetFolder";
import { secondsOfQuiet } from "../../local/world/stateFiles";
import { type Running, start, startWatched, treeOf } from "../../local/world/toolProcess";
import { userWith } from "../../local/world/users";
import { openWorld, type World } from "../../local/world/world";
import { makeRehearser } from "./rehearser";

const security = accounts.security.id;
/** How many member accounts: as few as show every wave, unless a person asks for more. */
const size = Number(process.env["FIREBREAK_FLEET_ACCOUNTS"] ?? 4);
const members = Array.from({ length: size }, (_, at) => String(600_000_000_000 + at));
const [canary = "", early = "", alsoEarly = "", ...rest] = members;
const stackOf = (account: string) => `service-${account}`;
const role = "Security-IR-Role-isolate-instance";
const modes = [{ mode: "contain" }];
const responses = {
  "isolate-instance": { modes, conversionSeconds: 0 },
  "block-principal": { modes, lookAgainSeconds: 1, wholeRoleIfNeeded: true, deleteLoginProfile: true },
  "confine-security-group": { modes },
  "block-public-bucket": { modes },
};

interface Result {
  stack: string;
  outcome: string;
  error?: string;
  drift?: string[];
}

describe(`end to end: a fleet of ${size} accounts in waves`, () => {
  let world: World;
  let folder: string;
  let environment: Record<string, string>;

  before(async () => {
    world = await openWorld({ bare: members });
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-waves-"));
    await layOutFleet(folder, {
      organizationId: world.organizationId,
      securityAccountId: security,
      homeRegion: region,
      accounts: members,
      deploymentRole: "deployer",
      everywhere: { rehearsalAccounts: [canary] },
      leftOut: { [accounts.payments.id]: "has no part in this", [accounts.website.id]: "has no part in this" },
      defaults: { regions: [region] },
      security: { regions: [region], operators: [`arn:aws:iam::${security}:user/rehearsing`], responses },
      groups: { early: { accounts: [early, alsoEarly] } },
      rollout: { canary: [canary], waves: ["early"] },
    });
    environment = {
      ...world.environment,
      ...{ AWS_ACCESS_KEY_ID: security, AWS_SECRET_ACCESS_KEY: "local", AWS_REGION: region },
    };
    for (const account of members) if (account !== canary && account !== early) await deployer(account);
  });
  after(async () => {
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const deployer = (account: string) => makeDeployer(world.endpoint, { account, security, name: "deployer" });
  const fleet = async (...argv: string[]) => {
    const { code, out, err } = await start(
      ["fleet", ...argv, "--json", ...(argv[0] === "up" ? ["--concurrency", "2"] : [])],
      folder,
      environment,
    );
    const lines = out.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
    const results: Result[] = lines.filter(({ stack }) => stack);
    return { code, results, outcomes: Object.fromEntries(results.map(({ stack, outcome }) => [stack, outcome])), err };
  };
  /** What each stack of the fleet is expected to be, with exceptions. */
  const all = (outcome: string, except: Record<string, string> = {}) => ({
    master: outcome,
    ...Object.fromEntries(members.map((account) => [stackOf(account), except[account] ?? outcome])),
  });
  const restAs = (outcome: string) => Object.fromEntries(rest.map((account) => [account, outcome]));
  const status = async (): Promise<{ stack: string; last?: LastUpdate; locks: Lock[] }[]> => {
    const { out, err } = await start(["fleet", "status", "--json"], folder, environment);
    assert.ok(out, err);
    return JSON.parse(out);
  };
  const hasRole = (account: string) =>
    new IAM(rootOf(account, world.endpoint)).getRole({ RoleName: role }).then(
      () => true,
      () => false,
    );
  const until = async (reached: () => Promise<boolean>, run: Running) => {
    while (!(await reached())) {
      if (!run.running()) assert.fail(`the run ended too early: ${JSON.stringify(await run.ended)}`);
      await setTimeout(100);
    }
  };

  it("stops after the canary, which cannot be deployed", async () => {
    const { code, outcomes, results, err } = await fleet("up", "--yes", "--tolerate", "50%");
    assert.equal(code, 1, err);
    assert.deepEqual(outcomes, { ...all("left", { [canary]: "failed" }), master: "done" });
    assert.match(results.find(({ outcome }) => outcome === "failed")!.error!, /deployer/);
    for (const account of members) assert.equal(await hasRole(account), false, account);
  });

  it("resumes with the canary, and stops after a wave with more failures than are tolerated", async () => {
    await deployer(canary);
    const { code, outcomes, err } = await fleet("up", "--yes");
    assert.equal(code, 1, err);
    assert.deepEqual(outcomes, {
      ...all("done", { [early]: "failed", ...restAs("left") }),
      master: "unchanged",
    });
  });

  it("goes on with the next wave if the failures are tolerated, and still says that something needs attention", async () => {
    const { code, outcomes, err } = await fleet("up", "--yes", "--tolerate", "1");
    assert.equal(code, 1, err);
    assert.deepEqual(outcomes, all("unchanged", { [early]: "failed", ...restAs("done") }));
  });

  it("resumes with what is left, and then has nothing to do", async () => {
    await deployer(early);
    const { code, outcomes, err } = await fleet("up", "--yes");
    assert.equal(code, 0, err);
    assert.deepEqual(outcomes, all("unchanged", { [early]: "done" }));
    assert.deepEqual((await fleet("up", "--yes")).outcomes, all("unchanged"));
  });

  it("finds planted drift where it is, and restores it", async () => {
    const iam = new IAM(rootOf(early, world.endpoint));
    const { PolicyNames } = await iam.listRolePolicies({ RoleName: role });
    await iam.deleteRolePolicy({ RoleName: role, PolicyName: PolicyNames![0]! });
    await new EventBridge(rootOf(canary, world.endpoint)).disableRule({ Name: "firebreak-forwarding" });
    const found = await fleet("drift");
    assert.equal(found.code, 1, found.err);
    const drifted = found.results.filter(({ drift }) => drift && drift.length > 0);
    assert.deepEqual(drifted.map(({ stack }) => stack).sort(), [stackOf(canary), stackOf(early)].sort());
    assert.match(drifted.find(({ stack }) => stack === stackOf(early))!.drift!.join(), /deleted: .*RolePolicy/);
    const repaired = await fleet("repair", "--yes", "--only", drifted.map(({ stack }) => stack).join());
    assert.equal(repaired.code, 0, repaired.err);
    assert.equal((await fleet("drift")).code, 0);
  });

  it("L1 L12: leaves no lock and no pending operation, whenever and however it is ended", async () => {
    const [stopped, killedWholly] = ["stopped in the canary", "killed with all its processes in a wave"];
    const ofMembers = members.map(stackOf).join();
    const end: Record<string, (run: Running) => Promise<void>> = {
      [stopped]: async (run) => {
        await until(() => hasRole(canary), run);
        run.kill("SIGTERM");
      },
      [killedWholly]: async (run) => {
        // Held in a call, and killed while no state is written: Pulumi does not write a file at once.
        const faults = faultsOf(world.endpoint);
        const held = { service: "iam", operation: "CreateRole", input: { RoleName: role } } as const;
        const late = { kind: "fail", when: "after", delaySeconds: 120, code: "ServiceUnavailable" } as const;
        const added = [];
        for (const account of [early, alsoEarly]) added.push(await faults.add({ ...late, ...held, account }));
        await until(async () => (await hasRole(early)) && (await hasRole(alsoEarly)), run);
        await until(async () => (await secondsOfQuiet(environment["PULUMI_BACKEND_URL"]!)) > 5, run);
        for (const id of treeOf(run.pid).reverse()) process.kill(id, "SIGKILL");
        for (const fault of added) await faults.remove(fault);
      },
      "killed alone in a wave": async (run) => {
        await until(() => hasRole(alsoEarly), run);
        run.kill("SIGKILL");
      },
    };
    assert.equal((await fleet("destroy", "--yes", "--only", ofMembers)).code, 0);
    for (const [how, act] of Object.entries(end)) {
      const run = startWatched(["fleet", "up", "--yes"], folder, environment);
      await act(run);
      const ended = await run.ended;
      if (how === stopped) assert.equal(ended.code, 130, `${ended.err}${ended.out}`);
      const locked = async () => (await status()).filter(({ locks }) => locks.length > 0);
      if (how === killedWholly) {
        assert.notDeepEqual(await locked(), [], how);
        assert.equal((await start(["fleet", "unlock", "--yes"], folder, environment)).code, 0);
      }
      // What a killed command had started ends by itself.
      for (let left = 100; left > 0 && (await locked()).length > 0; left--) await setTimeout(200);
      assert.deepEqual(await locked(), [], how);
    }
    const { code, outcomes, err } = await fleet("up", "--yes");
    assert.equal(code, 0, err);
    assert.ok(Object.values(outcomes).every((outcome) => outcome === "done" || outcome === "unchanged"));
    for (const stack of Object.keys(outcomes)) assert.deepEqual(pendingOf(folder, stack, environment), [], stack);
    assert.equal((await fleet("drift")).code, 0);
  });

  it("L24: contains, reads back and releases in an account of the landed version, and deploys it again", async () => {
    const stack = ["--only", stackOf(canary)];
    assert.equal((await fleet("destroy", "--yes", ...stack)).code, 0);
    const place = { endpoint: world.endpoint, account: canary, region };
    const landed = path.join(__dirname, "..", "upgrades", "landed");
    const parts = ["account", "regions"];
    for (const name of parts) {
      const text = await readFile(path.join(landed, `${name}.yaml`), "utf8");
      const template = parse(text.replaceAll("o-a1b2c3d4e5", world.organizationId));
      assert.equal(await createStack(place, { name, template }), "CREATE_COMPLETE");
    }
    await makeRehearser(world.endpoint, canary);
    const { endpoint, credentials } = await userWith(world, "rehearsing", [
      { Effect: "Allow", Action: "*", Resource: "*" },
    ]);
    // Later responses need the member account of their version: test/upgrades/versions.test.ts.
    const only = Object.keys(responses).join();
    const rehearsal = await start(["rehearse", "--account", canary, "--only", only, "--yes", "--json"], folder, {
      ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: region },
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    });
    assert.equal(rehearsal.code, 1, rehearsal.err);
    // The roles of the landed version may not read network ACLs: an endpoint in another subnet stays open, and the outcome says so.
    assert.deepEqual(
      JSON.parse(rehearsal.out).incidents.flatMap(({ response, outcome, refused, difference }: any) =>
        difference ? [[response, outcome, ...refused]] : [],
      ),
      [
        ["isolate-instance", "partial", "ec2:DescribeNetworkAcls"],
        ["isolate-instance", "partial", "ec2:DescribeNetworkAcls"],
      ],
      rehearsal.out,
    );
    for (const name of parts.reverse()) await deleteStack(place, name);
    const { code, outcomes, err } = await fleet("up", "--yes", ...stack);
    assert.equal(code, 0, err);
    assert.deepEqual(outcomes, { [stackOf(canary)]: "done" });
  });

  it("comes down, the security account last", async () => {
    const { code, results, err } = await fleet("destroy", "--yes");
    assert.equal(code, 0, err);
    assert.equal(results.at(-1)!.stack, "master");
    assert.ok(results.every(({ outcome }) => outcome === "done"));
    for (const account of members) assert.equal(await hasRole(account), false, account);
  });
});

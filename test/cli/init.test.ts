import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { readInventory } from "../../cli/fleet/inventory/schema";
import { inventoryText } from "../../cli/init/inventoryText";
import { questions } from "../../cli/init/questions";
import { run, type Surroundings } from "./world";

const [management, security, payments, website] = [
  "999988887777",
  "111122223333",
  "444455556666",
  "777788889999",
] as const;

/** An organization of four accounts, one of them closed. */
function organization(services: string[]) {
  const accounts = [management, security, payments, website];
  const client = {
    describeOrganization: async () => ({ Organization: { Id: "o-a1b2c3d4e5", MasterAccountId: management } }),
    async listAWSServiceAccessForOrganization({ NextToken }: { NextToken?: string }) {
      const at = Number(NextToken ?? 0);
      const EnabledServicePrincipals = services.slice(at, at + 1).map((ServicePrincipal) => ({ ServicePrincipal }));
      return { EnabledServicePrincipals, NextToken: at + 1 < services.length ? String(at + 1) : undefined };
    },
    listRoots: async () => ({ Roots: [{ Id: "r-ab12" }] }),
    listOrganizationalUnitsForParent: async () => ({ OrganizationalUnits: [] }),
    listAccountsForParent: async () => ({
      Accounts: accounts.map((Id) => ({ Id, Name: `name-${Id}`, State: Id === website ? "SUSPENDED" : "ACTIVE" })),
    }),
    listTagsForResource: async () => ({ Tags: [] }),
  };
  return client as unknown as NonNullable<Surroundings["organizations"]>;
}

const withTower = ["guardduty.amazonaws.com", "controltower.amazonaws.com"];
/** The user presses Enter at every question. */
const enter = "";

describe("firebreak init", () => {
  let folder: string;
  const written = () => readFile(path.join(folder, "fleet.yaml"), "utf8");
  const init = (argv: string[], more: Surroundings = {}) =>
    run(["init", ...argv], { folder, organizations: organization(withTower), ...more });
  const flags = ["--security-account", security, "--home-region", "eu-west-1"];
  /** The flags with these in place of those of the same name. */
  const withFlags = (argv: string[]) => {
    const at = flags.indexOf(argv[0]!);
    return [...(at < 0 ? flags : flags.toSpliced(at, 2)), ...argv];
  };
  const before = process.env["AWS_REGION"];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-init-"));
    process.env["AWS_REGION"] = "eu-central-1";
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
    if (before === undefined) delete process.env["AWS_REGION"];
    else process.env["AWS_REGION"] = before;
  });

  it("asks at most seven questions and proposes what the organization and the environment say", async () => {
    const { code, out, err, questions: asked } = await init([], { typed: enter });
    assert.equal(code, 0, err);
    assert.ok(asked.length <= 7);
    assert.match(asked[0]!, /security account.* \[111122223333\]: $/);
    assert.match(asked[1]!, / \[eu-central-1\]: $/);
    assert.match(asked[3]!, / \[AWSControlTowerExecution\]: $/);
    const inventory = readInventory(await written());
    assert.equal(inventory.organizationId, "o-a1b2c3d4e5");
    assert.equal(inventory.securityAccountId, security);
    assert.equal(inventory.homeRegion, "eu-central-1");
    assert.equal(inventory.accounts, "organization");
    assert.equal(inventory.deploymentRole, "AWSControlTowerExecution");
    assert.match(out, /Wrote fleet.yaml: 3 accounts covered, 1 left out/);
    assert.match(out, /Next: node cli\/firebreak.cjs fleet show/);
  });

  it("writes what `fleet show` accepts, with the settings of the answers", async () => {
    const typed = [
      security,
      "eu-west-1",
      `${payments}, ${website}`,
      "none",
      "eu-west-1,us-east-1",
      payments,
      "a@example.com",
    ];
    const { code, err } = await init([], { typed });
    assert.equal(code, 0, err);
    const shown = await run(["fleet", "show", "--json"], { folder });
    assert.equal(shown.code, 0, shown.err);
    const { stacks, rollout } = shown.json();
    assert.deepEqual(
      stacks.map(({ account }: any) => account),
      [security, payments, website],
    );
    assert.deepEqual(rollout.canary, [payments]);
    assert.deepEqual(stacks[0].settings.alertEmails, { value: ["a@example.com"], from: "security" });
    assert.deepEqual(stacks[0].settings.regions.value, ["eu-west-1", "us-east-1"]);
    assert.deepEqual(stacks[1].settings.regions, { value: ["eu-west-1", "us-east-1"], from: "defaults" });
    assert.equal(stacks[1].deploymentRole, undefined);
  });

  it("proposes the role of Organizations without Control Tower, and if it may not ask for it", async () => {
    const denied = {
      ...organization([]),
      listAWSServiceAccessForOrganization: () =>
        Promise.reject(Object.assign(new Error("no"), { name: "AccessDeniedException" })),
    } as unknown as NonNullable<Surroundings["organizations"]>;
    for (const organizations of [organization(["guardduty.amazonaws.com"]), denied]) {
      const { code, err } = await init([...flags, "--force"], { organizations });
      assert.equal(code, 0, err);
      assert.equal(readInventory(await written()).deploymentRole, "OrganizationAccountAccessRole");
      assert.match(err, /trust only the management account 999988887777/);
    }
  });

  it("does not propose the management account as the security account", async () => {
    const identity = { Account: management, Arn: `arn:aws:iam::${management}:user/ana` };
    const typed = ["", security, "", "", "", "", "", ""];
    const { code, err, questions: asked } = await init([], { identity, typed });
    assert.equal(code, 0, err);
    assert.match(asked[0]!, /functions: $/);
    assert.match(err, /"" must be a 12-digit account id/);
    assert.doesNotMatch(err, /must trust/);
  });

  it("asks nothing without a terminal, and names every option that is missing", async () => {
    const { code, err } = await init([]);
    assert.equal(code, 2);
    assert.match(err, /There is no terminal to ask at: --security-account and --home-region are missing\./);
    assert.equal((await init(flags)).code, 0);
  });

  it("takes an answer from its option and asks only for the others", async () => {
    const { questions: asked } = await init(flags, { typed: enter });
    assert.equal(asked.length, questions.length - flags.length / 2);
  });

  it("needs no AWS if the options name the organization and its accounts", async () => {
    const faults = { "sts.getCallerIdentity": new Error("no AWS") };
    const argv = [...flags, "--organization-id", "o-a1b2c3d4e5", "--accounts", payments];
    const { code, err } = await run(["init", ...argv], { folder, faults });
    assert.equal(code, 0, err);
    assert.deepEqual(readInventory(await written()).accounts, [payments]);
  });

  it("overwrites a file only with --force", async () => {
    await writeFile(path.join(folder, "fleet.yaml"), "mine");
    const { code, err } = await init(flags);
    assert.equal(code, 2);
    assert.match(err, /fleet.yaml exists already: --force overwrites it/);
    assert.equal(await written(), "mine");
    assert.equal((await init([...flags, "--force"])).code, 0);
    assert.equal(readInventory(await written()).homeRegion, "eu-west-1");
  });

  const wrong: [what: string, argv: string[], error: RegExp][] = [
    ["a wrong account id", ["--security-account", "1"], /--security-account is "1": it must be a 12-digit account id/],
    ["a placeholder", ["--security-account", "123456789012"], /not the placeholder/],
    ["a wrong Region", ["--home-region", "Ireland"], /--home-region is "Ireland": it must be a Region/],
    ["a wrong address", ["--alert-emails", "ana"], /--alert-emails is "ana": it must be an e-mail address/],
    ["a wrong role", ["--deployment-role", "a b"], /--deployment-role is "a b": it must be the name of a role/],
    ["no account", ["--accounts", ","], /--accounts is ",": it must be a list of at least one account id/],
    ["a canary that is not covered", ["--canary", website], /rollout.canary names 777788889999, which is neither/],
    [
      "a Region of another partition",
      ["--regions", "cn-north-1"],
      /regions has cn-north-1, which is not in the partition/,
    ],
    [
      "a security account of another organization",
      ["--security-account", "222233334444"],
      /the security account 222233334444 is left out: the account is not in the organization o-a1b2c3d4e5/,
    ],
    ["an id that is none", ["--organization-id", "example"], /an organization id such as/],
  ];
  for (const [what, argv, error] of wrong) {
    it(`refuses ${what}, and writes nothing`, async () => {
      const { code, err } = await init(withFlags(argv));
      assert.equal(code, 2);
      assert.match(err, error);
      await assert.rejects(written(), { code: "ENOENT" });
    });
  }

  it("gives up after three wrong answers to a question", async () => {
    const { code, err, questions: asked } = await init([], { typed: "?" });
    assert.equal(code, 2);
    assert.equal(asked.length, 3);
    assert.match(err, /security-account: "\?" must be a 12-digit account id/);
  });

  it("says which account its own stack file decides", async () => {
    const file = `config: { "firebreak:accountId": "${payments}" }`;
    await writeFile(path.join(folder, "Pulumi.pay.yaml"), file);
    assert.match((await init(flags)).err, /Account 444455556666 has Pulumi.pay.yaml, which is used instead/);
  });

  it("L22: names the management account, whose stack forwards the events about accounts, if it may read the organization", async () => {
    await init(flags);
    assert.equal(readInventory(await written()).everywhere["managementAccountId"], management);
    await init([...withFlags(["--organization-id", "o-a1b2c3d4e5", "--accounts", payments]), "--force"]);
    assert.equal(readInventory(await written()).everywhere["managementAccountId"], undefined);
  });

  it("says what AWS denied", async () => {
    const faults = { "sts.getCallerIdentity": Object.assign(new Error("no"), { name: "AccessDenied" }) };
    const { code, err } = await init(flags, { faults });
    assert.equal(code, 1);
    assert.match(err, /Could not read the organization \(or name it with --organization-id\)\. AWS says: AccessDenied/);
  });

  it("explains each key, and each example in the file is valid", () => {
    const answers = { securityAccount: security, homeRegion: "eu-west-1", accounts: "organization" as const };
    const text = inventoryText("o-a1b2c3d4e5", { ...answers, regions: [], canary: [], alertEmails: [] });
    assert.match(text, /^# yaml-language-server: \$schema=docs\/fleet\.schema\.json\n/);
    const examples = text.split("\n").map((line) => (/^# \S/.test(line) ? line : line.replace("#", "")));
    const inventory = readInventory(examples.join("\n"));
    assert.deepEqual(Object.keys(inventory.groups), ["production"]);
    assert.deepEqual(Object.keys(inventory.leftOut), ["999988887777"]);
    assert.ok(inventory.security["operators"] && inventory.security["responses"]);
    for (const line of text.split("\n").filter((one) => /^#?\w+:/.test(one))) {
      const at = text.split("\n").indexOf(line);
      assert.match(text.split("\n")[at - 1]!, /^# .*\.$/, line);
    }
  });
});

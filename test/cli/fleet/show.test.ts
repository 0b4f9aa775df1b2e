import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import type { OrganizationClient } from "../../../cli/fleet/inventory/readOrganization";
import { run } from "../world";

const [security, payments, website] = ["111122223333", "444455556666", "777788889999"] as const;

/** An organization with a unit inside a unit; every list has pages of one. */
function organizations() {
  const calls: string[] = [];
  const children: Record<string, string[]> = { "r-ab12": ["ou-ab12-workloads"], "ou-ab12-workloads": ["ou-ab12-prod"] };
  const accounts: Record<string, string[]> = { "r-ab12": [security], "ou-ab12-prod": [payments, website] };
  const paged = <Item>(items: Item[], token: string | undefined) => {
    const at = Number(token ?? 0);
    return { items: items.slice(at, at + 1), NextToken: at + 1 < items.length ? String(at + 1) : undefined };
  };
  const client = {
    listRoots: async () => ({ Roots: [{ Id: "r-ab12" }] }),
    async listOrganizationalUnitsForParent({ ParentId, NextToken }: any) {
      const { items, ...page } = paged(children[ParentId] ?? [], NextToken);
      return { ...page, OrganizationalUnits: items.map((Id) => ({ Id })) };
    },
    async listAccountsForParent({ ParentId, NextToken }: any) {
      const { items, ...page } = paged(accounts[ParentId] ?? [], NextToken);
      const State = (Id: string) => (Id === website ? "SUSPENDED" : "ACTIVE");
      return { ...page, Accounts: items.map((Id) => ({ Id, Name: `name-${Id}`, State: State(Id) })) };
    },
    async listTagsForResource({ ResourceId }: any) {
      calls.push(ResourceId);
      return { Tags: [{ Key: "tier", Value: ResourceId === payments ? "gold" : "none" }] };
    },
  };
  return { client: client as unknown as OrganizationClient, calls };
}

const head = `organizationId: o-a1b2c3d4e5\nsecurityAccountId: "${security}"\nhomeRegion: eu-west-1\n`;

describe("firebreak fleet show", () => {
  let folder: string;
  const show = async (text: string, argv: string[] = [], more = {}) => {
    await writeFile(path.join(folder, "fleet.yaml"), head + text);
    return run(["fleet", "show", ...argv], { folder, columns: 120, ...more });
  };
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-show-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const whole = `accounts: organization
groups:
  production: { organizationalUnits: [ou-ab12-workloads], settings: { regions: [eu-west-1] } }
`;

  it("shows every account of the organization, its stack and groups, and what is left out and why", async () => {
    const { client, calls } = organizations();
    const { code, out, err } = await show(whole, [], { organizations: client });
    assert.equal(code, 0, err);
    assert.match(out, /111122223333 +name-111122223333 +master/);
    assert.match(out, /444455556666 +name-444455556666 +service-444455556666 +production/);
    assert.match(out, /777788889999 +name-777788889999 +left out +the account is SUSPENDED/);
    assert.deepEqual(calls, [], "reads no tags that no group needs");
  });

  it("reads the tags of each account if a group selects by them", async () => {
    const { client, calls } = organizations();
    const text = "accounts: organization\ngroups: { gold: { tags: { tier: gold } } }";
    const { stacks } = (await show(text, ["--json"], { organizations: client })).json();
    assert.deepEqual(
      stacks.map(({ account, groups }: any) => [account, groups]),
      [
        [security, []],
        [payments, ["gold"]],
      ],
    );
    assert.deepEqual(calls.sort(), [security, payments, website]);
  });

  it("shows the settings of one account, each with its origin, and needs no AWS for a list of accounts", async () => {
    const text = `accounts: ["${payments}"]\ndefaults: { regions: [eu-west-1] }\neverywhere: { rolePrefix: IR }`;
    const { code, out, err } = await show(text, [payments]);
    assert.equal(code, 0, err);
    assert.match(out, /regions +\["eu-west-1"\] +defaults/);
    assert.match(out, /rolePrefix +"IR" +everywhere/);
    assert.match(out, /homeRegion +"eu-west-1" +the inventory/);
  });

  it("ends with 1 if the inventory contradicts itself, and names the contradiction", async () => {
    const { code, out } = await show(
      `accounts: ["${payments}"]\noverrides: { "${website}": { regions: [eu-west-1] } }`,
    );
    assert.equal(code, 1);
    assert.match(out, /overrides names account 777788889999, which accounts does not cover/);
  });

  it("says what is missing: the file, the account, the permission", async () => {
    const nowhere = await run(["fleet", "show", "--dir", "no-such-folder"], { folder });
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.err, /fleet\.yaml is not in .*no-such-folder. Name its folder with --dir/);
    const uncovered = await show(`accounts: ["${payments}"]`, [website]);
    assert.equal(uncovered.code, 1);
    assert.match(uncovered.err, /fleet\.yaml does not cover account 777788889999/);
    const { client } = organizations();
    const denied = {
      ...client,
      listRoots: () => Promise.reject(Object.assign(new Error("no"), { name: "AccessDeniedException" })),
    };
    const refused = await show(whole, [], { organizations: denied });
    assert.equal(refused.code, 1);
    assert.match(refused.err, /Could not read the organization\. AWS says: AccessDeniedException/);
  });
});

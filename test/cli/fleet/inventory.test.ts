import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type OrganizationAccount, resolveFleet } from "../../../cli/fleet/inventory/resolve";
import { type Inventory, readInventory } from "../../../cli/fleet/inventory/schema";
import { service } from "../../../components/settings/schema";

const [security, payments, website, sandbox] = [
  "111122223333",
  "444455556666",
  "777788889999",
  "222233334444",
] as const;

const head = `
organizationId: o-a1b2c3d4e5
securityAccountId: "${security}"
homeRegion: eu-west-1
`;
const inventory = (rest: string): Inventory => readInventory(head + rest);
const listed = `accounts: ["${payments}", "${website}"]\n`;

const member = (id: string, more: Partial<OrganizationAccount> = {}): OrganizationAccount => ({
  id,
  name: `name of ${id}`,
  state: "ACTIVE",
  units: ["r-ab12"],
  tags: {},
  ...more,
});
const organization = [
  member(security),
  member(payments, { units: ["r-ab12", "ou-ab12-production"] }),
  member(website, { tags: { environment: "production", team: "web" } }),
  member(sandbox, { state: "SUSPENDED" }),
];

const settingsOf = (text: Inventory, account: string, of = organization) => {
  const fleet = resolveFleet(text, { organization: of, files: {} });
  assert.deepEqual(fleet.problems, []);
  return fleet.stacks.find((stack) => stack.account === account)!.settings;
};

describe("fleet.yaml", () => {
  it("gives each account the settings of everywhere, defaults, its groups and its overrides, each with its origin", () => {
    const settings = settingsOf(
      inventory(`${listed}
everywhere: { rolePrefix: IR }
defaults: { regions: [eu-west-1], guardDuty: { detector: true } }
groups:
  production: { accounts: ["${payments}"], settings: { regions: [eu-west-1, us-east-1] } }
overrides:
  "${payments}": { guardDuty: { detector: false } }
`),
      payments,
    );
    assert.deepEqual(settings, {
      kind: { value: "service", from: "derived" },
      accountId: { value: payments, from: "derived" },
      organizationId: { value: "o-a1b2c3d4e5", from: "the inventory" },
      securityAccountId: { value: security, from: "the inventory" },
      homeRegion: { value: "eu-west-1", from: "the inventory" },
      rolePrefix: { value: "IR", from: "everywhere" },
      regions: { value: ["eu-west-1", "us-east-1"], from: "groups.production" },
      guardDuty: { value: { detector: false }, from: `overrides.${payments}` },
    });
  });

  it("puts the security account first and gives it only what is the same everywhere and its own", () => {
    const text = `${listed}everywhere: { rolePrefix: IR }\ndefaults: { regions: [us-east-1] }\nsecurity: { securityHub: true }`;
    const { stacks } = resolveFleet(inventory(text), { files: {} });
    assert.deepEqual(
      stacks.map(({ stack }) => stack),
      ["master", `service-${payments}`, `service-${website}`],
    );
    const { settings } = stacks[0]!;
    assert.deepEqual(settings["securityHub"], { value: true, from: "security" });
    assert.deepEqual(settings["rolePrefix"], { value: "IR", from: "everywhere" });
    assert.equal(settings["regions"], undefined);
  });

  it("selects by list, by unit at any depth, and by tags, all of which must match", () => {
    const text = `accounts: organization
groups:
  byList: { accounts: ["${website}"] }
  byUnit: { organizationalUnits: [ou-ab12-production] }
  byRoot: { organizationalUnits: [r-ab12] }
  byTags: { tags: { environment: production, team: web } }
  byOtherTags: { tags: { environment: production, team: other } }
`;
    const { stacks, warnings } = resolveFleet(inventory(text), { organization, files: {} });
    const groups = Object.fromEntries(stacks.map((stack) => [stack.account, stack.groups]));
    assert.deepEqual(groups[payments], ["byUnit", "byRoot"]);
    assert.deepEqual(groups[website], ["byList", "byRoot", "byTags"]);
    assert.deepEqual(warnings, ["groups.byOtherTags selects no account"]);
  });

  it("names the account, the setting and both groups that contradict each other, unless an override decides", () => {
    const groups = `accounts: ["${payments}"]
groups:
  one: { accounts: ["${payments}"], settings: { regions: [eu-west-1], guardDuty: { detector: true } } }
  two: { accounts: ["${payments}"], settings: { regions: [us-east-1], guardDuty: { detector: true } } }
`;
    const { problems } = resolveFleet(inventory(groups), { files: {} });
    assert.deepEqual(problems, [
      `account ${payments}: groups.one sets regions to ["eu-west-1"], and groups.two to ["us-east-1"]. Set it in overrides, or in one of the groups only.`,
    ]);
    const decided = `${groups}overrides: { "${payments}": { regions: [eu-north-1] } }`;
    assert.deepEqual(resolveFleet(inventory(decided), { files: {} }).problems, []);
  });

  it("L23: knows which group holds an account at a version, and which groups contradict each other in it", () => {
    const text = (second: string) => `${listed}
groups:
  one: { accounts: ["${payments}"], version: 0.9.0 }
  two: { accounts: ["${payments}"], version: ${second} }
overrides: { "${payments}": { regions: [eu-north-1] } }
`;
    const { stacks, problems } = resolveFleet(inventory(text("0.9.0")), { files: {} });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      stacks.map(({ version }) => version),
      [undefined, { value: "0.9.0", from: "groups.one" }, undefined],
    );
    assert.deepEqual(resolveFleet(inventory(text("0.8.0")), { files: {} }).problems, [
      `account ${payments}: groups.one sets version to "0.9.0", and groups.two to "0.8.0". Set it in one of the groups only.`,
    ]);
    assert.throws(
      () => inventory(text("latest")),
      /groups.two.version is "latest": it must be a version, such as 1.2.0/,
    );
  });

  it("L22: does not watch accounts that are left out, so that the doctor does not miss them", () => {
    const of = (text: string) => settingsOf(inventory(listed + text), security)["notWatched"];
    assert.equal(of(""), undefined);
    const left = 'leftOut: { "999988887777": closed next month }';
    assert.deepEqual(of(left), { value: ["999988887777"], from: "security and leftOut" });
    assert.deepEqual(of(`${left}\nsecurity: { notWatched: ["${payments}/eu-west-1"] }`)!.value, [
      `${payments}/eu-west-1`,
      "999988887777",
    ]);
  });

  it("leaves out what it says is left out, closed accounts and accounts of others, each with the reason", () => {
    const text = `accounts: ["${payments}", "${sandbox}", "999988887777"]\nleftOut: { "${website}": run by the web agency }`;
    const { leftOut, problems } = resolveFleet(inventory(text), { organization, files: {} });
    assert.deepEqual(
      leftOut.map(({ account, why }) => [account, why]),
      [
        [sandbox, "the account is SUSPENDED"],
        [website, "run by the web agency"],
        ["999988887777", "the account is not in the organization o-a1b2c3d4e5"],
      ],
    );
    assert.deepEqual(problems, [
      `accounts names account ${sandbox}, but it is SUSPENDED`,
      "accounts names account 999988887777, but it is not in the organization o-a1b2c3d4e5",
    ]);
  });

  it("uses an account's own stack file instead, and says so if an override would be ignored", () => {
    const text = `accounts: organization\noverrides: { "${payments}": { regions: [us-east-1] } }`;
    const { stacks, problems } = resolveFleet(inventory(text), { organization, files: { pay: payments } });
    const { file, settings } = stacks.find(({ account }) => account === payments)!;
    assert.deepEqual({ file, settings }, { file: "Pulumi.pay.yaml", settings: {} });
    assert.match(problems.join(), /overrides names account 444455556666, whose own stack file Pulumi.pay.yaml is used/);
  });

  it("covers 1,000 accounts of an organization in one pass", () => {
    const many = Array.from({ length: 1000 }, (_, index) => member(String(300_000_000_000 + index)));
    const text = "accounts: organization\ngroups: { all: { organizationalUnits: [r-ab12] } }";
    const { stacks, problems } = resolveFleet(inventory(text), {
      organization: [member(security), ...many],
      files: {},
    });
    assert.equal(stacks.length, 1001);
    assert.deepEqual(problems, []);
    assert.ok(stacks.slice(1).every(({ groups }) => groups.join() === "all"));
  });

  const wrong: [what: string, text: string, error: RegExp][] = [
    ["an unknown key", `${listed}group: {}`, /unknown key group: did you mean groups\?/],
    [
      "an unknown setting",
      `${listed}defaults: { region: [eu-west-1] }`,
      /defaults has the unknown key region: did you mean regions\?/,
    ],
    [
      "a setting that must be the same everywhere",
      `${listed}overrides: { "${payments}": { rolePrefix: IR } }`,
      /overrides.444455556666 has the unknown key rolePrefix/,
    ],
    ["an account id without quotes", "accounts: [012345678901]", /12345678901|organization, or a list of account ids/],
    [
      "a group that selects nothing",
      `${listed}groups: { none: { settings: {} } }`,
      /organizationalUnits, tags or accounts/,
    ],
    ["what is not YAML", "accounts: [", /fleet.yaml is not YAML/],
    ["nothing about accounts", "", /accounts is missing: it must be organization, or a list of account ids/],
  ];
  for (const [what, text, error] of wrong) {
    it(`refuses ${what} and says what is allowed`, () => {
      assert.throws(() => inventory(text), { message: error, exitCode: 2 });
    });
  }

  it("knows where every setting of a member account belongs", () => {
    const derived = ["kind", "accountId", "organizationId", "securityAccountId", "homeRegion"];
    for (const key of Object.keys(service.shape).filter((name) => !derived.includes(name))) {
      const accepted = ["everywhere", "defaults"].filter((part) => {
        try {
          inventory(`${listed}${part}: { ${key}: "x" }`);
          return true;
        } catch (error) {
          return !(error as Error).message.includes("unknown key");
        }
      });
      assert.equal(accepted.length, 1, key);
    }
  });
});

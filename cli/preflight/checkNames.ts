import { isSameDocument } from "../../runtime/lib/sameDocument";
import { type Found, notKnown, ok, type Subject, wrong } from "./found";
import type { AccountSeen, RegionSeen, RoleSeen } from "./observations";
import { busOf, nameOf, namesOf, type Plan, planned, types } from "./plan";

/** The types' names in sentences, and what happens if a resource with the name exists. */
const kinds: Record<string, { noun: string; nouns: string; why: string }> = {
  [types.queue]: {
    noun: "queue",
    nouns: "queues",
    why: "The deployment fails, or it takes over a queue that others use.",
  },
  [types.function]: { noun: "function", nouns: "functions", why: "Lambda refuses a second function with this name." },
  [types.logGroup]: {
    noun: "log group",
    nouns: "log groups",
    why: "CloudWatch Logs refuses a second group with this name.",
  },
  [types.keyAlias]: {
    noun: "key alias",
    nouns: "key aliases",
    why: "KMS refuses a second alias with this name.",
  },
  [types.parameter]: {
    noun: "parameter",
    nouns: "parameters",
    why: "Systems Manager refuses a second parameter with this name.",
  },
  [types.topic]: {
    noun: "topic",
    nouns: "topics",
    why: "SNS would return the existing topic, with its subscribers.",
  },
};

/**
 * Whether the stack has been deployed here, at least in part: one of its roles exists with exactly the trust policy of
 * the stack. In that case resources with its names count as its own, because AWS does not record which stack created
 * them.
 */
export function isBegun(plan: Plan, { roles }: Pick<AccountSeen, "roles">): boolean {
  if ("problem" in roles) return false;
  return planned(plan, types.role).some((role) => {
    const there = roleNamed(roles.value, nameOf(role)!);
    return there !== undefined && isSameDocument(String(role.inputs["assumeRolePolicy"]), there.trust);
  });
}

/**
 * A role's name is unique in an account, regardless of path and case:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const roleNamed = (roles: RoleSeen[], name: string) =>
  roles.find((role) => role.name.toLowerCase() === name.toLowerCase());

/** Whether other roles have the names of the stack's roles. */
export function checkRoleNames(plan: Plan, seen: AccountSeen): Found[] {
  const subject: Subject = { check: "names", subject: "roles" };
  if ("problem" in seen.roles) return [notKnown(subject, seen.roles.problem)];
  const existing = seen.roles.value;
  const foreign = planned(plan, types.role).flatMap((role) => {
    const there = roleNamed(existing, nameOf(role)!);
    return there && !isSameDocument(String(role.inputs["assumeRolePolicy"]), there.trust) ? [there] : [];
  });
  if (foreign.length === 0) return [ok(subject, "None of their names is taken")];
  const begun = isBegun(plan, seen);
  return foreign.map(({ name, arn }) =>
    wrong({ check: "names", subject: name }, begun ? "warning" : "blocker", {
      says: `The role ${arn} already exists, and its trust policy differs from that of the stack's role with this name.`,
      why: begun
        ? "The stack is deployed here: an earlier version created the role, or its trust policy was changed. The next deployment corrects it."
        : "IAM refuses a second role with this name, so the deployment fails.",
      mend: begun
        ? "Compare its trust policy with the output of pulumi preview."
        : `Delete it if it is not needed, or choose another firebreak:rolePrefix in all stacks (the names of roles that begin with firebreak- are fixed): aws iam get-role --role-name ${name}`,
    }),
  );
}

/** Whether the stack's other names are taken in a Region. */
export function checkNames(plan: Plan, account: AccountSeen, seen: RegionSeen): Found[] {
  const begun = isBegun(plan, account);
  return [
    ...Object.entries(seen.taken).flatMap(([type, reading]): Found[] => {
      const { noun, nouns, why } = kinds[type]!;
      const subject: Subject = { region: seen.region, check: "names", subject: nouns };
      if ("problem" in reading) return [notKnown(subject, reading.problem)];
      return taken(subject, reading.value, { noun, why, begun });
    }),
    ...rules(plan, seen, begun),
    ...configRules(plan, seen, begun),
  ];
}

interface Kind {
  noun: string;
  why: string;
  begun: boolean;
}

function taken(subject: Subject, names: string[], { noun, why, begun }: Kind): Found[] {
  if (names.length === 0) return [ok(subject, "None of the stack's names is taken")];
  if (begun) return [ok(subject, `${names.length} of the stack's names exist: the stack is deployed here`)];
  return names.map((name) =>
    wrong({ ...subject, subject: name }, "blocker", {
      says: `A ${noun} with this name already exists, but no role of this stack does.`,
      why,
      mend: "Find out who owns it. If it is an unused remainder of an earlier deployment, delete it or import it into the stack (pulumi import).",
    }),
  );
}

/**
 * EventBridge overwrites an existing rule without an error:
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
function rules(plan: Plan, { region, rules: reading }: RegionSeen, begun: boolean): Found[] {
  const subject: Subject = { region, check: "names", subject: "rules" };
  const wanted = planned(plan, types.rule, region);
  if (wanted.length === 0) return [];
  if ("problem" in reading) return [notKnown(subject, reading.problem)];
  const names = wanted.flatMap((rule) => {
    const isThere = reading.value.some(({ bus, name }) => bus === busOf(rule) && name === nameOf(rule));
    return isThere ? [nameOf(rule)!] : [];
  });
  return taken(subject, names, { noun: "rule", why: "EventBridge would overwrite it without an error.", begun });
}

/** AWS Config does the same: https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html */
function configRules(plan: Plan, { region, configRules: reading }: RegionSeen, begun: boolean): Found[] {
  const subject: Subject = { region, check: "names", subject: "AWS Config rules" };
  const wanted = namesOf(plan, types.configRule, region);
  if (wanted.length === 0) return [];
  if ("problem" in reading) return [notKnown(subject, reading.problem)];
  const names = wanted.filter((name) => reading.value.includes(name));
  return taken(subject, names, {
    noun: "AWS Config rule",
    why: "AWS Config would change the existing rule to the stack's parameters and scope, and it would be removed with the stack.",
    begun,
  });
}

import { isSameDocument } from "../../runtime/lib/sameDocument";
import { type Found, notKnown, ok, type Subject, wrong } from "./found";
import type { AccountSeen, RegionSeen, RoleSeen } from "./observations";
import { busOf, nameOf, namesOf, type Plan, planned, types } from "./plan";

/** What the types are called in sentences, with what becomes of one that is there. */
const kinds: Record<string, { noun: string; nouns: string; why: string }> = {
  [types.queue]: {
    noun: "queue",
    nouns: "queues",
    why: "The deployment stops, or takes over a queue that others use.",
  },
  [types.function]: { noun: "function", nouns: "functions", why: "Lambda refuses a second function of this name." },
  [types.logGroup]: {
    noun: "log group",
    nouns: "log groups",
    why: "CloudWatch Logs refuses a second group of this name.",
  },
  [types.keyAlias]: {
    noun: "alias of a key",
    nouns: "aliases of keys",
    why: "KMS refuses a second alias of this name.",
  },
  [types.parameter]: {
    noun: "parameter",
    nouns: "parameters",
    why: "Systems Manager refuses a second parameter of this name.",
  },
  [types.topic]: {
    noun: "topic",
    nouns: "topics",
    why: "SNS would hand over the topic that is there, with its subscribers.",
  },
};

/**
 * Whether the stack has been deployed here, at least in part: one of its roles is there with the very trust that the stack gives
 * it. What has its names is taken for its own then, as nothing in AWS says who made it.
 */
export function isBegun(plan: Plan, { roles }: Pick<AccountSeen, "roles">): boolean {
  if ("problem" in roles) return false;
  return planned(plan, types.role).some((role) => {
    const there = roleNamed(roles.value, nameOf(role)!);
    return there !== undefined && isSameDocument(String(role.inputs["assumeRolePolicy"]), there.trust);
  });
}

/** Names of roles are one in an account whatever path and case: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const roleNamed = (roles: RoleSeen[], name: string) =>
  roles.find((role) => role.name.toLowerCase() === name.toLowerCase());

/** Whether roles of others have the names that the stack gives. */
export function checkRoleNames(plan: Plan, seen: AccountSeen): Found[] {
  const subject: Subject = { check: "names", subject: "roles" };
  if ("problem" in seen.roles) return [notKnown(subject, seen.roles.problem)];
  const existing = seen.roles.value;
  const strange = planned(plan, types.role).flatMap((role) => {
    const there = roleNamed(existing, nameOf(role)!);
    return there && !isSameDocument(String(role.inputs["assumeRolePolicy"]), there.trust) ? [there] : [];
  });
  if (strange.length === 0) return [ok(subject, "None of their names is taken by others")];
  const begun = isBegun(plan, seen);
  return strange.map(({ name, arn }) =>
    wrong({ check: "names", subject: name }, begun ? "warning" : "blocker", {
      says: `The role ${arn} is there already and trusts others than the stack's role of this name would.`,
      why: begun
        ? "The stack is deployed here: an earlier version made it, or its trust was changed; the next deployment sets it right."
        : "IAM refuses a second role of this name, and the deployment stops.",
      mend: begun
        ? "Compare its trust with what pulumi preview shows."
        : `Delete it if nothing needs it, or choose another firebreak:rolePrefix in all stacks (roles that begin with firebreak- have fixed names): aws iam get-role --role-name ${name}`,
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
  if (begun) return [ok(subject, `${names.length} of the stack's names are there: the stack is deployed here`)];
  return names.map((name) =>
    wrong({ ...subject, subject: name }, "blocker", {
      says: `There is a ${noun} of this name already, and no role of this stack.`,
      why,
      mend: "Find out whose it is. What an earlier deployment has left behind and nothing uses, delete or import into the stack (pulumi import).",
    }),
  );
}

/** A rule that is there would be overwritten in silence: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
function rules(plan: Plan, { region, rules: reading }: RegionSeen, begun: boolean): Found[] {
  const subject: Subject = { region, check: "names", subject: "rules" };
  const wanted = planned(plan, types.rule, region);
  if (wanted.length === 0) return [];
  if ("problem" in reading) return [notKnown(subject, reading.problem)];
  const names = wanted.flatMap((rule) => {
    const isThere = reading.value.some(({ bus, name }) => bus === busOf(rule) && name === nameOf(rule));
    return isThere ? [nameOf(rule)!] : [];
  });
  return taken(subject, names, { noun: "rule", why: "EventBridge would overwrite it without a word.", begun });
}

/** Likewise: https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html */
function configRules(plan: Plan, { region, configRules: reading }: RegionSeen, begun: boolean): Found[] {
  const subject: Subject = { region, check: "names", subject: "rules of AWS Config" };
  const wanted = namesOf(plan, types.configRule, region);
  if (wanted.length === 0) return [];
  if ("problem" in reading) return [notKnown(subject, reading.problem)];
  const names = wanted.filter((name) => reading.value.includes(name));
  return taken(subject, names, {
    noun: "rule of AWS Config",
    why: "AWS Config would give the rule that is there the stack's parameters and scope, and remove it with the stack.",
    begun,
  });
}

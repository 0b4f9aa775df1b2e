import type { Reading } from "../../runtime/doctor/reading";
import { partitionNamed } from "../../runtime/lib/partitions";
import { type Found, notKnown, ok, type Subject, wrong } from "./found";
import type { AccountSeen, RegionSeen } from "./observations";
import { busOf, nameOf, namesOf, type Plan, planned, types } from "./plan";
import { fixedQuotas, type Quota, quotas, raiseCommand } from "./quotas";

/**
 * Concurrent executions that Lambda keeps unreserved:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const unreservedMinimum = 100;

/**
 * The quota of most accounts, which a new account gets on request:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const usualConcurrency = 1000;

/** How many groups an isolation may create in a VPC, one of each kind. */
const groupsOfIsolation = 2;

/** How much of a quota is used, how much more is needed, and the quota itself. */
interface Room {
  used: number;
  needed: number;
  quota: number;
}

/** Whether the account's quotas that apply to all Regions suffice for the stack. */
export function checkAccountQuotas(plan: Plan, { summary, roles }: AccountSeen): Found[] {
  const of = (name: string): Subject => ({ check: "quotas", subject: name });
  if ("problem" in summary) {
    return [quotas.roles, quotas.policies].map(({ name }) => notKnown(of(name), summary.problem));
  }
  const counts = summary.value;
  const region = partitionNamed(plan.partition).globalRegion;
  const there = "value" in roles ? roles.value.map(({ name }) => name.toLowerCase()) : [];
  const needed = namesOf(plan, types.role).filter((name) => !there.includes(name.toLowerCase())).length;
  const attached = planned(plan, types.attachment).map(({ inputs }) => String(inputs["role"]));
  const most = Math.max(0, ...attached.map((role) => attached.filter((other) => other === role).length));
  return [
    room(
      of(quotas.roles.name),
      { used: counts["Roles"] ?? 0, needed, quota: counts["RolesQuota"] ?? 0 },
      {
        status: "blocker",
        quota: quotas.roles,
        region,
        why: "IAM refuses the next role, so the deployment fails.",
      },
    ),
    room(
      of(quotas.policiesPerRole.name),
      { used: 0, needed: most, quota: counts["AttachedPoliciesPerRoleQuota"] ?? 0 },
      { status: "blocker", quota: quotas.policiesPerRole, region, why: "IAM refuses to attach a policy to a role." },
    ),
    room(
      of(quotas.policies.name),
      { used: counts["Policies"] ?? 0, needed: 1, quota: counts["PoliciesQuota"] ?? 0 },
      {
        status: "warning",
        quota: quotas.policies,
        region,
        why: "block-principal creates a policy for each role that it blocks. If the quota is used up, it cannot contain a role.",
      },
    ),
  ];
}

/** Whether a Region's quotas suffice for the stack. */
export function checkRegionQuotas(plan: Plan, seen: RegionSeen): Found[] {
  return [
    ...checkLogPolicies(plan, seen),
    ...checkConcurrency(plan, seen),
    ...checkRules(plan, seen),
    ...checkConfigRules(plan, seen),
    ...checkGroups(plan, seen),
  ];
}

function checkLogPolicies(plan: Plan, { region, logPolicies }: RegionSeen): Found[] {
  const names = namesOf(plan, types.logPolicy, region);
  if (names.length === 0) return [];
  const subject: Subject = { region, check: "quotas", subject: "Resource policies of CloudWatch Logs" };
  if ("problem" in logPolicies) return [notKnown(subject, logPolicies.problem)];
  const there = logPolicies.value;
  const needed = names.filter((name) => !there.includes(name)).length;
  const quota = fixedQuotas.logPolicies;
  if (there.length + needed <= quota)
    return [ok(subject, `${there.length} of ${quota} are used, ${needed} more needed`)];
  return [
    wrong(subject, "blocker", {
      says: `${there.length} of ${quota} are used (${there.join(", ")}), and the stack needs ${needed} more.`,
      why: "CloudWatch Logs refuses the policy, so the deployment fails. Without it, the event log would keep no events.",
      mend:
        `AWS does not raise this quota. Merge two of them, or delete an unused one: ` +
        `aws logs describe-resource-policies --region ${region}; aws logs delete-resource-policy --policy-name NAME --region ${region}`,
    }),
  ];
}

function checkConcurrency(plan: Plan, { region, concurrency, taken }: RegionSeen): Found[] {
  const functions = planned(plan, types.function, region);
  if (functions.length === 0) return [];
  const subject: Subject = { region, check: "quotas", subject: `Lambda: ${quotas.concurrency.name}` };
  if ("problem" in concurrency) return [notKnown(subject, concurrency.problem)];
  const { quota, unreserved } = concurrency.value;
  const seen = taken[types.function];
  const there = seen && "value" in seen ? seen.value : [];
  const reserved = functions
    .filter((one) => !there.includes(nameOf(one)!))
    .reduce((sum, { inputs }) => sum + (inputs["reservedConcurrentExecutions"] ?? 0), 0);
  if (reserved === 0 || unreserved - reserved >= unreservedMinimum) {
    return [ok(subject, `${unreserved} of ${quota} are unreserved, ${reserved} more will be reserved`)];
  }
  const wanted = Math.max(usualConcurrency, quota - unreserved + reserved + unreservedMinimum);
  return [
    wrong(subject, "blocker", {
      says: `The quota is ${quota}, of which ${unreserved} are unreserved. The stack reserves ${reserved}, and AWS requires that ${unreservedMinimum} stay unreserved.`,
      why: "Lambda refuses the reservation, so the deployment fails at the first function of a response.",
      mend: `${raiseCommand(quotas.concurrency, wanted, region)} - or deploy with firebreak:reserveConcurrency: false until AWS has raised it.`,
    }),
  ];
}

function checkRules(plan: Plan, { region, rules, rulesQuota }: RegionSeen): Found[] {
  const wanted = planned(plan, types.rule, region);
  return [...new Set(wanted.map(busOf))].map((bus) => {
    const subject: Subject = { region, check: "quotas", subject: `EventBridge rules of the bus ${bus}` };
    const problem = problemIn(rules, rulesQuota);
    if (problem !== undefined) return notKnown(subject, problem);
    const there = knownOf(rules).flatMap((rule) => (rule.bus === bus ? [rule.name] : []));
    const needed = wanted.filter((rule) => busOf(rule) === bus && !there.includes(nameOf(rule)!)).length;
    const why = "EventBridge refuses the next rule, so the deployment fails.";
    const ask = { status: "blocker", quota: quotas.rules, region, why } as const;
    return room(subject, { used: there.length, needed, quota: knownOf(rulesQuota) }, ask);
  });
}

function checkConfigRules(plan: Plan, { region, configRules }: RegionSeen): Found[] {
  const names = namesOf(plan, types.configRule, region);
  if (names.length === 0) return [];
  const subject: Subject = { region, check: "quotas", subject: "AWS Config rules" };
  if ("problem" in configRules) return [notKnown(subject, configRules.problem)];
  const used = configRules.value.length;
  const needed = names.filter((name) => !configRules.value.includes(name)).length;
  const quota = fixedQuotas.configRules;
  if (used + needed <= quota) return [ok(subject, `${used} of ${quota} are used, ${needed} more needed`)];
  return [
    wrong(subject, "blocker", {
      says: `${used} of ${quota} are used, and the stack needs ${needed} more.`,
      why: "AWS Config refuses the next rule, so the deployment fails.",
      mend: "AWS does not raise this quota. Delete rules or a conformance pack, or remove rules from firebreak:config of this stack.",
    }),
  ];
}

/**
 * isolate-instance needs the groups, not the deployment:
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
function checkGroups(plan: Plan, { region, groups, groupsQuota }: RegionSeen): Found[] {
  if (!plan.settings.regions.includes(region)) return [];
  const subject: Subject = { region, check: "quotas", subject: quotas.groups.name };
  const problem = problemIn(groups, groupsQuota);
  if (problem !== undefined) return [notKnown(subject, problem)];
  const { groups: used, vpcs } = knownOf(groups);
  const why = `isolate-instance creates up to ${groupsOfIsolation} groups in each VPC (${vpcs} here). If the quota is used up, it cannot isolate an instance.`;
  const ask = { status: "warning", quota: quotas.groups, region, why } as const;
  return [room(subject, { used, needed: groupsOfIsolation * vpcs, quota: knownOf(groupsQuota) }, ask)];
}

interface Asked {
  status: "blocker" | "warning";
  quota: Quota;
  /** The Region in which to request an increase. */
  region: string;
  why: string;
}

function room(subject: Subject, { used, needed, quota }: Room, asked: Asked): Found {
  const says = `${used} of ${quota} are used, ${needed} more needed`;
  if (used + needed <= quota) return ok(subject, says);
  const mend = raiseCommand(asked.quota, used + needed, asked.region);
  return wrong(subject, asked.status, { says: `${says}.`, why: asked.why, mend });
}

function problemIn(...readings: Reading<unknown>[]): string | undefined {
  return readings.flatMap((one) => ("problem" in one ? [one.problem] : []))[0];
}

/** The value of a reading, which must have one. */
function knownOf<Value>(reading: Reading<Value>): Value {
  if ("value" in reading) return reading.value;
  throw new Error(reading.problem);
}

import { isOfIam, neededActions } from "./actions";
import { type Found, notKnown, ok, type Subject, wrong } from "./found";
import type { AccountSeen, RegionSeen, Simulated } from "./observations";
import type { Plan } from "./plan";

const of = (subject: string, region?: string): Subject => ({
  check: "permissions",
  subject,
  ...(region && { region }),
});

/** Whether roles can be made as the stack makes them, and whether their boundary lets them work. */
export function checkRolePermissions(plan: Plan, seen: AccountSeen): Found[] {
  const subject = of("roles of the stack");
  const reading = seen.rolePermissions;
  const roles =
    "problem" in reading
      ? [notKnown(subject, reading.problem)]
      : refusals(subject, reading.value, { mend: rolesMend(plan), isExact: true });
  return [...roles, ...checkBoundary(plan, seen), ...beyondSimulation(seen)];
}

function rolesMend({ settings }: Plan): string {
  const boundary = settings.permissionsBoundary
    ? `with the boundary ${settings.permissionsBoundary}`
    : "without a boundary: where the organization demands one of every role, set firebreak:permissionsBoundary";
  return (
    `The roles are called firebreak-* and ${settings.rolePrefix}-*, have the path ${settings.rolePath}, and are made ${boundary}. ` +
    "Where names or a path are mandatory, set firebreak:rolePrefix and firebreak:rolePath in all stacks. Else ask those who keep the organization's policies to admit these calls on these roles."
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function checkBoundary({ settings }: Plan, { boundary }: AccountSeen): Found[] {
  const arn = settings.permissionsBoundary;
  if (arn === undefined || boundary === undefined) return [];
  const subject = of("permissions boundary");
  if ("problem" in boundary) return [notKnown(subject, boundary.problem)];
  const { exists, refused } = boundary.value;
  if (!exists) {
    return [
      wrong(subject, "blocker", {
        says: `The policy ${arn} does not exist.`,
        why: "IAM refuses a role with a boundary that does not exist, and the deployment stops at the first one.",
        mend: "Correct firebreak:permissionsBoundary, or have the policy made in this account first.",
      }),
    ];
  }
  if (refused.length === 0) return [ok(subject, `${arn} allows what the roles need`)];
  return [
    wrong(subject, refused.every(isConditional) ? "warning" : "blocker", {
      says: `${arn} does not allow everywhere: ${listed(refused.map(({ action }) => action))}.`,
      why: "A role can do only what its boundary allows too: these calls would be refused when something has to be contained.",
      mend: "Have these actions added to the boundary; docs/permissions.md says which role needs them and on what.",
    }),
  ];
}

/**
 * Whether the deployment and the work of its roles are allowed in a Region, as far as it can be tried beforehand: what a service
 * control policy refuses the caller it refuses every role of the account, but for conditions on who calls
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html).
 */
export function checkPermissions(plan: Plan, { region, permissions }: RegionSeen): Found[] {
  const subject = of("deployment", region);
  const work = of("work of the responses", region);
  if ("problem" in permissions) {
    return [notKnown(subject, permissions.problem), notKnown(work, permissions.problem)];
  }
  const needed = neededActions(plan);
  const deploy = permissions.value.filter(({ action }) => needed.deploy(region).includes(action));
  const working = permissions.value.filter(
    ({ action, byOrganization }) => !isOfIam(action) && needed.work.includes(action) && byOrganization === false,
  );
  const mend = "Deploy with credentials that may make these calls, and look again with those.";
  return [
    ...refusals(subject, deploy, { mend, isExact: false }),
    working.length === 0
      ? ok(work, "No service control policy refuses the calls of the stack's roles")
      : wrong(work, working.every(isConditional) ? "warning" : "blocker", {
          says: `A policy of the organization refuses: ${listed(working.map(({ action }) => action))}.`,
          why: "It refuses the stack's roles too: these calls would fail when something has to be contained.",
          mend: "Ask those who keep the organization's policies to exempt the stack's roles (condition ArnNotLike on aws:PrincipalArn); docs/permissions.md says what each of them needs and why.",
        }),
  ];
}

function refusals(
  subject: Subject,
  results: Simulated[],
  { mend, isExact }: { mend: string; isExact: boolean },
): Found[] {
  const refused = results.filter(({ decision }) => decision !== "allowed");
  if (refused.length === 0) return [ok(subject, "The caller may make the calls that it takes")];
  const byOrganization = refused.filter((one) => one.byOrganization === false);
  const own = refused.filter((one) => one.byOrganization !== false);
  const isSure = (one: Simulated) => !isConditional(one) && (isExact || one.decision === "explicitDeny");
  return [
    ...(byOrganization.length === 0
      ? []
      : [
          wrong(subject, byOrganization.every(isConditional) ? "warning" : "blocker", {
            says: `A policy of the organization refuses the caller: ${named(byOrganization, isExact)}.`,
            why: "The deployment stops there, whatever the caller's own policies say.",
            mend: isExact
              ? mend
              : "Ask those who keep the organization's policies to allow these actions in this Region.",
          }),
        ]),
    ...(own.length === 0
      ? []
      : [
          wrong(subject, own.some(isSure) ? "blocker" : "warning", {
            says: `The caller's own policies do not allow${isExact ? "" : " on every resource"}: ${named(own, isExact)}.`,
            why: "The deployment stops there, if it is made with these credentials.",
            mend: isExact ? `${mend} If it is the caller who lacks the permission, use other credentials.` : mend,
          }),
        ]),
  ];
}

/** What no simulation of AWS tells: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html */
function beyondSimulation({ organization }: AccountSeen): Found[] {
  if ("value" in organization && organization.value === undefined) return [];
  return [
    notKnown(
      of("conditions on who calls"),
      "AWS can simulate neither resource control policies nor service control policies that look at the calling role, as long as the roles do not exist.",
      "After the deployment run doctor, and the first incidents of docs/first-run.md in a sandbox account.",
    ),
  ];
}

const isConditional = ({ missing }: Simulated) => missing.length > 0;

/** The actions, with the roles that they are refused on where that is known. */
function named(results: Simulated[], isExact: boolean): string {
  const actions = results.map(({ action }) => action);
  if (!isExact) return listed(actions);
  const roles = listed(results.map(({ resource }) => resource.split("/").at(-1)!));
  return `${listed(actions)} on ${roles}`;
}

/** How many are named; the rest is counted. */
const mostNamed = 12;

function listed(texts: string[]): string {
  const all = [...new Set(texts)];
  const more = all.length - mostNamed;
  return `${all.slice(0, mostNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

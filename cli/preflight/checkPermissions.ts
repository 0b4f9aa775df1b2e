import { isOfIam, neededActions } from "./actions";
import { type Found, notKnown, ok, type Subject, wrong } from "./found";
import type { AccountSeen, RegionSeen, Simulated } from "./observations";
import type { Plan } from "./plan";

const of = (subject: string, region?: string): Subject => ({
  check: "permissions",
  subject,
  ...(region && { region }),
});

/** Whether the caller can create the stack's roles, and whether their boundary allows their work. */
export function checkRolePermissions(plan: Plan, seen: AccountSeen): Found[] {
  const subject = of("stack roles");
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
    : "without a boundary. If the organization requires a boundary on every role, set firebreak:permissionsBoundary";
  return (
    `The roles are called firebreak-* and ${settings.rolePrefix}-*, have the path ${settings.rolePath}, and are created ${boundary}. ` +
    "If names or a path are mandatory, set firebreak:rolePrefix and firebreak:rolePath in all stacks. Otherwise ask the owners of the organization's policies to allow these calls on these roles."
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
        why: "IAM refuses a role whose boundary does not exist, so the deployment fails at the first role.",
        mend: "Correct firebreak:permissionsBoundary, or have the policy created in this account first.",
      }),
    ];
  }
  if (refused.length === 0) return [ok(subject, `${arn} allows all calls that the roles need`)];
  return [
    wrong(subject, refused.every(isConditional) ? "warning" : "blocker", {
      says: `${arn} does not allow these actions everywhere: ${listed(refused.map(({ action }) => action))}.`,
      why: "A role can do only what its boundary also allows: IAM would refuse these calls during a containment.",
      mend: "Have these actions added to the boundary; docs/permissions.md lists which role needs them, and on which resources.",
    }),
  ];
}

/**
 * Whether the deployment and the work of its roles are allowed in a Region, as far as a simulation shows: a call that a
 * service control policy refuses to the caller is refused to every role of the account, except for conditions on the
 * calling principal (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html).
 */
export function checkPermissions(plan: Plan, { region, permissions }: RegionSeen): Found[] {
  const subject = of("deployment", region);
  const work = of("calls of the responses", region);
  if ("problem" in permissions) {
    return [notKnown(subject, permissions.problem), notKnown(work, permissions.problem)];
  }
  const needed = neededActions(plan);
  const deploy = permissions.value.filter(({ action }) => needed.deploy(region).includes(action));
  const working = permissions.value.filter(
    ({ action, byOrganization }) => !isOfIam(action) && needed.work.includes(action) && byOrganization === false,
  );
  const mend = "Deploy with credentials that may make these calls, and repeat preflight with them.";
  return [
    ...refusals(subject, deploy, { mend, isExact: false }),
    working.length === 0
      ? ok(work, "No service control policy refuses the calls of the stack's roles")
      : wrong(work, working.every(isConditional) ? "warning" : "blocker", {
          says: `A policy of the organization refuses these calls: ${listed(working.map(({ action }) => action))}.`,
          why: "It refuses them to the stack's roles too: they would fail during a containment.",
          mend: "Ask the owners of the organization's policies to exempt the stack's roles (condition ArnNotLike on aws:PrincipalArn). docs/permissions.md lists what each role needs and why.",
        }),
  ];
}

function refusals(
  subject: Subject,
  results: Simulated[],
  { mend, isExact }: { mend: string; isExact: boolean },
): Found[] {
  const refused = results.filter(({ decision }) => decision !== "allowed");
  if (refused.length === 0) return [ok(subject, "The caller may make the calls of the deployment")];
  const byOrganization = refused.filter((one) => one.byOrganization === false);
  const own = refused.filter((one) => one.byOrganization !== false);
  const isSure = (one: Simulated) => !isConditional(one) && (isExact || one.decision === "explicitDeny");
  return [
    ...(byOrganization.length === 0
      ? []
      : [
          wrong(subject, byOrganization.every(isConditional) ? "warning" : "blocker", {
            says: `A policy of the organization refuses these calls to the caller: ${named(byOrganization, isExact)}.`,
            why: "The deployment fails there, regardless of the caller's own policies.",
            mend: isExact
              ? mend
              : "Ask the owners of the organization's policies to allow these actions in this Region.",
          }),
        ]),
    ...(own.length === 0
      ? []
      : [
          wrong(subject, own.some(isSure) ? "blocker" : "warning", {
            says: `The caller's own policies do not allow${isExact ? "" : " on every resource"}: ${named(own, isExact)}.`,
            why: "The deployment fails there if it uses these credentials.",
            mend: isExact ? `${mend} If only the caller lacks the permission, use other credentials.` : mend,
          }),
        ]),
  ];
}

/** What AWS cannot simulate: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html */
function beyondSimulation({ organization }: AccountSeen): Found[] {
  if ("value" in organization && organization.value === undefined) return [];
  return [
    notKnown(
      of("conditions on the calling principal"),
      "AWS cannot simulate resource control policies. While the roles do not exist, it also cannot simulate service control policies with conditions on the calling role.",
      "After the deployment, run doctor, and try the first incidents of docs/first-run.md in a sandbox account.",
    ),
  ];
}

const isConditional = ({ missing }: Simulated) => missing.length > 0;

/** The actions, with the roles on which they are refused if these are known. */
function named(results: Simulated[], isExact: boolean): string {
  const actions = results.map(({ action }) => action);
  if (!isExact) return listed(actions);
  const roles = listed(results.map(({ resource }) => resource.split("/").at(-1)!));
  return `${listed(actions)} on ${roles}`;
}

/** How many actions are listed; the rest are counted. */
const maxListed = 12;

function listed(texts: string[]): string {
  const all = [...new Set(texts)];
  const more = all.length - maxListed;
  return `${all.slice(0, maxListed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

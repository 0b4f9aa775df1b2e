import { checkNames, checkRoleNames } from "./checkNames";
import { checkOrganization } from "./checkOrganization";
import { checkPermissions, checkRolePermissions } from "./checkPermissions";
import { checkAccountQuotas, checkRegionQuotas } from "./checkQuotas";
import { checkSources } from "./checkSources";
import { type Found, notKnown, ok, wrong } from "./found";
import type { RegionSeen, Seen } from "./observations";
import type { Plan } from "./plan";

/** Runs every check, on what exists and on what the stack would create. */
export function check(plan: Plan, { account, regions }: Seen): Found[] {
  return [
    ...checkAccountQuotas(plan, account),
    ...checkOrganization(plan, account),
    ...checkRoleNames(plan, account),
    ...checkRolePermissions(plan, account),
    ...regions.flatMap((seen) => [
      checkOptIn(seen),
      ...checkRegionQuotas(plan, seen),
      ...checkSources(plan, seen),
      ...checkNames(plan, account, seen),
      ...checkPermissions(plan, seen),
    ]),
  ];
}

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
function checkOptIn({ region, optedIn }: RegionSeen): Found {
  const subject = { region, check: "regions" as const, subject: "opt-in" };
  if ("problem" in optedIn) return notKnown(subject, optedIn.problem);
  if (optedIn.value !== "not-opted-in") return ok(subject, "The account uses this Region");
  return wrong(subject, "blocker", {
    says: "The account has not opted in to this Region.",
    why: "AWS refuses every call there, so the deployment fails at the first one.",
    mend: `aws account enable-region --region-name ${region} - or remove it from firebreak:regions.`,
  });
}

import { type Found, notKnown, ok, type Subject, wrong } from "./found";
import type { AccountSeen } from "./observations";
import type { Plan } from "./plan";
import { administered } from "./readAccount";

const of = (subject: string): Subject => ({ check: "organization", subject });

/** Whether the account is in the organization of the settings, and which accounts administer the finding services. */
export function checkOrganization(plan: Plan, seen: AccountSeen): Found[] {
  return [checkId(plan, seen), ...checkAdministrators(plan, seen), ...checkTrusted(seen)];
}

function checkId({ settings }: Plan, { organization }: AccountSeen): Found {
  const subject = of("organizationId");
  if ("problem" in organization) return notKnown(subject, organization.problem);
  const id = organization.value?.id;
  if (id === settings.organizationId) return ok(subject, `The account is in ${id}`);
  return wrong(subject, "blocker", {
    says: id
      ? `The account is in the organization ${id}, but firebreak:organizationId is ${settings.organizationId}.`
      : `The account is in no organization, but firebreak:organizationId is ${settings.organizationId}.`,
    why: "The bus accepts findings only from accounts of that organization, and the roles trust only it: nothing would be contained.",
    mend: id
      ? `Set firebreak:organizationId: ${id}, or use credentials of the right account.`
      : "Invite the account into the organization, or use credentials of the right account.",
  });
}

/**
 * Only the security account and the `delegatedAdministrators` of the settings may send findings about other accounts
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html).
 */
function checkAdministrators({ settings }: Plan, { administrators }: AccountSeen): Found[] {
  return Object.entries(administered).map(([service, principal]) => {
    const subject = of(`delegated administrator of ${service}`);
    const reading = administrators[principal]!;
    if ("problem" in reading) {
      const mend = `Check it in the management account: aws organizations list-delegated-administrators --service-principal ${principal}`;
      return notKnown(subject, reading.problem, mend);
    }
    if (reading.value.length === 0) {
      return wrong(subject, "warning", {
        says: "There is none.",
        why: `Each account forwards its own findings, so none is lost. But ${service} must be enabled in each account separately, and the security account cannot see or update the findings of other accounts there.`,
        mend: `In the management account: aws organizations register-delegated-administrator --service-principal ${principal} --account-id ${settings.securityAccountId}`,
      });
    }
    const known = [
      settings.securityAccountId,
      ...(settings.kind === "master" ? settings.delegatedAdministrators : reading.value),
    ];
    const others = reading.value.filter((account) => !known.includes(account));
    if (others.length === 0) return ok(subject, reading.value.join(", "));
    return wrong(subject, "warning", {
      says: `It is ${others.join(", ")}, which firebreak:delegatedAdministrators does not name.`,
      why: "Findings that it sends about other accounts are refused. Findings that each account sends about itself are accepted.",
      mend: `Add ${others.join(", ")} to firebreak:delegatedAdministrators of the security account's stack.`,
    });
  });
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services.html */
function checkTrusted({ trusted, administrators }: AccountSeen): Found[] {
  return Object.entries(administered).flatMap(([service, principal]) => {
    const subject = of(`trusted access of ${service}`);
    const command = `aws organizations list-aws-service-access-for-organization`;
    if ("problem" in trusted) {
      return [notKnown(subject, trusted.problem, `Check it in the management account: ${command}`)];
    }
    if (trusted.value.includes(principal)) return [ok(subject, "It is on")];
    const reading = administrators[principal]!;
    const isAdministered = "value" in reading && reading.value.length > 0;
    return [
      wrong(subject, "warning", {
        says: `${service} has no trusted access to the organization.`,
        why: isAdministered
          ? "Its delegated administrator sees no accounts: new accounts are not monitored."
          : "It must be enabled in each account separately: new accounts are not monitored.",
        mend: `In the management account: aws organizations enable-aws-service-access --service-principal ${principal}`,
      }),
    ];
  });
}

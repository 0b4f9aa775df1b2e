import { fault, ok, type Result, type Subject } from "./result";

/** The service whose administration is delegated; any that supports it would do. */
const service = "--service-principal config.amazonaws.com";

/**
 * Whether responders can read the organizational units that their rules name. A delegated administrator of any service may read the
 * organization (https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html). AWS Config
 * needs trusted access first
 * (https://docs.aws.amazon.com/config/latest/developerguide/aggregated-register-delegated-administrator.html).
 *
 * @param refusal AWS's error; empty if the security account may read them
 */
export function checkUnits(subject: Subject, refusal: string): Result {
  if (!refusal) return ok(subject, "The security account may read the organizational units of accounts");
  const effect =
    "rules that name organizational units follow the accounts that the last deployment found in them, and for other accounts a person decides";
  const remedy = `Only the management account and delegated administrators may. In the management account, make the security account one: aws organizations enable-aws-service-access ${service}; aws organizations register-delegated-administrator --account-id ${subject.account} ${service}. If it is one already, a policy denies organizations:ListParents.`;
  return fault(subject, `The security account may not read organizational units (${refusal}): ${effect}. ${remedy}`);
}

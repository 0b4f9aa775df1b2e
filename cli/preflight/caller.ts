import type { Reading } from "../../runtime/doctor/reading";
import type { RoleSeen } from "./observations";

/**
 * The user or role whose policies can be simulated. A session's ARN has its role's name without the path, so the role
 * is looked up (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
 *
 * @param arn the caller's, as STS returns it
 * @param roles the roles of the account
 */
export function simulatedSource(arn: string, roles: Reading<RoleSeen[]>): Reading<string> {
  if (arn.includes(":user/")) return { value: arn };
  const [, name] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (name === undefined) return { problem: `IAM simulates only users and roles, but the caller is ${arn}` };
  if ("problem" in roles) return { problem: `the caller's role cannot be looked up: ${roles.problem}` };
  const role = roles.value.find((one) => one.name === name);
  return role ? { value: role.arn } : { problem: `the caller's role ${name} is not among the roles of the account` };
}

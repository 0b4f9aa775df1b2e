import type { RoleState } from "./observations";
import type { Reading } from "./reading";
import { ok, type Result, warning } from "./result";
import { type DoctorSettings, versionTag } from "./settings";

/**
 * Whether the account and the security account have the same version. During a roll-out they differ, and then so may the roles:
 * that is no sign that they were changed by hand.
 *
 * @param forwarding the account's forwarding role, whose tag says the version
 * @returns nothing if the role is missing or cannot be read, which other checks report
 */
export function checkVersion(
  account: string,
  forwarding: Reading<Pick<RoleState, "tags"> | undefined> | undefined,
  { version }: DoctorSettings,
): Result[] {
  if (!forwarding || !("value" in forwarding) || !forwarding.value) return [];
  const deployed = forwarding.value.tags[versionTag];
  const subject = { account, check: "roles" as const, subject: "version" };
  if (deployed === version) return [ok(subject, `Version ${version}, as the security account`)];
  const says = `The account was deployed with ${deployed ? `version ${deployed}` : "an earlier version, which left no mark,"} and the security account with ${version}. Other differences may come from that. Deploy the older one.`;
  return [warning(subject, says)];
}

import { checkAccountEvents, checkForwarding } from "./checkForwarding";
import { checkRoles } from "./checkRoles";
import { checkSources } from "./checkSources";
import { checkVersion } from "./checkVersion";
import type { AccountObservation, RoleState } from "./observations";
import type { Reading } from "./reading";
import { ok, type Result, unknown, warning } from "./result";
import { coveredTag, type DoctorSettings, type ExpectedRole } from "./settings";

/** The roles that an account must have: that of the group evaluation only if its rule exists. */
export function rolesOf(account: string, settings: DoctorSettings, hasRule: boolean): ExpectedRole[] {
  const { roles, openGroups } = settings;
  return hasRule || openGroups.accounts.includes(account) ? [...roles, openGroups.role] : roles;
}

/**
 * The relevant Regions of an account: those that its stack covers, which the forwarding role's tags name, and those of the
 * security account, which it may have to cover.
 *
 * @param enabled the Regions that the account can use; others cannot be read
 */
export function regionsOf(
  forwarding: Reading<Pick<RoleState, "tags"> | undefined> | undefined,
  settings: DoctorSettings,
  enabled?: Reading<string[]>,
): { covered: string[]; others: string[] } {
  const tags = forwarding && "value" in forwarding ? (forwarding.value?.tags ?? {}) : {};
  const start = coveredTag("");
  const tagged = Object.keys(tags)
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(start.length))
    .sort();
  // Without a tag, the security account's Regions are the best guess.
  const covered = tagged.length > 0 ? tagged : settings.regions;
  const usable = (region: string) => !enabled || !("value" in enabled) || enabled.value.includes(region);
  return { covered, others: settings.regions.filter((region) => !covered.includes(region) && usable(region)) };
}

/** Every check of one account, from its observation. */
export function checkAccount(seen: AccountObservation, settings: DoctorSettings): Result[] {
  const { account, roles, regions, enabled } = seen;
  const { covered, others } = regionsOf(roles[settings.forwarding.name], settings, enabled);
  const hasRule = regions.some(
    ({ rules }) => "value" in rules && rules.value.some(({ name }) => name === settings.openGroups.rule),
  );
  return [
    ...checkVersion(account, roles[settings.forwarding.name], settings),
    ...checkRoles(account, roles, rolesOf(account, settings, hasRule)),
    ...regions.flatMap((region) => {
      const isLeftOut = others.includes(region.region) && "value" in region.rule && !region.rule.value;
      if (isLeftOut) return [leftOut(account, region.region)];
      return [...checkForwarding(account, region, settings), ...checkSources(account, region, settings)];
    }),
    ...(seen.accountEvents ? checkAccountEvents(account, seen.accountEvents, settings) : []),
    ...(enabled ? checkEnabled(account, enabled, [...covered, ...others]) : []),
  ];
}

/** Whether the account can use Regions that are not covered. */
function checkEnabled(account: string, enabled: Reading<string[]>, watched: string[]): Result[] {
  const subject = { account, check: "forwarding" as const, subject: "Regions" };
  if ("problem" in enabled) return [unknown(subject, enabled.problem)];
  const rest = enabled.value.filter((region) => !watched.includes(region));
  if (rest.length === 0) return [ok(subject, "Every Region that the account can use is covered")];
  const says = `The account can use ${rest.join(", ")}, and findings from there never reach the security account. Leave firebreak:regions out of the stacks to cover every enabled Region, or deny the others with a service control policy.`;
  return [warning(subject, says)];
}

const leftOut = (account: string, region: string): Result =>
  warning(
    { account, region, check: "forwarding", subject: region },
    "The security account covers this Region, but this account's stack does not: findings from here are not contained. Add it to firebreak:regions of the account's stack, or deny the Region with a service control policy.",
  );

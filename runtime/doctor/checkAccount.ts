import { checkForwarding } from "./checkForwarding";
import { checkRoles } from "./checkRoles";
import { checkSources } from "./checkSources";
import type { AccountObservation, RoleState } from "./observations";
import type { Reading } from "./reading";
import { type Result, warning } from "./result";
import { coveredTag, type DoctorSettings, type ExpectedRole } from "./settings";

/** The roles that an account has to have: that of the evaluation of groups only where its rule is. */
export function rolesOf(account: string, settings: DoctorSettings, hasRule: boolean): ExpectedRole[] {
  const { roles, openGroups } = settings;
  return hasRule || openGroups.accounts.includes(account) ? [...roles, openGroups.role] : roles;
}

/**
 * The Regions of an account that matter: those that its stack covers, which the forwarding role's tags name, and those of
 * the security account, which it should perhaps cover.
 */
export function regionsOf(
  forwarding: Reading<RoleState | undefined> | undefined,
  settings: DoctorSettings,
): { covered: string[]; others: string[] } {
  const tags = forwarding && "value" in forwarding ? (forwarding.value?.tags ?? {}) : {};
  const start = coveredTag("");
  const tagged = Object.keys(tags)
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(start.length))
    .sort();
  // Without a tag nobody knows better than the security account.
  const covered = tagged.length > 0 ? tagged : settings.regions;
  return { covered, others: settings.regions.filter((region) => !covered.includes(region)) };
}

/** Every check of one account, from what was seen of it. Nothing but `seen` and `settings` counts. */
export function checkAccount(seen: AccountObservation, settings: DoctorSettings): Result[] {
  const { account, roles, regions } = seen;
  const { others } = regionsOf(roles[settings.forwarding.name], settings);
  const hasRule = regions.some(
    ({ rules }) => "value" in rules && rules.value.some(({ name }) => name === settings.openGroups.rule),
  );
  return [
    ...checkRoles(account, roles, rolesOf(account, settings, hasRule)),
    ...regions.flatMap((region) => {
      const isLeftOut = others.includes(region.region) && "value" in region.rule && !region.rule.value;
      if (isLeftOut) return [leftOut(account, region.region)];
      return [...checkForwarding(account, region, settings), ...checkSources(account, region, settings)];
    }),
  ];
}

const leftOut = (account: string, region: string): Result =>
  warning(
    { account, region, check: "forwarding", subject: region },
    "The security account covers this Region and this account's stack does not: what is found here is not contained. Add it to firebreak:regions of the account's stack, or deny the Region with a service control policy.",
  );

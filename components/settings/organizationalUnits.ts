import type { ModeRule } from "../../runtime/model/responderSettings";
import type { ResponseSettings } from "./responses";

/**
 * Replaces the organizational units in the rules of responses by their current accounts: an account that joins a unit
 * counts from the next deployment.
 *
 * @param accountsOf returns the accounts in a unit and in the units below it
 * @throws the error of looking up a unit
 */
export async function withAccountsOfUnits(
  responses: Record<string, ResponseSettings>,
  accountsOf: (unit: string) => Promise<string[]>,
): Promise<Record<string, ResponseSettings>> {
  const rules = Object.values(responses).flatMap(({ modes }) => modes);
  const units = [...new Set(rules.flatMap((rule) => rule.organizationalUnits ?? []))];
  const found = Object.fromEntries(
    await Promise.all(units.map(async (unit) => [unit, await accountsOf(unit)] as const)),
  );
  const resolved = (rule: ModeRule): ModeRule => {
    const { organizationalUnits, ...rest } = rule;
    if (!organizationalUnits) return rule;
    const accounts = [...(rule.accounts ?? []), ...organizationalUnits.flatMap((unit) => found[unit]!)];
    // An empty unit must match no account, but a missing list would match every account.
    return { ...rest, accounts: [...new Set(accounts)].sort() };
  };
  const all = Object.entries(responses);
  return Object.fromEntries(all.map(([name, own]) => [name, { ...own, modes: own.modes.map(resolved) }]));
}

import type { ModeRule } from "../../runtime/model/responderSettings";
import type { ResponseSettings } from "./responses";

/** Whether a rule of a response depends on the organizational units of accounts. */
export const namesUnits = ({ modes }: Pick<ResponseSettings, "modes">): boolean =>
  modes.some(({ organizationalUnits }) => organizationalUnits !== undefined);

/**
 * Adds to the rules of responses that name organizational units the accounts that are in them now. A responder reads the units
 * of an account when it decides; these accounts count while it cannot.
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
  const completed = (rule: ModeRule): ModeRule => {
    if (!rule.organizationalUnits) return rule;
    const accounts = rule.organizationalUnits.flatMap((unit) => found[unit]!);
    return { ...rule, accountsAtDeployment: [...new Set(accounts)].sort() };
  };
  const all = Object.entries(responses);
  return Object.fromEntries(all.map(([name, own]) => [name, { ...own, modes: own.modes.map(completed) }]));
}

import { readUnits } from "../aws/readUnits";
import type { Finding } from "../model/finding";
import type { Route } from "../model/response";
import { dependsOnUnits, type EffectiveMode, effectiveMode } from "../policy/effectiveMode";
import type { Run } from "../run/run";

/**
 * The effective mode of the response for the finding, with the units that its account is in now. They are read only if they can
 * make a difference, and once in a run, so that the run does not change its mind.
 */
export async function modeOf(run: Run, response: Pick<Route, "name">, finding: Finding): Promise<EffectiveMode> {
  const { accountId } = finding;
  const known = run.units?.[accountId];
  if (!known && dependsOnUnits(rulesOf(run, response), finding, run.person)) {
    const above = await readUnits(await run.services.organizations(), accountId);
    run.services.log.info("organizational units", { account: accountId, ...above });
    run.units = { ...run.units, [accountId]: above };
  }
  return modeSoFar(run, response, finding);
}

/** The same from the units that the run has read already. */
export const modeSoFar = (run: Run, response: Pick<Route, "name">, finding: Finding): EffectiveMode =>
  effectiveMode(rulesOf(run, response), finding, run.person, run.units?.[finding.accountId]);

/** What people must know if the mode had to be decided without the current units of the account. */
export const unreadUnits = (run: Run, response: Pick<Route, "name">, finding: Finding): string | undefined =>
  run.units?.[finding.accountId] && modeSoFar(run, response, finding).unread;

const rulesOf = (run: Run, { name }: Pick<Route, "name">) => ({ name, modes: run.settings.modes });

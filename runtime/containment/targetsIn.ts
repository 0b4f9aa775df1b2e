import { enter } from "../aws/openTarget";
import type { Finding } from "../model/finding";
import type { Refusal } from "../model/refusal";
import { isResponse, type Route } from "../model/response";
import type { Target } from "../model/target";
import type { Run } from "../run/run";
import { modeOf } from "./modeOf";

type Named = Target[] | string | Refusal;

/**
 * The targets of a finding: those that it names, or, if it names only the account, those that a session which can only look finds
 * there.
 *
 * @param named what the route says about the finding
 * @throws what AWS throws: a failed search does not prove that there are none
 */
export async function targetsIn(run: Run, route: Route, finding: Finding, named: Named): Promise<Named> {
  if (!Array.isArray(named) || named.length > 0 || !isResponse(route) || !route.targetsIn) return named;
  const { mode } = await modeOf(run, route, finding);
  if (mode === "off") return `the mode of ${route.name} is off for account ${finding.accountId}`;
  const { accountId, region, partition } = finding;
  const permissions = route.permissions.filter(({ phase }) => phase === "resolve");
  const account = { kind: "account", id: accountId, accountId, region, partition, arn: accountId };
  return route.targetsIn(await enter(run, { ...route, permissions }, account, "resolve"), finding);
}

import type { Finding } from "../model/finding";
import type { Mode, ModeRule } from "../model/responderSettings";
import { type AccountUnits, asDeployed, currently, type Membership, notRead, possibleModes } from "./modes";

/** The effective mode of a response for one finding, and the reason in words. */
export interface EffectiveMode {
  mode: Mode;
  why: string;
  /** Set if the mode depends on units that could not be read: says why, and what was used instead. */
  unread?: string;
  /** Set if what was known at deployment does not settle the mode either. */
  unclear?: true;
}

/** A response's name and rules. */
interface Rules {
  name: string;
  modes: ModeRule[];
}

type Judged = Pick<Finding, "accountId" | "severity" | "type" | "sample" | "action">;

/**
 * What a response may do about a finding. Containing, previewing and explaining all use this function.
 *
 * A sample is only observed. Where the rules say `observe`, a request overrides them: a click on a custom action of Security
 * Hub or a person's command. `approve` and `off` hold for requests too.
 *
 * Where the mode depends on organizational units that could not be read, the accounts count that were in them at deployment. If
 * that does not settle it, because the account was in none of them, a person decides: a containment that a rule excludes
 * could stop production, and a containment that is left out silently could leave an attacker in.
 *
 * @param person the person who requested it by a command, if any
 * @param above the units above the finding's account; needed only if `dependsOnUnits`
 */
export function effectiveMode(
  response: Rules,
  finding: Judged,
  person?: { by: string },
  above: AccountUnits = notRead,
): EffectiveMode {
  if (finding.sample) return { mode: "observe", why: "the finding is a sample" };
  const { accountId } = finding;
  const now = currently(above);
  const [first, ...others] = outcomes(response, finding, person, now);
  if (others.length === 0) return first!;
  const unread = `the organizational units of account ${accountId} could not be read (${above.unread})`;
  const known = outcomes(response, finding, person, asDeployed(response.modes, accountId, now));
  if (known.length === 1) {
    return { ...known[0]!, unread: `${unread}: the mode follows the accounts that the last deployment found in them` };
  }
  const modes = known.map((one) => one.mode);
  const asks = modes.some((one) => one === "contain" || one === "approve");
  return {
    mode: asks ? "approve" : "observe",
    why: `the mode of ${response.name} depends on the organizational units of account ${accountId}, which could not be read, and may be ${modes.join(" or ")}: ${asks ? "a person decides" : "nothing is changed"}`,
    unread: `${unread}, and the last deployment did not find it in any unit that a rule names`,
    unclear: true,
  };
}

/** Whether the units above the finding's account can make a difference, so that they must be read. */
export const dependsOnUnits = (response: Rules, finding: Judged, person?: { by: string }): boolean =>
  !finding.sample && outcomes(response, finding, person, currently(notRead)).length > 1;

/** The effective modes that are possible, each once. */
function outcomes(
  { name, modes }: Rules,
  finding: Judged,
  person: { by: string } | undefined,
  inUnits: Membership,
): EffectiveMode[] {
  const requested = person ? `${person.by} requested it` : finding.action && "a click in Security Hub requested it";
  const found: EffectiveMode[] = [];
  for (const mode of possibleModes(modes, finding, inUnits)) {
    const why = `the mode of ${name} is ${mode}`;
    const effective: EffectiveMode =
      mode !== "observe" || !requested
        ? { mode, why }
        : { mode: "contain", why: `${why}, but ${requested}, so the response contains` };
    if (!found.some((known) => known.mode === effective.mode)) found.push(effective);
  }
  return found;
}

import type { Finding } from "../model/finding";
import type { Mode, ModeRule } from "../model/responderSettings";
import { modeFor } from "./modes";

/** The effective mode of a response for one finding, and the reason in words. */
export interface EffectiveMode {
  mode: Mode;
  why: string;
}

/**
 * What a response may do about a finding. Containing, previewing and explaining all use this function.
 *
 * A sample is only observed. Where the rules say `observe`, a request overrides them: a click on a custom action of Security
 * Hub or a person's command. `approve` and `off` hold for requests too.
 *
 * @param response its name and its rules
 * @param person the person who requested it by a command, if any
 */
export function effectiveMode(
  { name, modes }: { name: string; modes: ModeRule[] },
  finding: Pick<Finding, "accountId" | "severity" | "type" | "sample" | "action">,
  person?: { by: string },
): EffectiveMode {
  if (finding.sample) return { mode: "observe", why: "the finding is a sample" };
  const mode = modeFor(modes, finding);
  const why = `the mode of ${name} is ${mode}`;
  const requested = person ? `${person.by} requested it` : finding.action && "a click in Security Hub requested it";
  if (mode !== "observe" || !requested) return { mode, why };
  return { mode: "contain", why: `${why}, but ${requested}, so the response contains` };
}

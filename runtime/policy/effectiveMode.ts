import type { Finding } from "../model/finding";
import type { Mode, ModeRule } from "../model/responderSettings";
import { modeFor } from "./modes";

/** The mode that a response really has for one finding, and why in words for people. */
export interface EffectiveMode {
  mode: Mode;
  why: string;
}

/**
 * What a response may do about a finding: the one place that containing, previewing and explaining ask.
 *
 * A sample is only observed. Where the rules say `observe`, a request overrides them: a click on a custom action of Security
 * Hub or a person's command. `approve` and `off` hold for requests too.
 *
 * @param response its name and its rules
 * @param person who asked for it by a command, if a person did
 */
export function effectiveMode(
  { name, modes }: { name: string; modes: ModeRule[] },
  finding: Pick<Finding, "accountId" | "severity" | "type" | "sample" | "action">,
  person?: { by: string },
): EffectiveMode {
  if (finding.sample) return { mode: "observe", why: "the finding is a sample" };
  const mode = modeFor(modes, finding);
  const why = `the mode of ${name} is ${mode}`;
  const requested = person ? `${person.by} asked for it` : finding.action && "a click in Security Hub asked for it";
  if (mode !== "observe" || !requested) return { mode, why };
  return { mode: "contain", why: `${why}, but ${requested}, so it contains` };
}

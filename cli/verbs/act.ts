import type { Decision } from "../../runtime/model/journalItems";
import type { Outcome } from "../../runtime/model/outcome";
import { section, verdictText } from "../output/decision";
import { decisionSteps } from "../output/nextSteps";
import { say, sayJson } from "../output/print";
import { styleOf } from "../output/style";
import { commonOptions } from "../verb";
import type { World } from "../world";

/** The options of every command that changes something. */
export const actOptions = {
  reason: commonOptions.reason,
  yes: commonOptions.yes,
  json: commonOptions.json,
};

/** The values of `actOptions`. */
export interface ActArgs {
  reason: string;
  yes: boolean;
  json: boolean;
}

/** Shows the decision of a command. @returns 0 if its outcome is one of the wanted ones, else 1 */
export function showDecision(world: World, decision: Decision, { json }: { json: boolean }, wanted: Outcome[]): 0 | 1 {
  if (json) sayJson(world, decision);
  else {
    const style = styleOf(world);
    const next = section(style, "Next", decisionSteps(decision).map(style.command));
    say(world, [verdictText(style, decision, decision.response), ...next].join("\n"));
  }
  return wanted.includes(decision.outcome) ? 0 : 1;
}

/** The outcomes with which containing succeeded. */
export const containingOutcomes: Outcome[] = [
  "contained",
  "already-contained",
  "recontained",
  "partial",
  "started",
  "awaiting-approval",
];

import type { Decision } from "../model/journalItems";
import type { Outcome } from "../model/outcome";
import { operatorCommand, shellWord } from "./operatorCommand";

/** What to do now. A command can be run exactly as written. */
export interface NextStep {
  text: string;
  command?: boolean;
}

const command = (text: string): NextStep => ({ text: operatorCommand(text), command: true });
const reason = '--reason "WHY"';

/** The outcomes after which a containment is there to be released. */
const held: Outcome[] = ["contained", "already-contained", "recontained", "partial", "failed"];

/**
 * What a person can do about a decision, most important first. Every outcome has an exact next command.
 *
 * @param byHand whether a person may contain the target with this response
 */
export function nextSteps(decision: Decision, byHand = false): NextStep[] {
  const { outcome, containment, approval, response, openNow = [] } = decision;
  const close: NextStep[] =
    openNow.length > 0
      ? [
          { text: `close ${openNow.join(", ")} by hand now. To make Firebreak try again:` },
          command(`redrive ${response}`),
        ]
      : [];
  if (approval) {
    return [
      ...close,
      { text: "review the plan, then approve or decline it:" },
      command(`show ${approval}`),
      command(`approve ${approval} ${reason}`),
      command(`decline ${approval} ${reason}`),
    ];
  }
  if (containment && held.includes(outcome)) {
    return [
      ...close,
      { text: "investigate:" },
      command(`show ${containment}`),
      { text: "To release the containment:" },
      command(`release ${containment} ${reason}`),
    ];
  }
  if (outcome === "failed") {
    if (close.length > 0) return close;
    return [{ text: "fix the cause, then redrive the dead-letter queue:" }, command(`redrive ${response}`)];
  }
  return [...close, ...looking(decision), ...(byHand ? containing(decision) : [])];
}

/** How to see what happened and why. */
function looking({ outcome, finding, containment }: Decision): NextStep[] {
  const id = containment && ["started", "released"].includes(outcome) ? containment : finding;
  return [{ text: looks[outcome] ?? "to see what happened and why:" }, command(`show ${shellWord(id)}`)];
}

const looks: Partial<Record<Outcome, string>> = {
  started: "to see how far it is:",
  exempt: "to see the finding and the exception:",
  refused: "find out who sent it. To see what was refused:",
  observed: "to see what would have been done:",
};

/** How to contain what was not contained, or no longer is. Without a target, or if it is gone, there is nothing to contain. */
function containing({ outcome, response, target }: Decision): NextStep[] {
  if (!target || !containable.includes(outcome)) return [];
  const { accountId, region, arn, kind, id } = target;
  const place = `--account ${accountId} --region ${region}`;
  const contain = [
    { text: contains[outcome] ?? "To contain it by hand, after the plan is shown:" },
    command(`contain ${response} ${shellWord(arn)} ${place} ${reason}`),
  ];
  if (outcome !== "exempt") return contain;
  const resource = `--kind ${kind} --id ${shellWord(id)} ${place}`;
  return [
    { text: "If the exception is wrong, revoke it; the finding is then judged again:" },
    command(`exception revoke ${resource} ${reason}`),
  ];
}

const containable: Outcome[] = ["exempt", "observed", "notified", "skipped", "released"];

const contains: Partial<Record<Outcome, string>> = { released: "To contain it again:" };

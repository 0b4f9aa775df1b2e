import type { Decision } from "../model/journalItems";
import { operatorCommand } from "./operatorCommand";

/** What to do now. A command can be run exactly as written. */
export interface NextStep {
  text: string;
  command?: boolean;
}

/** What a person can do about a decision, most important first. */
export function nextSteps({ outcome, containment, approval, response, openNow = [] }: Decision): NextStep[] {
  const command = (text: string): NextStep => ({ text: operatorCommand(text), command: true });
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
      command(`approve ${approval} --reason "WHY"`),
      command(`decline ${approval} --reason "WHY"`),
    ];
  }
  if (containment && ["contained", "already-contained", "recontained", "partial", "failed"].includes(outcome)) {
    return [
      ...close,
      { text: "investigate. To release the containment:" },
      command(`release ${containment} --reason "WHY"`),
    ];
  }
  if (outcome !== "failed" || close.length > 0) return close;
  return [{ text: "fix the cause, then redrive the dead-letter queue:" }, command(`redrive ${response}`)];
}

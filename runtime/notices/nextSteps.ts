import type { Decision } from "../model/journalItems";
import { operatorCommand } from "./operatorCommand";

/** What to do now. A command is to be run exactly as it stands. */
export interface NextStep {
  text: string;
  command?: boolean;
}

/** What a person may do about a decision, in the order in which it matters. */
export function nextSteps({ outcome, containment, approval, response, openNow = [] }: Decision): NextStep[] {
  const command = (text: string): NextStep => ({ text: operatorCommand(text), command: true });
  const close: NextStep[] =
    openNow.length > 0
      ? [
          { text: `close ${openNow.join(", ")} by hand now; to let Firebreak try again:` },
          command(`redrive ${response}`),
        ]
      : [];
  if (approval) {
    return [
      ...close,
      { text: "look at the plan, then approve or decline it:" },
      command(`approve ${approval} --reason "WHY"`),
      command(`decline ${approval} --reason "WHY"`),
    ];
  }
  if (containment && ["contained", "already-contained", "recontained", "partial", "failed"].includes(outcome)) {
    return [...close, { text: "investigate; to undo it:" }, command(`release ${containment} --reason "WHY"`)];
  }
  if (outcome !== "failed" || close.length > 0) return close;
  return [
    { text: "remove the cause, then deliver the messages of the dead-letter queue again:" },
    command(`redrive ${response}`),
  ];
}

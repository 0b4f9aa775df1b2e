import type { Approval, Containment, Decision } from "../../runtime/model/journalItems";
import { operatorCommand, shellWord } from "../../runtime/notices/operatorCommand";

const reason = '--reason "WHY"';

/** The next commands for a containment that can be released. */
export function containmentSteps({ id, holds, priorState }: Containment): string[] {
  if (priorState === undefined) return [];
  const holders = Object.keys(holds);
  return [
    operatorCommand(`release ${shellWord(id)} ${reason}`),
    ...(holders.length > 1
      ? holders.map((finding) => operatorCommand(`release ${shellWord(id)} --finding ${shellWord(finding)} ${reason}`))
      : []),
  ];
}

/** The next commands for an approval request. */
export function approvalSteps({ id, status }: Approval): string[] {
  if (status !== "waiting") return [];
  return ["approve", "decline"].map((verb) => operatorCommand(`${verb} ${shellWord(id)} ${reason}`));
}

/** The next commands for a decision. */
export function decisionSteps(decision: Pick<Decision, "outcome" | "containment" | "response" | "approval">): string[] {
  const { outcome, containment, response, approval } = decision;
  if (approval && outcome === "awaiting-approval")
    return approvalSteps({ id: approval, status: "waiting" } as Approval);
  if (containment && ["contained", "already-contained", "recontained", "partial", "started"].includes(outcome)) {
    return [
      operatorCommand(`show ${shellWord(containment)}`),
      operatorCommand(`release ${shellWord(containment)} ${reason}`),
    ];
  }
  if (outcome !== "failed") return [];
  return [
    ...(containment ? [operatorCommand(`show ${shellWord(containment)}`)] : []),
    operatorCommand(`redrive ${shellWord(response)}`),
  ];
}

import type { Approval, Containment, Decision } from "../../runtime/model/journalItems";
import { operatorCommand } from "../../runtime/notices/operatorCommand";
import { safe } from "./print";

/** A text as one word of a shell's command line. */
export function quoted(text: string): string {
  const clean = safe(text);
  return /^[\w.:/@=+,-]+$/.test(clean) ? clean : `'${clean.replaceAll("'", `'\\''`)}'`;
}

const reason = '--reason "WHY"';

/** The next commands for a containment that can be released. */
export function containmentSteps({ id, holds, before }: Containment): string[] {
  if (before === undefined) return [];
  const holders = Object.keys(holds);
  return [
    operatorCommand(`release ${quoted(id)} ${reason}`),
    ...(holders.length > 1
      ? holders.map((finding) => operatorCommand(`release ${quoted(id)} --finding ${quoted(finding)} ${reason}`))
      : []),
  ];
}

/** The next commands for an approval request. */
export function approvalSteps({ id, status }: Approval): string[] {
  if (status !== "waiting") return [];
  return ["approve", "decline"].map((verb) => operatorCommand(`${verb} ${quoted(id)} ${reason}`));
}

/** The next commands for a decision. */
export function decisionSteps(decision: Pick<Decision, "outcome" | "containment" | "response" | "approval">): string[] {
  const { outcome, containment, response, approval } = decision;
  if (approval && outcome === "awaiting-approval")
    return approvalSteps({ id: approval, status: "waiting" } as Approval);
  if (containment && ["contained", "already-contained", "recontained", "partial", "started"].includes(outcome)) {
    return [
      operatorCommand(`show ${quoted(containment)}`),
      operatorCommand(`release ${quoted(containment)} ${reason}`),
    ];
  }
  if (outcome !== "failed") return [];
  return [
    ...(containment ? [operatorCommand(`show ${quoted(containment)}`)] : []),
    operatorCommand(`redrive ${quoted(response)}`),
  ];
}

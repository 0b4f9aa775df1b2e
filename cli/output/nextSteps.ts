import type { Approval, Containment, Decision } from "../../runtime/journal/items";
import { safe } from "./print";

/** A text as one word of a shell's command line. */
export function quoted(text: string): string {
  const clean = safe(text);
  return /^[\w.:/@=+,-]+$/.test(clean) ? clean : `'${clean.replaceAll("'", `'\\''`)}'`;
}

const reason = '--reason "WHY"';

/** The commands that can follow on a containment that holds something. */
export function containmentSteps({ id, holds, before }: Containment): string[] {
  if (before === undefined) return [];
  const holders = Object.keys(holds);
  return [
    `npx firebreak release ${quoted(id)} ${reason}`,
    ...(holders.length > 1
      ? holders.map((finding) => `npx firebreak release ${quoted(id)} --finding ${quoted(finding)} ${reason}`)
      : []),
  ];
}

/** The commands that can follow on an approval. */
export function approvalSteps({ id, status }: Approval): string[] {
  if (status !== "waiting") return [];
  return ["approve", "decline"].map((verb) => `npx firebreak ${verb} ${quoted(id)} ${reason}`);
}

/** The commands that can follow on a decision. */
export function decisionSteps(decision: Pick<Decision, "outcome" | "containment" | "response" | "approval">): string[] {
  const { outcome, containment, response, approval } = decision;
  if (approval && outcome === "awaiting-approval")
    return approvalSteps({ id: approval, status: "waiting" } as Approval);
  if (containment && ["contained", "already-contained", "partial", "started"].includes(outcome)) {
    return [`npx firebreak show ${quoted(containment)}`, `npx firebreak release ${quoted(containment)} ${reason}`];
  }
  if (outcome !== "failed") return [];
  return [
    ...(containment ? [`npx firebreak show ${quoted(containment)}`] : []),
    `npx firebreak redrive ${quoted(response)}`,
  ];
}

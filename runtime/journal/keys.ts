import type { Decision } from "./items";

/** The table's keys of a containment. */
export const containmentKey = (id: string) => ({ pk: `containment#${id}`, sk: "record" });

/** The table's keys of a decision; two targets of one finding are two decisions. */
export const decisionKey = (decision: Pick<Decision, "finding" | "at" | "run" | "containment" | "target">) => ({
  pk: `finding#${decision.finding}`,
  sk: `${decision.at}#${decision.run}#${decision.containment ?? decision.target?.arn ?? ""}`,
});

import { createHash } from "node:crypto";
import type { Decision } from "./journalItems";

/** The fields that no two decisions share. */
export type DecisionIdentity = Pick<Decision, "finding" | "at" | "run" | "containment" | "target">;

/** The id of a decision: 32 hexadecimal characters, the same whenever and by whatever run it is asked for. */
export function decisionId({ finding, at, run, containment, target }: DecisionIdentity): string {
  const parts = [finding, at, run, containment ?? target?.arn ?? ""];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

import type { OpenTarget } from "../aws/openTarget";
import type { Writer } from "../journal/containments";
import type { Call } from "../model/call";
import type { Finding } from "../model/finding";
import type { Approval, Containment, Decision } from "../model/journalItems";
import type { Response } from "../model/response";
import type { Target } from "../model/target";
import type { Run } from "../run/run";

/** One run's attempt to contain one target for one finding, under the claim of its containment. */
export interface Attempt {
  run: Run;
  response: Response;
  finding: Finding;
  target: Target;
  writer: Writer;
  containment: Containment;
  /** The newest decision about the finding and target before this attempt. */
  previous: Decision | undefined;
  /** No earlier run left anything on the target; previous decisions are read only if needed. */
  first?: boolean;
  /** The tags of the target that tell what it is and whose, once it is read. */
  tags?: Record<string, string>;
  /** The approval that allowed it. */
  approval?: Approval;
}

/** An attempt whose target's account is open. Readings of the target get `context` with its current lists. */
export interface OpenAttempt extends Attempt {
  open: OpenTarget;
  context: ReturnType<typeof readContext>;
}

/** What a reading of the target needs to know about its containment. */
export function readContext(id: string, containment: Containment | undefined, target?: Target) {
  const holds = Object.values(containment?.holds ?? {}).sort((left, right) => left.since.localeCompare(right.since));
  const held = holds.map((hold) => hold.details);
  return {
    wanted: [...held, target?.details].filter((details) => details !== undefined),
    findings: holds.map((hold) => hold.finding),
    evidence: [...(containment?.evidence ?? [])],
    continued: containment?.priorState !== undefined,
    containment: `${id}-${containment?.round ?? 0}`,
    confirmed: [] as Call[],
    ...(containment?.priorState !== undefined && { saved: containment.priorState }),
  };
}

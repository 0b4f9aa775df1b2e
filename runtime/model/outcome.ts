/**
 * How an incident ended, as people and metrics read it.
 *
 * - `contained`: read back and nothing is missing.
 * - `already-contained`: nothing was missing before this finding; it now holds the containment too.
 * - `recontained`: an earlier containment had been undone, and the target was contained again.
 * - `partial`: contained, except for a part that the reason names.
 * - `failed`: not contained; the reason says why.
 * - `exempt`: an approved exception on the resource.
 * - `observed`: the mode is `observe`, or the finding is a sample; the plan was made, but not run.
 * - `started`: a runbook is running; its end will be recorded.
 * - `awaiting-approval`: the plan waits for a named person.
 * - `notified`: people were notified and nothing is contained, by design for this kind of finding.
 * - `gone`: the resource no longer exists.
 * - `refused`: the event cannot be trusted or understood.
 * - `skipped`: nothing to do by configuration, for example a type that no response acts on.
 * - `released`: an earlier containment was released.
 */
export const outcomes = [
  "contained",
  "already-contained",
  "recontained",
  "partial",
  "failed",
  "exempt",
  "observed",
  "started",
  "awaiting-approval",
  "notified",
  "gone",
  "refused",
  "skipped",
  "released",
] as const;

/** One of `outcomes`. */
export type Outcome = (typeof outcomes)[number];

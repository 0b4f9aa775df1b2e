/**
 * How an incident ended, as people and metrics read it.
 *
 * - `contained`: read back and nothing is missing.
 * - `already-contained`: nothing was missing before this finding; it now holds the containment too.
 * - `recontained`: an earlier containment had been undone and was made again.
 * - `partial`: contained but for a named rest.
 * - `failed`: not contained; the reason says why.
 * - `exempt`: an approved exception on the resource.
 * - `observed`: the mode is `observe`, or the finding is a sample; the plan was made and not run.
 * - `started`: a runbook is running; its end will be recorded.
 * - `awaiting-approval`: the plan waits for a named person.
 * - `notified`: people were told and nothing is contained, as this kind of finding asks for.
 * - `gone`: the resource does not exist any more.
 * - `refused`: the event cannot be trusted or understood.
 * - `skipped`: nothing to do by configuration, for example a type that no response claims.
 * - `released`: an earlier containment was taken back.
 */
export type Outcome =
  | "contained"
  | "already-contained"
  | "recontained"
  | "partial"
  | "failed"
  | "exempt"
  | "observed"
  | "started"
  | "awaiting-approval"
  | "notified"
  | "gone"
  | "refused"
  | "skipped"
  | "released";

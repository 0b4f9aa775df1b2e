/** How a check ended. `unknown`: it could not be made. */
export type Status = "ok" | "fault" | "warning" | "unknown";

/** All checks. */
export type Check =
  | "accounts"
  | "entrance"
  | "roles"
  | "forwarding"
  | "delivery"
  | "guardduty"
  | "config"
  | "securityhub"
  | "bus"
  | "queues"
  | "functions"
  | "sessions"
  | "journal"
  | "notices"
  | "alarms"
  | "pause";

/** The result of one check. */
export interface Result {
  account: string;
  /** Missing for global resources. */
  region?: string;
  check: Check;
  /** What was checked: the name of a role, a rule, a queue. */
  subject: string;
  status: Status;
  /** The finding of the check; if it did not pass, the effect and what to do. */
  says: string;
}

/** What was checked, and by which check. */
export type Subject = Omit<Result, "status" | "says">;

export const ok = (subject: Subject, says: string): Result => ({ ...subject, status: "ok", says });
export const fault = (subject: Subject, says: string): Result => ({ ...subject, status: "fault", says });
export const warning = (subject: Subject, says: string): Result => ({ ...subject, status: "warning", says });

/** A check that could not be made, with AWS's error. */
export const unknown = (subject: Subject, problem: string): Result => ({
  ...subject,
  status: "unknown",
  says: `This could not be read: ${problem}`,
});

/** How far an account is covered. `not`: it cannot be entered, or its examination did not end. */
export type Coverage = "covered" | "partly" | "not";

/**
 * How far an account is covered, from all results about it. What could not be checked counts as a fault; a warning, such as a
 * Region that is left out, does not.
 */
export function coverageOf(results: Pick<Result, "check" | "status">[]): Coverage {
  const wrong = results.filter(({ status }) => status === "fault" || status === "unknown");
  if (wrong.some(({ check }) => check === "entrance")) return "not";
  return wrong.length > 0 ? "partly" : "covered";
}

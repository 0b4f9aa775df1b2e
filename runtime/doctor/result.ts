/** How a check ended. `unknown`: it could not be made, so that nothing is known to be right or wrong. */
export type Status = "ok" | "fault" | "warning" | "unknown";

/** Everything that is checked. */
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
  /** Missing for what has no Region. */
  region?: string;
  check: Check;
  /** What was looked at: the name of a role, a rule, a queue. */
  subject: string;
  status: Status;
  /** What is there; unless that is well, what it means and what to do. */
  says: string;
}

/** What was looked at, and for which check. */
export type Subject = Omit<Result, "status" | "says">;

export const ok = (subject: Subject, says: string): Result => ({ ...subject, status: "ok", says });
export const fault = (subject: Subject, says: string): Result => ({ ...subject, status: "fault", says });
export const warning = (subject: Subject, says: string): Result => ({ ...subject, status: "warning", says });

/** A check that could not be made, with what AWS said. */
export const unknown = (subject: Subject, problem: string): Result => ({
  ...subject,
  status: "unknown",
  says: `This could not be read: ${problem}`,
});

/**
 * The status of a result. `blocker`: the deployment fails, or what it creates cannot work. `unknown`: it could not be
 * read.
 */
export type Status = "blocker" | "warning" | "unknown" | "ok";

/** The groups of checks. */
export type Check = "quotas" | "organization" | "sources" | "names" | "permissions" | "regions";

/** The result of one check. */
export interface Found {
  /** Missing for a global resource. */
  region?: string;
  check: Check;
  /** What was checked. */
  subject: string;
  status: Status;
  /** What was found. */
  says: string;
  /** Why it matters. */
  why?: string;
  /** The command, the setting or the ticket text that fixes it. */
  mend?: string;
}

/** What was checked, and in which group of checks. */
export type Subject = Pick<Found, "region" | "check" | "subject">;

export const ok = (subject: Subject, says: string): Found => ({ ...subject, status: "ok", says });

/** A result for what could not be read, with the missing permission or AWS's error. */
export const notKnown = (subject: Subject, says: string, mend?: string): Found => ({
  ...subject,
  status: "unknown",
  says: `Could not check: ${says}`,
  ...(mend && { mend }),
});

/** A result for a problem, with why it matters and how to fix it. */
export const wrong = (
  subject: Subject,
  status: "blocker" | "warning",
  { says, why, mend }: Required<Pick<Found, "says" | "why" | "mend">>,
): Found => ({ ...subject, status, says, why, mend });

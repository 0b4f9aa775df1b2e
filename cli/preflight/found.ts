/** How a look ended. `blocker`: the deployment stops halfway, or what it makes cannot work. `unknown`: it could not be seen. */
export type Status = "blocker" | "warning" | "unknown" | "ok";

/** Everything that is looked at. */
export type Check = "quotas" | "organization" | "sources" | "names" | "permissions" | "regions";

/** What one look came to. */
export interface Found {
  /** Missing for what has no Region. */
  region?: string;
  check: Check;
  /** What was looked at. */
  subject: string;
  status: Status;
  /** What is there. */
  says: string;
  /** Why that matters. */
  why?: string;
  /** The command, the setting or the text of a ticket that mends it. */
  mend?: string;
}

/** What was looked at, and for which check. */
export type Subject = Pick<Found, "region" | "check" | "subject">;

export const ok = (subject: Subject, says: string): Found => ({ ...subject, status: "ok", says });

/** What could not be read, by whose permission or by what AWS said. */
export const notKnown = (subject: Subject, says: string, mend?: string): Found => ({
  ...subject,
  status: "unknown",
  says: `Not known: ${says}`,
  ...(mend && { mend }),
});

/** What is wrong, why it matters, and what mends it. */
export const wrong = (
  subject: Subject,
  status: "blocker" | "warning",
  { says, why, mend }: Required<Pick<Found, "says" | "why" | "mend">>,
): Found => ({ ...subject, status, says, why, mend });

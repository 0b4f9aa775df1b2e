import { z } from "zod";
import { accountId } from "../../lib/accountId";
import { whyNoPrincipal } from "../../policy/targetPatterns";

/** What can be set for block-principal. */
export const blockPrincipalSettings = {
  /** How far a role is cut off: only the session of the finding, all sessions so far, or everybody. */
  roles: z.enum(["session", "older-sessions", "principal"]).default("session"),
  wholeRoleIfNeeded: z.boolean().default(false),
  deleteLoginProfile: z.boolean().default(false),
  reactivateCredentials: z.boolean().default(false),
  /** Seconds until the second look at what was done while IAM's changes spread. */
  lookAgainSeconds: z.number().min(0).max(60).default(10),
  protectedPrincipals: z
    .array(
      z.string().superRefine((text, context) => {
        const why = whyNoPrincipal(text);
        if (why) context.addIssue({ code: "custom", message: `the name or ARN of a role or user: ${why}` });
      }),
    )
    .default([]),
  /** The organization's management account, by which its governing roles are known. */
  managementAccountId: accountId.optional(),
};

import { z } from "zod";
import { accountId } from "../../lib/accountId";

/** What can be set for unshare-copy. */
export const unshareCopySettings = {
  /** Accounts outside the organization that may keep what was shared with them. */
  allowedAccounts: z.array(accountId).default([]),
  /** Whether accounts and units of the organization keep what was shared with them. */
  withinOrganization: z.enum(["keep", "remove"]).default("keep"),
  /** Whether the account's block of public access for snapshots and images is switched on too. A release does not undo it. */
  blockPublicAccess: z.boolean().default(false),
};

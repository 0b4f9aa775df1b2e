import { z } from "zod";
import { accountId } from "../../runtime/lib/accountId";

/** How many accounts can be named for rehearsals, so that a rule has room for all. */
const mostAccounts = 20;

/** The accounts that are named for rehearsals. */
export const rehearsalAccountsSchema = z
  .array(accountId)
  .max(mostAccounts, `at most ${mostAccounts} accounts`)
  .default([]);

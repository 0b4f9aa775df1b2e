import { z } from "zod";
import { accountId } from "../../runtime/lib/accountId";

/** The maximum number of accounts for rehearsals, so that a rule has room for all. */
const maxAccounts = 20;

/** The accounts that are listed for rehearsals. */
export const rehearsalAccountsSchema = z
  .array(accountId)
  .max(maxAccounts, `at most ${maxAccounts} accounts`)
  .default([]);

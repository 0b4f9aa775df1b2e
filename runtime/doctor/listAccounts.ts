import type { Account, Organizations } from "@aws-sdk/client-organizations";
import { pages } from "../aws/pages";
import { messageOf } from "../lib/errors";
import { fault, type Result, unknown } from "./result";
import type { DoctorSettings } from "./settings";

/** The accounts to examine, and results about the list itself. */
export interface KnownAccounts {
  accounts: string[];
  /** The Regions of the security account. */
  regions: string[];
  results: Result[];
}

/** The fields read of an account. AWS returns State, and since 9 September 2026 no longer Status. */
type ListedAccount = Pick<Account, "Id" | "State" | "Status">;

/**
 * The organization's usable accounts and those that the configuration names. Only the management account and delegated
 * administrators may list them
 * (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html).
 */
export async function listAccounts(organizations: Organizations, settings: DoctorSettings): Promise<KnownAccounts> {
  const { accounts: configured, regions, securityAccountId: account } = settings;
  const subject = { account, check: "accounts" as const, subject: "organization" };
  const only = "Only the accounts that the security account's stack names are checked; the others are unknown";
  try {
    const all = await pages(
      (NextToken) => organizations.listAccounts({ ...(NextToken && { NextToken }) }),
      (page) => page.Accounts,
      (page) => page.NextToken,
    );
    const usable = all.filter(isUsable).flatMap(({ Id }) => Id ?? []);
    // The security account is itself in every such list.
    if (usable.length === 0) {
      const problem = `Organizations returned ${all.length} accounts, none of them in use`;
      return {
        accounts: configured,
        regions,
        results: [fault(subject, `${problem}. ${only}; give --account for each`)],
      };
    }
    const others = usable.filter((id) => !configured.includes(id)).sort();
    return { accounts: [...configured, ...others], regions, results: [] };
  } catch (error) {
    const problem = `${messageOf(error)}. ${only}; give --account for each, or make the security account a delegated administrator of a service so that it may list all`;
    return { accounts: configured, regions, results: [unknown(subject, problem)] };
  }
}

/**
 * Whether anything can happen in an account: not before its sign-up is complete, nor once it is closed or suspended
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html). An account of which
 * no state or an unknown state is known is examined.
 */
function isUsable({ State, Status }: ListedAccount): boolean {
  const unusable = ["PENDING_ACTIVATION", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"];
  return !unusable.includes(State ?? Status ?? "");
}

import type { Account, Organizations } from "@aws-sdk/client-organizations";
import { pages } from "../aws/pages";
import { look, type Reading } from "./reading";
import { fault, type Result, unknown } from "./result";
import type { DoctorSettings } from "./settings";

/** The accounts to examine, and results about the list itself. */
export interface KnownAccounts {
  accounts: string[];
  /** The Regions of the security account. */
  regions: string[];
  results: Result[];
}

/** An account in the organization's own list. */
export interface Listed {
  account: string;
  name?: string;
  /** Such as ACTIVE or SUSPENDED; empty if unknown. */
  state: string;
  /** The unit or root that it is directly in. */
  unit?: string;
}

/**
 * The organization's accounts, or why they cannot be listed. Only the management account and delegated administrators may list
 * them (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html).
 */
export const readOrganization = (organizations: Organizations): Promise<Reading<Listed[]>> =>
  look(async () => {
    const all = await pages(
      (NextToken) => organizations.listAccounts({ ...(NextToken && { NextToken }) }),
      (page) => page.Accounts,
      (page) => page.NextToken,
    );
    return all.flatMap(listed);
  });

/** AWS returns State, and since 9 September 2026 no longer Status (https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html). */
function listed({ Id, Name, State, Status, Paths = [] }: Account): Listed[] {
  const unit = unitIn(Paths[0] ?? "");
  return Id ? [{ account: Id, ...(Name && { name: Name }), state: State ?? Status ?? "", ...(unit && { unit }) }] : [];
}

/** The last unit, or the root, in a path such as o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/444455556666/. */
const unitIn = (path: string): string | undefined => path.split("/").findLast((part) => /^(ou|r)-/.test(part));

/** The organization's usable accounts and those that the configuration names. */
export function knownAccounts(organization: Reading<Listed[]>, settings: DoctorSettings): KnownAccounts {
  const { accounts: configured, regions, securityAccountId: account } = settings;
  const subject = { account, check: "accounts" as const, subject: "organization" };
  const only = "Only the accounts that the security account's stack names are checked; the others are unknown";
  if ("problem" in organization) {
    const problem = `${organization.problem}. ${only}; give --account for each, or make the security account a delegated administrator of a service so that it may list all`;
    return { accounts: configured, regions, results: [unknown(subject, problem)] };
  }
  const usable = organization.value.filter(isUsable).map((one) => one.account);
  // The security account is itself in every such list.
  if (usable.length === 0) {
    const problem = `Organizations returned ${organization.value.length} accounts, none of them in use`;
    return {
      accounts: configured,
      regions,
      results: [fault(subject, `${problem}. ${only}; give --account for each`)],
    };
  }
  const others = usable.filter((id) => !configured.includes(id)).sort();
  return { accounts: [...configured, ...others], regions, results: [] };
}

/** The accounts to examine. */
export const listAccounts = async (organizations: Organizations, settings: DoctorSettings): Promise<KnownAccounts> =>
  knownAccounts(await readOrganization(organizations), settings);

/**
 * Whether anything can happen in an account: not before its sign-up is complete, nor once it is closed or suspended
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html). An account of which
 * no state or an unknown state is known is examined.
 */
export const isUsable = ({ state }: Listed): boolean =>
  !["PENDING_ACTIVATION", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"].includes(state);

import type { Organizations } from "@aws-sdk/client-organizations";
import { pages } from "../aws/pages";
import { messageOf } from "../errors";
import { type Result, unknown } from "./result";
import type { DoctorSettings } from "./settings";

/** The accounts to examine, and what is to be said about the list itself. */
export interface KnownAccounts {
  accounts: string[];
  /** The Regions of the security account. */
  regions: string[];
  results: Result[];
}

/**
 * The organization's active accounts and those that the configuration names. Only the management account and delegated
 * administrators may list them (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html).
 */
export async function listAccounts(organizations: Organizations, settings: DoctorSettings): Promise<KnownAccounts> {
  const { accounts: configured, regions, securityAccountId: account } = settings;
  try {
    const all = await pages(
      (NextToken) => organizations.listAccounts({ ...(NextToken && { NextToken }) }),
      (page) => page.Accounts,
      (page) => page.NextToken,
    );
    const active = all.filter(({ Status }) => Status === "ACTIVE").map(({ Id }) => Id!);
    const others = active.filter((id) => !configured.includes(id)).sort();
    return { accounts: [...configured, ...others], regions, results: [] };
  } catch (error) {
    const problem = `${messageOf(error)}. Only the accounts that the security account's stack names are examined, the others are not known; give --account for each, or make the security account a delegated administrator of a service so that it may list all`;
    return {
      accounts: configured,
      regions,
      results: [unknown({ account, check: "accounts", subject: "organization" }, problem)],
    };
  }
}

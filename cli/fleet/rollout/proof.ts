import type { Result } from "../../../runtime/doctor/result";

/** The checks of the doctor that show what a deployment is for: the roles are as declared, and a test event has arrived. */
const proving = ["entrance", "roles", "forwarding", "delivery"];

/**
 * What speaks against the deployment of accounts, by account. Something that could not be read is not proven. What an account
 * decides for itself, such as GuardDuty being off, is the doctor's to say.
 */
export function unprovenAccounts(accounts: string[], results: Result[]): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const account of accounts) {
    const own = results.filter((result) => result.account === account && proving.includes(result.check));
    const against = own.filter(({ status }) => status === "fault" || status === "unknown");
    if (own.length === 0) problems[account] = "the doctor of the security account has no result for this account";
    else if (against.length > 0) problems[account] = against.map(textOf).join("\n");
  }
  return problems;
}

const textOf = ({ check, region, subject, says }: Result) =>
  `${[check, region, subject].filter((part) => part !== undefined).join(" ")}: ${says}`;

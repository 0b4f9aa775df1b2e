import { GuardDuty } from "@aws-sdk/client-guardduty";
import { rootOf } from "./accounts";

/**
 * Makes an account GuardDuty's administrator of a member account, so that only the administrator may archive the
 * member's findings (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html).
 *
 * @throws Error if GuardDuty refuses the member account
 */
export async function administerGuardDuty(endpoint: string, administrator: string, member: string): Promise<void> {
  const client = new GuardDuty(rootOf(administrator, endpoint));
  await client.enableOrganizationAdminAccount({ AdminAccountId: administrator });
  const DetectorId = (await client.listDetectors({})).DetectorIds![0]!;
  const AccountDetails = [{ AccountId: member, Email: `${member}@example.com` }];
  const { UnprocessedAccounts = [] } = await client.createMembers({ DetectorId, AccountDetails });
  client.destroy();
  if (UnprocessedAccounts.length > 0) throw new Error(JSON.stringify(UnprocessedAccounts));
}

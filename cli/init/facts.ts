import type { Organizations } from "@aws-sdk/client-organizations";
import { pages } from "../../runtime/aws/pages";
import { isDenied } from "../../runtime/lib/errors";

/** What AWS says about the organization and the caller. */
export interface Facts {
  organizationId: string;
  managementAccount: string;
  hasControlTower: boolean;
  /** The account of the caller's credentials. */
  caller: string;
}

/** The calls by which the facts are read. */
export type FactsClient = Pick<Organizations, "describeOrganization" | "listAWSServiceAccessForOrganization">;

/** https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-CTower.html */
const controlTower = "controltower.amazonaws.com";

/**
 * Reads what the organization says about itself. Every account of it may
 * (https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html).
 *
 * @throws the errors of AWS, for example if the account is in no organization
 */
export async function readFacts(client: FactsClient, caller: string): Promise<Facts> {
  const { Organization } = await client.describeOrganization({});
  return {
    organizationId: Organization?.Id ?? "",
    managementAccount: Organization?.MasterAccountId ?? "",
    hasControlTower: await trusts(client, controlTower),
    caller,
  };
}

/**
 * Whether the organization trusts a service. Only the management account and delegated administrators may ask
 * (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAWSServiceAccessForOrganization.html); for the others the
 * answer is no.
 */
async function trusts(client: FactsClient, service: string): Promise<boolean> {
  try {
    const found = await pages(
      (NextToken) => client.listAWSServiceAccessForOrganization({ ...(NextToken && { NextToken }) }),
      (page) => page.EnabledServicePrincipals,
      (page) => page.NextToken,
    );
    return found.some(({ ServicePrincipal }) => ServicePrincipal === service);
  } catch (error) {
    if (isDenied(error)) return false;
    throw error;
  }
}

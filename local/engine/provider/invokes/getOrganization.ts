import {
  DescribeOrganizationCommand,
  OrganizationsClient,
  paginateListAccounts,
  paginateListRoots,
} from "@aws-sdk/client-organizations";
import { camelKeys } from "../caseNames";
import type { Properties } from "../properties";
import type { Invoke } from "./invoke";

export const getOrganization: Invoke = {
  args: [],
  async answer(_, aws) {
    const client = aws.client(OrganizationsClient);
    const found = (await client.send(new DescribeOrganizationCommand({}))).Organization!;
    const organization = {
      id: found.Id,
      arn: found.Arn,
      featureSet: found.FeatureSet,
      masterAccountArn: found.MasterAccountArn,
      masterAccountEmail: found.MasterAccountEmail,
      masterAccountId: found.MasterAccountId,
    };
    // Only the management account and delegated administrators may list its contents.
    if ((await aws.account()) !== found.MasterAccountId) return organization;
    const accounts: Properties[] = [];
    for await (const page of paginateListAccounts({ client }, {}))
      accounts.push(...(page.Accounts ?? []).map(camelKeys));
    const roots: Properties[] = [];
    for await (const page of paginateListRoots({ client }, {})) roots.push(...(page.Roots ?? []).map(camelKeys));
    const nonMasterAccounts = accounts.filter((account) => account.id !== found.MasterAccountId);
    return { ...organization, accounts, nonMasterAccounts, roots };
  },
};

import {
  OrganizationsClient,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
} from "@aws-sdk/client-organizations";
import { camelKeys } from "../caseNames";
import type { Properties } from "../properties";
import type { Invoke } from "./invoke";

export const getOrganizationalUnitDescendantAccounts: Invoke = {
  args: ["parentId"],
  async answer({ parentId }, aws) {
    return { parentId, accounts: await below(aws.client(OrganizationsClient), parentId) };
  },
};

async function below(client: OrganizationsClient, ParentId: string): Promise<Properties[]> {
  const accounts: Properties[] = [];
  for await (const page of paginateListAccountsForParent({ client }, { ParentId })) {
    accounts.push(...(page.Accounts ?? []).map(camelKeys));
  }
  for await (const page of paginateListOrganizationalUnitsForParent({ client }, { ParentId })) {
    for (const { Id } of page.OrganizationalUnits ?? []) accounts.push(...(await below(client, Id!)));
  }
  return accounts;
}

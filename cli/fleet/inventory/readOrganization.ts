import type { OrganizationalUnit, Organizations } from "@aws-sdk/client-organizations";
import { pages } from "../../../runtime/aws/pages";
import { inParallel } from "../../../runtime/lib/inParallel";
import { tagRecord } from "../../../runtime/resources/tagRecord";
import type { OrganizationAccount } from "./resolve";

/** The read-only calls, which the management account and delegated administrators may make. */
export type OrganizationClient = Pick<
  Organizations,
  "listRoots" | "listOrganizationalUnitsForParent" | "listAccountsForParent" | "listTagsForResource"
>;

/** Calls in parallel: Organizations allows few per second. */
const atOnce = 4;

/**
 * Every account of an organization with the units above it, by walking down from the root
 * (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsForParent.html).
 *
 * @param withTags whether to read the tags of each account
 */
export async function readOrganization(client: OrganizationClient, withTags: boolean): Promise<OrganizationAccount[]> {
  const { Roots = [] } = await client.listRoots({});
  const accounts: OrganizationAccount[] = [];
  let level = Roots.map(({ Id = "" }) => [Id]);
  while (level.length > 0) {
    const below = await inParallel(level, atOnce, async (units) => {
      const ParentId = units.at(-1)!;
      accounts.push(...(await accountsIn(client, units)));
      return (await unitsIn(client, ParentId)).map(({ Id = "" }) => [...units, Id]);
    });
    level = below.flat();
  }
  if (!withTags) return accounts;
  return inParallel(accounts, atOnce, async (account) => ({ ...account, tags: await tagsOf(client, account.id) }));
}

async function accountsIn(client: OrganizationClient, units: string[]): Promise<OrganizationAccount[]> {
  const found = await pages(
    (NextToken) => client.listAccountsForParent({ ParentId: units.at(-1)!, ...(NextToken && { NextToken }) }),
    (page) => page.Accounts,
    (page) => page.NextToken,
  );
  return found.map(({ Id = "", Name = "", State = "" }) => ({ id: Id, name: Name, state: State, units, tags: {} }));
}

async function unitsIn(client: OrganizationClient, ParentId: string): Promise<OrganizationalUnit[]> {
  return pages(
    (NextToken) => client.listOrganizationalUnitsForParent({ ParentId, ...(NextToken && { NextToken }) }),
    (page) => page.OrganizationalUnits,
    (page) => page.NextToken,
  );
}

async function tagsOf(client: OrganizationClient, ResourceId: string): Promise<Record<string, string>> {
  const tags = await pages(
    (NextToken) => client.listTagsForResource({ ResourceId, ...(NextToken && { NextToken }) }),
    (page) => page.Tags,
    (page) => page.NextToken,
  );
  return tagRecord(tags);
}

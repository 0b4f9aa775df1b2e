import {
  AlreadyInOrganizationException,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListRootsCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";

/** Tag with the id of an account to create (launcher/organizations.py). */
const accountIdTag = "local-aws:account-id";

/**
 * Creates an organization in a local AWS, with accounts of given ids. Existing ones are kept.
 *
 * @param endpoint URL of the local AWS.
 * @param management Id of the management account; it must be among the `accounts` that the local AWS was started with.
 * @param members Ids of the other accounts.
 * @param region Region of the calls; Organizations itself is global.
 * @returns the id of the organization, like `o-a1b2c3d4e5`.
 */
export async function createOrganization(
  endpoint: string,
  management: string,
  members: string[],
  region = "us-east-1",
): Promise<string> {
  const client = clientOf(endpoint, management, region);
  try {
    const id = await organizationId(client);
    const present = new Set((await client.send(new ListAccountsCommand({}))).Accounts?.map((account) => account.Id));
    for (const member of members.filter((account) => !present.has(account))) {
      await client.send(
        new CreateAccountCommand({
          AccountName: `account-${member}`,
          Email: `account-${member}@example.com`,
          Tags: [{ Key: accountIdTag, Value: member }],
        }),
      );
    }
    return id;
  } finally {
    client.destroy();
  }
}

/**
 * Creates organizational units in a local AWS, the first one below the root and each further one below the one before.
 *
 * @returns their ids.
 */
export async function createUnits(
  endpoint: string,
  management: string,
  names: string[],
  region = "us-east-1",
): Promise<string[]> {
  const client = clientOf(endpoint, management, region);
  try {
    const units: string[] = [];
    let ParentId = (await client.send(new ListRootsCommand({}))).Roots![0]!.Id!;
    for (const Name of names) {
      const made = await client.send(new CreateOrganizationalUnitCommand({ Name, ParentId }));
      ParentId = made.OrganizationalUnit!.Id!;
      units.push(ParentId);
    }
    return units;
  } finally {
    client.destroy();
  }
}

const clientOf = (endpoint: string, management: string, region: string) =>
  new OrganizationsClient({ endpoint, region, credentials: { accessKeyId: management, secretAccessKey: "local" } });

async function organizationId(client: OrganizationsClient): Promise<string> {
  try {
    return (await client.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }))).Organization!.Id!;
  } catch (error) {
    if (!(error instanceof AlreadyInOrganizationException)) throw error;
    return (await client.send(new DescribeOrganizationCommand({}))).Organization!.Id!;
  }
}

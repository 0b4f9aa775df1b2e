import { type DBCluster, type DBInstance, RDS } from "@aws-sdk/client-rds";
import { accounts, rootOf } from "./accounts";
import { instanceFinding } from "./findings";
import type { Network } from "./network";
import { tagList } from "./tagList";
import type { World } from "./world";

/** RDS in one of the accounts, as its root user: the workload's owner, not the product. */
export const rdsIn = (world: World, account: keyof typeof accounts) =>
  new RDS(rootOf(accounts[account].id, world.endpoint));

/** Who owns a database of the tests. */
export const rdsOwner = { MasterUsername: "owner", ManageMasterUserPassword: true };

/** Creates a public database in the group of a network. */
export async function makePublicDatabase(
  rds: RDS,
  DBInstanceIdentifier: string,
  { groupId }: Pick<Network, "groupId">,
  tags: Record<string, string> = {},
): Promise<DBInstance> {
  const { DBInstance } = await rds.createDBInstance({
    DBInstanceIdentifier,
    DBInstanceClass: "db.t3.micro",
    Engine: "postgres",
    AllocatedStorage: 20,
    PubliclyAccessible: true,
    VpcSecurityGroupIds: [groupId],
    Tags: tagList(tags),
    ...rdsOwner,
  });
  return DBInstance!;
}

/** Creates an Aurora cluster with a public writer and a reader in the group of a network. */
export async function makeCluster(
  rds: RDS,
  DBClusterIdentifier: string,
  { groupId }: Pick<Network, "groupId">,
  tags: Record<string, string> = {},
): Promise<DBCluster> {
  const Engine = "aurora-postgresql";
  const { DBCluster } = await rds.createDBCluster({
    DBClusterIdentifier,
    Engine,
    VpcSecurityGroupIds: [groupId],
    Tags: tagList(tags),
    ...rdsOwner,
  });
  for (const role of ["writer", "reader"]) {
    await rds.createDBInstance({
      DBInstanceIdentifier: `${DBClusterIdentifier}-${role}`,
      DBClusterIdentifier,
      DBInstanceClass: "db.r6g.large",
      Engine,
      PubliclyAccessible: role === "writer",
    });
  }
  return DBCluster!;
}

/**
 * A login finding of GuardDuty:
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_RdsDbInstanceDetails.html
 */
export function loginFinding(
  account: string,
  dbInstanceIdentifier: string,
  type = "CredentialAccess:RDS/MaliciousIPCaller.SuccessfulLogin",
): Record<string, any> {
  const finding = instanceFinding({ account, type, resourceType: "RDSDBInstance" });
  const rdsDbInstanceDetails = { dbInstanceIdentifier, engine: "Aurora PostgreSQL", engineVersion: "15.4" };
  return { ...finding, resource: { resourceType: "RDSDBInstance", rdsDbInstanceDetails } };
}

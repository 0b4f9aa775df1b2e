import type { RDS } from "@aws-sdk/client-rds";
import type { TargetLookUp } from "../../model/response";
import type { Target } from "../../model/target";
import { describeDatabase } from "../../resources/database";
import { dbCluster, describeCluster } from "../../resources/dbCluster";
import { clusterTarget, databaseTarget } from "../../resources/targets";

/**
 * A database as the target of this response: a member of a cluster stands for its cluster, because the cluster's security groups
 * and its data belong to all members (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html).
 * Every target has its resource id as identity, so that one database has one containment, whatever the finding calls it.
 */
export const lookUp: TargetLookUp<{ rds: RDS }> = {
  isNeeded: ({ name }) => name === undefined,
  async find({ rds }, target) {
    if (target.kind === dbCluster.kind) return wholeCluster(rds, target);
    const found = await describeDatabase(rds, target.id);
    if (!found) return gone(target);
    const { DBInstanceIdentifier: name, DBClusterIdentifier, DbiResourceId, Engine = "" } = found;
    const foreign = whyForeign(Engine, name!);
    if (foreign) return foreign;
    if (DBClusterIdentifier) return wholeCluster(rds, { ...target, id: DBClusterIdentifier });
    return { ...target, ...databaseTarget(target, DbiResourceId!), name: name! };
  },
};

async function wholeCluster(rds: RDS, target: Target): Promise<Target | string> {
  const found = await describeCluster(rds, target.id);
  if (!found) return gone(target);
  const { DBClusterIdentifier: name, DbClusterResourceId, Engine = "" } = found;
  return whyForeign(Engine, name!) ?? { ...target, ...clusterTarget(target, DbClusterResourceId!), name: name! };
}

const gone = ({ region, accountId, id }: Target) =>
  `no database in ${region} of account ${accountId} has the id ${id}: it no longer exists`;

/**
 * RDS also shows the databases of Neptune and DocumentDB, which have their own API and guide
 * (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html), and RDS Custom does not take
 * security groups (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html).
 */
function whyForeign(engine: string, name: string): string | undefined {
  if (engine === "neptune") return `${name} is a database of Amazon Neptune: change its security groups there, by hand`;
  if (engine === "docdb")
    return `${name} is a database of Amazon DocumentDB: change its security groups there, by hand`;
  if (!engine.startsWith("custom-")) return undefined;
  return `${name} is a database of RDS Custom, which runs on an EC2 instance of the account: isolate that instance`;
}

import type { RDS } from "@aws-sdk/client-rds";
import { unchangedSince } from "../../../rehearsal/course";
import { released } from "../../../rehearsal/incidents/release";
import { clusterTarget } from "../../../runtime/resources/targets";
import { loginFinding, makeCluster, makePublicDatabase, rdsIn } from "../../world/databases";
import { makeNetwork } from "../../world/network";
import type { Incident, Stage } from "./incident";

/** Incidents with databases. */
export async function databaseIncidents({ world, ec2, places, followed }: Stage): Promise<Incident[]> {
  const { website } = places;
  const rds = rdsIn(world, "website");
  const network = await makeNetwork(ec2.website, 5);
  const { DbClusterResourceId } = await makeCluster(rds, "website-ledger", network);
  await makePublicDatabase(rds, "website-open-data", network, { SecurityException: "a public data set" });
  const { account: accountId, region, partition } = website;
  const login = (name: string) => () => website.tell(loginFinding(website.account, name));
  return [
    {
      title: "website: an attacker logged in to a reader of an Aurora cluster; the whole cluster is cut off",
      expected: "contained",
      happen: login("website-ledger-reader"),
      proof: async () => notClosed(network.groupId, await portrait(rds, "website-ledger")),
    },
    {
      title: "website: an attacker logged in to a database that is exempt",
      expected: "exempt",
      happen: login("website-open-data"),
      proof: await unchangedSince(async () => (await instances(rds, "db-instance-id", "website-open-data"))[0]),
    },
    released(followed, {
      title: "website: an analyst releases the cluster after its passwords were changed",
      response: "isolate-database",
      arn: clusterTarget({ accountId, region, partition }, DbClusterResourceId!).arn,
      reason: "the passwords were changed",
      decisions: 2,
      proof: await unchangedSince(() => portrait(rds, "website-ledger")),
    }),
  ];
}

const instances = async (rds: RDS, filter: string, name: string) => {
  const { DBInstances = [] } = await rds.describeDBInstances({ Filters: [{ Name: filter, Values: [name] }] });
  return DBInstances.map(({ PubliclyAccessible, DeletionProtection, VpcSecurityGroups = [] }) => ({
    isPublic: PubliclyAccessible,
    protected: DeletionProtection,
    groups: VpcSecurityGroups.map(({ VpcSecurityGroupId, Status }) => `${VpcSecurityGroupId} ${Status}`),
  }));
};

/** What a release gives back. */
async function portrait(rds: RDS, name: string) {
  const { DBClusters = [] } = await rds.describeDBClusters({ DBClusterIdentifier: name });
  const { DeletionProtection } = DBClusters[0]!;
  return { protected: DeletionProtection, members: await instances(rds, "db-cluster-id", name) };
}

function notClosed(before: string, now: Awaited<ReturnType<typeof portrait>>): string | undefined {
  const open = now.members.filter(({ isPublic, groups }) => isPublic || groups.join().includes(before));
  if (open.length > 0) return `${open.length} of its instances are still reachable`;
  return now.protected ? undefined : "it can be deleted";
}

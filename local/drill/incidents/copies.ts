import { unchangedSince } from "../../../rehearsal/course";
import { notPrivate } from "../../../rehearsal/incidents/copy";
import { released } from "../../../rehearsal/incidents/release";
import { snapshotGrants } from "../../../rehearsal/readBack";
import { targetOf } from "../../../runtime/resources/targets";
import { stranger } from "../../world/accounts";
import { makeRule } from "../../world/compliance";
import { databaseSnapshotGrants, makeSharedDatabaseSnapshot, makeSharedSnapshot } from "../../world/copies";
import { rdsIn } from "../../world/databases";
import type { Incident, Stage } from "./incident";

/** Incidents with copies of data. */
export async function copyIncidents({ world, ec2, places, followed }: Stage): Promise<Incident[]> {
  const { website } = places;
  const rds = rdsIn(world, "website");
  await makeRule(world.endpoint, website.account, "EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK");
  await makeRule(world.endpoint, website.account, "RDS_SNAPSHOTS_PUBLIC_PROHIBITED");
  const snapshot = await makeSharedSnapshot(ec2.website, ["all"]);
  await makeSharedDatabaseSnapshot(rds, "website-orders-copy", ["all", stranger]);
  await makeSharedDatabaseSnapshot(rds, "website-open-data-copy", ["all"], { SecurityException: "a public data set" });
  const report = (resourceId: string) => () =>
    website.evaluate({ rule: "RDS_SNAPSHOTS_PUBLIC_PROHIBITED", resourceType: "AWS::RDS::DBSnapshot", resourceId });
  const { account: accountId, region, partition } = website;
  return [
    {
      title: "website: the account has a public snapshot, which the finding does not name",
      expected: "contained",
      happen: () =>
        website.evaluate({
          rule: "EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK",
          resourceType: "AWS::::Account",
          resourceId: accountId,
        }),
      proof: async () => notPrivate(await snapshotGrants(ec2.website, snapshot)),
    },
    {
      title: "website: a copy of the orders is public, and shared with an account outside the organization",
      expected: "contained",
      happen: report("website-orders-copy"),
      proof: async () => notPrivate(await databaseSnapshotGrants(rds, "website-orders-copy")),
    },
    {
      title: "website: a public copy that is exempt",
      expected: "exempt",
      happen: report("website-open-data-copy"),
      proof: await unchangedSince(() => databaseSnapshotGrants(rds, "website-open-data-copy")),
    },
    released(followed, {
      title: "website: an analyst releases the copy of the orders, which gets exactly its grants back",
      response: "unshare-copy",
      arn: targetOf("rds-snapshot", { accountId, region, partition }, "website-orders-copy").arn,
      reason: "it was shared on purpose",
      decisions: 2,
      proof: await unchangedSince(() => databaseSnapshotGrants(rds, "website-orders-copy")),
    }),
  ];
}

import { bucketTarget, groupTarget } from "../../runtime/resources/targets";
import { type Course, unchangedSince } from "../course";
import type { Incident } from "../incident";
import { openGroup, openGroupRules, publicBucket } from "../incidents/posture";
import { bothWays } from "../incidents/release";
import { sourcesOf, switchesOn } from "../readBack";
import { soon } from "../soon";
import { makeBucket } from "./bucket";
import { makeGroup, networkOf } from "./network";

/** The rehearsal of confine-security-group: a public group that no interface uses. */
export const groupRehearsal: Course = async (stage) => {
  const { place } = stage;
  const { account: accountId, region, partition } = place;
  const { ec2 } = place.clients;
  const { vpcId } = await networkOf(stage);
  const group = await makeGroup(stage, vpcId, "open");
  await soon(stage.pause, () => ec2.authorizeSecurityGroupIngress({ GroupId: group, IpPermissions: [openGroupRules] }));
  return bothWays(stage, orEarlier(openGroup(place, group)), {
    response: "confine-security-group",
    what: "security group",
    arn: groupTarget({ accountId, region, partition }, group).arn,
    proof: await unchangedSince(async () => ({ sources: await sourcesOf(ec2, group) })),
  });
};

/** The rehearsal of block-public-bucket: an empty bucket that is not public but lacks Block Public Access. */
export const bucketRehearsal: Course = async (stage) => {
  const { place } = stage;
  const { account: accountId, region, partition } = place;
  const { s3 } = place.clients;
  const Bucket = await makeBucket(stage, "bucket");
  await s3.deletePublicAccessBlock({ Bucket });
  return bothWays(stage, orEarlier(publicBucket(place, Bucket)), {
    response: "block-public-bucket",
    what: "bucket",
    arn: bucketTarget({ accountId, region, partition }, Bucket).arn,
    proof: await unchangedSince(async () => ({ switches: await switchesOn(s3, Bucket) })),
  });
};

/** The account's own AWS Config may report it first, which is fine. */
const orEarlier = (contained: Incident): Incident => ({ ...contained, also: ["already-contained"] });

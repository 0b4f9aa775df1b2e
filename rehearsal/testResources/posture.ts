import { bucketTarget, groupTarget } from "../../runtime/resources/targets";
import { type Course, type Stage, unchangedSince } from "../course";
import type { Incident } from "../incident";
import { openGroup, openGroupRules, publicBucket } from "../incidents/posture";
import { released } from "../incidents/release";
import { nameOf, tagsOf } from "../names";
import { sourcesOf, switchesOn } from "../readBack";
import { soon } from "../soon";
import { makeGroup, networkOf } from "./network";

/** The rehearsal of confine-security-group: a public group that no interface uses. */
export const groupRehearsal: Course = async (stage) => {
  const { place } = stage;
  const { account: accountId, region, partition } = place;
  const { ec2 } = place.clients;
  const { vpcId } = await networkOf(stage);
  const group = await makeGroup(stage, vpcId, "open");
  await soon(stage.pause, () => ec2.authorizeSecurityGroupIngress({ GroupId: group, IpPermissions: [openGroupRules] }));
  return bothWays(stage, openGroup(place, group), {
    response: "confine-security-group",
    what: "security group",
    arn: groupTarget({ accountId, region, partition }, group).arn,
    proof: await unchangedSince(async () => ({ sources: await sourcesOf(ec2, group) })),
  });
};

/** The rehearsal of block-public-bucket: an empty bucket that is not public but lacks Block Public Access. */
export const bucketRehearsal: Course = async (stage) => {
  const { run, place } = stage;
  const { account: accountId, region, partition } = place;
  const { s3 } = place.clients;
  const Bucket = nameOf(run, "bucket");
  // In us-east-1 the location must be left out: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
  const there = region === "us-east-1" ? {} : { LocationConstraint: region as "eu-west-1" };
  await s3.createBucket({ Bucket, ...("LocationConstraint" in there && { CreateBucketConfiguration: there }) });
  await s3.putBucketTagging({ Bucket, Tagging: { TagSet: tagsOf(run) } });
  await s3.deletePublicAccessBlock({ Bucket });
  return bothWays(stage, publicBucket(place, Bucket), {
    response: "block-public-bucket",
    what: "bucket",
    arn: bucketTarget({ accountId, region, partition }, Bucket).arn,
    proof: await unchangedSince(async () => ({ switches: await switchesOn(s3, Bucket) })),
  });
};

interface Both {
  response: string;
  what: string;
  arn: string;
  proof(): Promise<string | undefined>;
}

function bothWays({ place, followed }: Stage, contained: Incident, both: Both): Incident[] {
  const { response, what, arn, proof } = both;
  return [
    // The account's own AWS Config may report it first, which is fine.
    { ...contained, also: ["already-contained"] },
    released(followed, {
      title: `${place.name}: an analyst releases the ${what}`,
      response,
      arn,
      reason: "end of the rehearsal",
      decisions: 2,
      proof,
    }),
  ];
}

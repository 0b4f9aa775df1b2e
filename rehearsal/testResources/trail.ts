import type { Course, Stage } from "../course";
import type { Actor } from "../findings";
import { bothWays } from "../incidents/release";
import { exemptTrail, stoppedTrail, trailArn, trailOff } from "../incidents/trail";
import { nameOf, tagsOf } from "../names";
import { soon } from "../soon";
import { makeBucket } from "./bucket";

/** What the names of the trail and of its bucket end with. */
export const trailSuffix = "trail";

/** The rehearsal of restore-guardrail: a trail of this Region alone, with a bucket of its own. No other guardrail is touched. */
export const trailRehearsal: Course = async (stage) => {
  const { place, run, exceptionTagKey } = stage;
  const name = await makeTrail(stage);
  const arn = trailArn(place, name);
  // A user that does not exist: block-principal, which decides about the finding too, has nothing to do.
  const actor: Actor = {
    userType: "IAMUser",
    userName: nameOf(run, "nobody"),
    principalId: "AIDAEXAMPLEEXAMPLE12",
    accessKeyId: "AKIAEXAMPLEEXAMPLE12",
  };
  const exempt = exemptTrail(place, name, actor);
  return [
    // CloudTrail may report the call first, which is fine.
    ...bothWays(
      stage,
      { ...stoppedTrail(place, name, actor), also: ["already-contained"] },
      { response: "restore-guardrail", what: "trail", arn, proof: trailOff(place, name) },
    ),
    {
      ...exempt,
      async happen() {
        const Value = "for=restore-guardrail until=2099-12-31 ref=rehearsal";
        await place.clients.cloudTrail.addTags({ ResourceId: arn, TagsList: [{ Key: exceptionTagKey, Value }] });
        return exempt.happen();
      },
    },
  ];
};

/** Creates a trail and starts it: what never logged is not restored. */
async function makeTrail(stage: Stage): Promise<string> {
  const { run, place, pause } = stage;
  const { cloudTrail, s3 } = place.clients;
  const Name = nameOf(run, trailSuffix);
  const Bucket = await makeBucket(stage, trailSuffix);
  await s3.putBucketPolicy({ Bucket, Policy: letsIn(stage, Bucket, trailArn(place, Name)) });
  const isNew = ({ name }: Error) => name === "InsufficientS3BucketPolicyException";
  const input = { Name, S3BucketName: Bucket, IncludeGlobalServiceEvents: false, TagsList: tagsOf(run) };
  await soon(pause, () => cloudTrail.createTrail(input), isNew);
  await cloudTrail.startLogging({ Name });
  return Name;
}

/** Lets a trail write: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
function letsIn({ place: { partition, account } }: Stage, bucket: string, trail: string): string {
  const arn = `arn:${partition}:s3:::${bucket}`;
  const common = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } };
  const own = { "aws:SourceArn": trail };
  const owned = { ...own, "s3:x-amz-acl": "bucket-owner-full-control" };
  const Statement = [
    { ...common, Action: "s3:GetBucketAcl", Resource: arn, Condition: { StringEquals: own } },
    { ...common, Action: "s3:PutObject", Resource: `${arn}/AWSLogs/${account}/*`, Condition: { StringEquals: owned } },
  ];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

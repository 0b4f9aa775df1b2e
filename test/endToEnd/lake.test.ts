import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { Lambda } from "@aws-sdk/client-lambda";
import type { S3 } from "@aws-sdk/client-s3";
import type { SQS } from "@aws-sdk/client-sqs";
import { after, before, describe, it } from "mocha";
import { faultsOf } from "../../local/aws/faults";
import { up } from "../../local/engine/stack";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { s3In } from "../../local/world/buckets";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsOf } from "../../local/world/follow";
import { makeInstance } from "../../local/world/instances";
import type { World } from "../../local/world/world";
import { decisionId } from "../../runtime/model/decisionId";
import type { Decision } from "../../runtime/model/journalItems";
import { readParquet } from "../runtime/lake/readParquet";
import { sqsIn } from "./queues";
import { until } from "./until";
import { upWith } from "./upWith";
import { deployedWorld, ec2In, ownNetwork, typeToApprove } from "./world";

const { payments, security } = accounts;
const own = "decisions-of-firebreak";
const foreign = "aws-security-data-lake-eu-west-1-a1b2c3";
const provider = "AmazonSecurityLake-Provider-firebreak-eu-west-1";

describe("end to end: the data lake", () => {
  let world: World;
  let ec2: EC2;
  let sqs: SQS;
  const buckets: Record<string, S3> = {};

  /** Deploys with a setting, and lets the function wait for no more decisions. */
  const deployWith = async (securityLake: object) => {
    await upWith(world, "lake", { securityLake });
    const lambda = new Lambda(rootOf(security.id, world.endpoint));
    const { EventSourceMappings = [] } = await lambda.listEventSourceMappings({ FunctionName: "firebreak-lake" });
    await lambda.updateEventSourceMapping({ UUID: EventSourceMappings[0]!.UUID!, MaximumBatchingWindowInSeconds: 1 });
    lambda.destroy();
  };
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    sqs = sqsIn(world);
    buckets[own] = s3In(world, "security");
    buckets[foreign] = s3In(world, "payments");
    for (const [Bucket, s3] of Object.entries(buckets)) {
      await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } });
    }
    await deployWith({ bucket: own });
  });
  after(() => up(world.stacks.security));

  const decide = async (): Promise<Decision> => {
    const instanceId = await makeInstance(ec2, await ownNetwork(ec2));
    const finding = instanceFinding({ account: payments.id, instanceId, type: typeToApprove });
    await sendFinding(world.endpoint, payments.id, finding);
    return (await decisionsOf(world, finding["id"]))[0]!;
  };
  /** The keys of the files with a decision, and its rows in them. */
  const filesWith = async (Bucket: string, decision: Decision) => {
    const s3 = buckets[Bucket]!;
    const { Contents = [] } = await s3.listObjectsV2({ Bucket });
    const found: { key: string; row: any }[] = [];
    for (const { Key } of Contents) {
      const { Body } = await s3.getObject({ Bucket, Key: Key! });
      const { rows } = await readParquet(await Body!.transformToByteArray());
      for (const row of rows as any[]) {
        if (row.metadata.uid === decisionId(decision)) found.push({ key: Key!, row });
      }
    }
    return found;
  };
  const arrives = async (bucket: string, decision: Decision) => {
    await until(async () => (await filesWith(bucket, decision)).length > 0);
    return filesWith(bucket, decision);
  };
  const urlOf = async (QueueName: string) => (await sqs.getQueueUrl({ QueueName })).QueueUrl!;

  it("P60 P62: a decision becomes a row of a file in the folder of its account and day, once", async () => {
    const decision = await decide();
    const found = await arrives(own, decision);
    assert.equal(found.length, 1);
    const { key, row } = found[0]!;
    const day = decision.at.slice(0, 10).replaceAll("-", "");
    const folder = `ext/firebreak/region=${region}/accountId=${payments.id}/eventDay=${day}/`;
    assert.ok(key.startsWith(folder), key);
    assert.deepEqual([row.class_uid, row.cloud.account.uid], [7001, payments.id]);
    assert.equal(row.time, BigInt(Date.parse(decision.at)));
    assert.equal(row.unmapped.outcome, decision.outcome);
  });

  it("P61 P63: what S3 refuses is kept, and is in the lake once when it is moved back", async () => {
    const [queue, dead] = [await urlOf("firebreak-lake"), await urlOf("firebreak-lake-dead")];
    const arnOf = (name: string) => `arn:aws:sqs:${region}:${security.id}:${name}`;
    const deadLetterTargetArn = arnOf("firebreak-lake-dead");
    const quickly = {
      VisibilityTimeout: "2",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }),
    };
    await sqs.setQueueAttributes({ QueueUrl: queue, Attributes: quickly });
    const faults = faultsOf(world.endpoint);
    const caller = "*:assumed-role/firebreak-lake/*";
    await faults.add({
      kind: "fail",
      service: "s3",
      operation: "PutObject",
      code: "AccessDenied",
      status: 403,
      caller,
    });
    const decision = await decide();
    const count = "ApproximateNumberOfMessages";
    await until(async () => {
      const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl: dead, AttributeNames: [count] });
      return Number(Attributes[count]) > 0;
    });
    await faults.clear();
    assert.deepEqual(await filesWith(own, decision), []);
    await sqs.startMessageMoveTask({ SourceArn: deadLetterTargetArn, DestinationArn: arnOf("firebreak-lake") });
    assert.equal((await arrives(own, decision)).length, 1);
  });

  it("P62: Security Lake's role in another account writes, with its external id and to its own account's bucket", async () => {
    const iam = new IAM(rootOf(payments.id, world.endpoint));
    const statement = (more: object) =>
      JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", ...more } });
    const { Role } = await iam.createRole({
      RoleName: provider,
      AssumeRolePolicyDocument: statement({
        Action: "sts:AssumeRole",
        Principal: { AWS: `arn:aws:iam::${security.id}:root` },
        Condition: { StringEquals: { "sts:ExternalId": "decisions-1" } },
      }),
    });
    const PolicyDocument = statement({ Action: "s3:PutObject", Resource: `arn:aws:s3:::${foreign}/ext/firebreak/*` });
    await iam.putRolePolicy({ RoleName: provider, PolicyName: "write", PolicyDocument });
    iam.destroy();
    await deployWith({ bucket: foreign, writer: { roleArn: Role!.Arn, externalId: "decisions-1" } });
    const decision = await decide();
    assert.equal((await arrives(foreign, decision)).length, 1);
    assert.deepEqual(await filesWith(own, decision), []);
  });
});

import assert from "node:assert/strict";
import { Agent } from "node:http";
import { Lambda } from "@aws-sdk/client-lambda";
import { S3 } from "@aws-sdk/client-s3";
import { S3Control } from "@aws-sdk/client-s3-control";
import { localLookup } from "../../../local/world/guardrails";
import { writeTag } from "../../../runtime/aws/writeTag";
import { exceptionPermissions } from "../../../runtime/exceptions/kinds";
import { bucketTarget } from "../../../runtime/resources/targets";
import { lambdaFunction, logging } from "./functions";
import { member, region, security, testAws } from "./instance";
import { allow, as, outcome, session, unique } from "./principals";

async function clientsOf(who: Parameters<typeof as>[0]) {
  const config = await as(who);
  const endpoint = (await testAws()).endpoint.replace("127.0.0.1", "localhost");
  const requestHandler = { httpAgent: new Agent({ lookup: localLookup }) };
  return {
    s3: new S3({ ...config, forcePathStyle: true }),
    s3Control: new S3Control({ ...config, endpoint, requestHandler }),
  };
}

describe("local AWS: tags of buckets", () => {
  /** A bucket with one tag, and how its tags are read. */
  async function bucket(hasAttributes: boolean, account = member) {
    const { s3 } = await clientsOf(account);
    const Bucket = unique("bucket");
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } });
    await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: "team", Value: "web" }] } });
    if (hasAttributes) await s3.putBucketAbac({ Bucket, AbacStatus: { Status: "Enabled" } });
    const tags = async () =>
      Object.fromEntries((await s3.getBucketTagging({ Bucket })).TagSet!.map(({ Key, Value }) => [Key, Value]));
    return { Bucket, tags, target: bucketTarget({ accountId: account, region, partition: "aws" }, Bucket) };
  }

  it("X47: a bucket with attribute-based access control refuses to replace all tags", async () => {
    const { Bucket, tags } = await bucket(true);
    const { s3 } = await clientsOf(member);
    await assert.rejects(s3.putBucketTagging({ Bucket, Tagging: { TagSet: [] } }), /TagResource/);
    await assert.rejects(s3.deleteBucketTagging({ Bucket }), /TagResource/);
    assert.deepEqual(await tags(), { team: "web" });
    assert.equal((await s3.getBucketAbac({ Bucket })).AbacStatus!.Status, "Enabled");
  });

  for (const hasAttributes of [true, false]) {
    it(`X47: an exception tag is set and removed alone ${hasAttributes ? "with" : "without"} such control, with the role's own rights`, async () => {
      const { tags, target } = await bucket(hasAttributes);
      const fill = (text: string) =>
        text
          .replace("{partition}", "aws")
          .replace("{region}", "*")
          .replace("{account}", member)
          .replace("{target}", "*");
      const statements = exceptionPermissions("Exempt")
        .filter(({ sid }) => sid === "TagBuckets")
        .map(({ actions, resources, condition }) => ({
          ...allow(actions, resources.map(fill)),
          ...(condition && { Condition: condition }),
        }));
      const clients = await clientsOf(await session(member, ...statements));
      await writeTag(clients, target, { key: "Exempt", value: "yes" });
      assert.deepEqual(await tags(), { team: "web", Exempt: "yes" });
      assert.equal(
        await outcome(writeTag(clients, target, { key: "team", value: "mine" })),
        "refused",
        "no tag of others",
      );
      await writeTag(clients, target, { key: "Exempt", value: undefined });
      assert.deepEqual(await tags(), { team: "web" });
    });
  }

  it("X47: a function reaches S3 Control, whose host name contains the account", async () => {
    const { tags, target } = await bucket(true, security);
    const { name } = await lambdaFunction({
      code: `const { S3Control } = require("@aws-sdk/client-s3-control");
        exports.handler = (input) => new S3Control({}).tagResource(input).then(() => "tagged");`,
      statements: [logging, allow("s3:TagResource", target.arn)],
    });
    const input = { AccountId: security, ResourceArn: target.arn, Tags: [{ Key: "Exempt", Value: "yes" }] };
    const { Payload } = await new Lambda(await as(security)).invoke({
      FunctionName: name,
      Payload: JSON.stringify(input),
    });
    assert.equal(Buffer.from(Payload!).toString(), '"tagged"');
    assert.deepEqual(await tags(), { team: "web", Exempt: "yes" });
  });
});

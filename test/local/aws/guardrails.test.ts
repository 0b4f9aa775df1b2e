import assert from "node:assert/strict";
import { Agent } from "node:http";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { ConfigService } from "@aws-sdk/client-config-service";
import { EC2 } from "@aws-sdk/client-ec2";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { S3 } from "@aws-sdk/client-s3";
import { S3Control } from "@aws-sdk/client-s3-control";
import { localLookup } from "../../../local/world/guardrails";
import { member, region, stranger, testAws } from "./instance";
import { allow, as, type Credentials, errorName, outcome, session, unique } from "./principals";

const elsewhere = "eu-central-1";
const trailIn = async (who: Credentials | string, at = region) => new CloudTrail({ ...(await as(who)), region: at });
const controlOf = async (who: Credentials | string) =>
  new S3Control({
    ...(await as(who)),
    endpoint: (await testAws()).endpoint.replace("127.0.0.1", "localhost"),
    requestHandler: { httpAgent: new Agent({ lookup: localLookup }) },
  });

async function makeTrail(IsMultiRegionTrail = false): Promise<{ Name: string; arn: string }> {
  const [Name, S3BucketName] = [unique("trail"), unique("trail-logs")];
  const s3 = new S3({ ...(await as(member)), forcePathStyle: true });
  await s3.createBucket({ Bucket: S3BucketName, CreateBucketConfiguration: { LocationConstraint: region } });
  const trail = await trailIn(member);
  return { Name, arn: (await trail.createTrail({ Name, S3BucketName, IsMultiRegionTrail })).TrailARN! };
}

/** The calls of one name in the event history, newest first. */
async function history(client: CloudTrail, AttributeValue: string) {
  const LookupAttributes = [{ AttributeKey: "EventName" as const, AttributeValue }];
  return (await client.lookupEvents({ LookupAttributes })).Events!.map((one) => JSON.parse(one.CloudTrailEvent!));
}

describe("local AWS: guardrails", () => {
  it("N48: a trail shows when it was started and stopped, and never was if it was not", async () => {
    const client = await trailIn(member);
    const { Name, arn } = await makeTrail();
    const fresh = await client.getTrailStatus({ Name: arn });
    assert.deepEqual([fresh.IsLogging, fresh.StartLoggingTime], [false, undefined]);
    await client.startLogging({ Name: arn });
    assert.equal((await client.getTrailStatus({ Name })).IsLogging, true);
    await client.stopLogging({ Name });
    const stopped = await client.getTrailStatus({ Name: arn });
    assert.equal(stopped.IsLogging, false);
    assert.ok(stopped.StartLoggingTime! <= stopped.StopLoggingTime!);
  });

  it("N48: only its home Region starts and stops a trail that all Regions show", async () => {
    const { Name, arn } = await makeTrail(true);
    const other = await trailIn(member, elsewhere);
    const { trailList } = await other.describeTrails({ includeShadowTrails: true });
    assert.equal(trailList!.find((one) => one.TrailARN === arn)!.HomeRegion, region);
    assert.equal(await errorName(other.startLogging({ Name })), "InvalidHomeRegionException");
    assert.equal(await errorName(other.stopLogging({ Name: unique("none") })), "TrailNotFoundException");
    await (await trailIn(member)).deleteTrail({ Name });
  });

  it("N48: IAM limits a session to one trail", async () => {
    const [mine, other] = [await makeTrail(), await makeTrail()];
    const limited = await trailIn(
      await session(
        member,
        allow(["cloudtrail:GetTrailStatus", "cloudtrail:StartLogging", "cloudtrail:ListTags"], mine.arn),
      ),
    );
    assert.equal(await outcome(limited.startLogging({ Name: mine.arn })), "allowed");
    assert.equal(await outcome(limited.listTags({ ResourceIdList: [mine.arn] })), "allowed");
    for (const call of [
      limited.startLogging({ Name: other.arn }),
      limited.getTrailStatus({ Name: other.Name }),
      limited.stopLogging({ Name: mine.arn }),
      limited.listTags({ ResourceIdList: [other.arn] }),
    ])
      assert.equal(await outcome(call), "refused");
  });

  it("N48: IAM limits the tags that a session sets and removes to one key", async () => {
    const { arn: ResourceId } = await makeTrail();
    const condition = { "ForAllValues:StringEquals": { "aws:TagKeys": ["Exempt"] }, Null: { "aws:TagKeys": "false" } };
    const limited = await trailIn(
      await session(member, allow(["cloudtrail:AddTags", "cloudtrail:RemoveTags"], ResourceId, condition)),
    );
    const TagsList = (Key: string) => [{ Key, Value: "yes" }];
    assert.equal(await outcome(limited.addTags({ ResourceId, TagsList: TagsList("Exempt") })), "allowed");
    assert.equal(await outcome(limited.addTags({ ResourceId, TagsList: TagsList("team") })), "refused");
    assert.equal(await outcome(limited.removeTags({ ResourceId, TagsList: [{ Key: "team" }] })), "refused");
    assert.equal(await outcome(limited.removeTags({ ResourceId, TagsList: [{ Key: "Exempt" }] })), "allowed");
  });

  it("N48: a recorder has an ARN and tags, and a new one with its name has another ARN", async () => {
    const config = new ConfigService({ ...(await as(stranger)), region: elsewhere });
    const roleARN = `arn:aws:iam::${stranger}:role/recorder`;
    const arnOf = async () => {
      await config.putConfigurationRecorder({ ConfigurationRecorder: { name: "default", roleARN } });
      return (await config.describeConfigurationRecorders({})).ConfigurationRecorders![0]!.arn!;
    };
    const arn = await arnOf();
    assert.match(arn, new RegExp(`^arn:aws:config:${elsewhere}:${stranger}:configuration-recorder/default/[a-z0-9]+$`));
    assert.equal(await arnOf(), arn);
    await config.tagResource({ ResourceArn: arn, Tags: [{ Key: "team", Value: "audit" }] });
    assert.deepEqual((await config.listTagsForResource({ ResourceArn: arn })).Tags, [{ Key: "team", Value: "audit" }]);
    await config.untagResource({ ResourceArn: arn, TagKeys: ["team"] });
    assert.deepEqual((await config.listTagsForResource({ ResourceArn: arn })).Tags, []);
    const named = { ConfigurationRecorderName: "default" };
    assert.equal(await errorName(config.startConfigurationRecorder(named)), "NoAvailableDeliveryChannelException");
    await config.deleteConfigurationRecorder(named);
    assert.notEqual(await arnOf(), arn);
    await config.deleteConfigurationRecorder(named);
  });

  it("N48: a detector shows when it was changed last, and has tags", async () => {
    const client = new GuardDuty({ ...(await as(stranger)), region: elsewhere });
    const { DetectorId } = await client.createDetector({ Enable: true, Tags: { team: "audit" } });
    const made = await client.getDetector({ DetectorId });
    await client.updateDetector({ DetectorId, Enable: false });
    const ResourceArn = `arn:aws:guardduty:${elsewhere}:${stranger}:detector/${DetectorId}`;
    await client.tagResource({ ResourceArn, Tags: { kept: "yes" } });
    await client.untagResource({ ResourceArn, TagKeys: ["team"] });
    const now = await client.getDetector({ DetectorId });
    assert.deepEqual([now.Status, now.Tags], ["DISABLED", { kept: "yes" }]);
    assert.ok(now.UpdatedAt! > made.UpdatedAt!);
    await client.deleteDetector({ DetectorId });
    assert.equal(await errorName(client.getDetector({ DetectorId })), "BadRequestException");
  });

  it("N48: the event history of an account and Region has the changes of its settings, by CloudTrail's names", async () => {
    const ec2 = new EC2({ ...(await as(stranger)), region: elsewhere });
    await ec2.enableEbsEncryptionByDefault({});
    assert.equal((await ec2.getEbsEncryptionByDefault({})).EbsEncryptionByDefault, true);
    await ec2.disableEbsEncryptionByDefault({});
    const [event] = await history(await trailIn(stranger, elsewhere), "DisableEbsEncryptionByDefault");
    assert.deepEqual([event.recipientAccountId, event.awsRegion], [stranger, elsewhere]);
    for (const client of [await trailIn(stranger), await trailIn(member, elsewhere)])
      assert.deepEqual(await history(client, "DisableEbsEncryptionByDefault"), []);
    const control = await controlOf(stranger);
    const AccountId = stranger;
    assert.equal(await errorName(control.getPublicAccessBlock({ AccountId })), "NoSuchPublicAccessBlockConfiguration");
    await control.putPublicAccessBlock({ AccountId, PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
    await control.deletePublicAccessBlock({ AccountId });
    const [put] = await history(await trailIn(stranger), "PutAccountPublicAccessBlock");
    assert.equal(put.eventSource, "s3.amazonaws.com");
    assert.match(JSON.stringify(put.requestParameters), /"blockPublicAcls":"?true/i);
    assert.equal((await history(await trailIn(stranger), "DeleteAccountPublicAccessBlock")).length, 1);
  });

  it("N48: one action allows to set and to delete the account's Block Public Access", async () => {
    const reader = await controlOf(await session(member, allow("s3:GetAccountPublicAccessBlock")));
    const writer = await controlOf(await session(member, allow("s3:PutAccountPublicAccessBlock")));
    const AccountId = member;
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true };
    assert.equal(await outcome(reader.putPublicAccessBlock({ AccountId, PublicAccessBlockConfiguration })), "refused");
    assert.equal(await outcome(writer.putPublicAccessBlock({ AccountId, PublicAccessBlockConfiguration })), "allowed");
    assert.equal(await outcome(reader.getPublicAccessBlock({ AccountId })), "allowed");
    assert.equal(await outcome(writer.getPublicAccessBlock({ AccountId })), "refused");
    assert.equal(await outcome(writer.deletePublicAccessBlock({ AccountId })), "allowed");
  });
});

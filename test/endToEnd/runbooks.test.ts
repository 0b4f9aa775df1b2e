import assert from "node:assert/strict";
import { SSM } from "@aws-sdk/client-ssm";
import { before, describe, it } from "mocha";
import { accounts, rootOf } from "../../local/world/accounts";
import { makePublicBucket, s3In } from "../../local/world/buckets";
import { evaluate } from "../../local/world/compliance";
import { decisionsOf, journalOf } from "../../local/world/follow";
import type { World } from "../../local/world/world";
import { deployedWorld } from "./world";

const { website } = accounts;
const document = "AWS-EnableS3BucketEncryption";

describe("end to end: runbooks", () => {
  let world: World;
  let ssm: SSM;
  before(async () => {
    world = await deployedWorld();
    ssm = new SSM(rootOf(website.id, world.endpoint));
  });

  /** Makes a bucket that Config reports as unencrypted, and returns the finding's id. */
  async function unencrypted(bucket: string, tags: Record<string, string> = {}): Promise<string> {
    await makePublicBucket(s3In(world, "website"), bucket, tags);
    return evaluate(world.endpoint, {
      account: website.id,
      rule: "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED",
      resourceType: "AWS::S3::Bucket",
      resourceId: bucket,
      compliance: "NON_COMPLIANT",
    });
  }

  /** Executions of the document in the account for a bucket. */
  async function executionsFor(bucket: string) {
    const { AutomationExecutionMetadataList = [] } = await ssm.describeAutomationExecutions({
      Filters: [{ Key: "DocumentNamePrefix", Values: [document] }],
    });
    const all = AutomationExecutionMetadataList.map((item) => item.AutomationExecutionId!);
    const read = await Promise.all(all.map((id) => ssm.getAutomationExecution({ AutomationExecutionId: id })));
    return read
      .map((answer) => answer.AutomationExecution!)
      .filter((item) => item.Parameters?.["BucketName"]?.includes(bucket));
  }

  const ends = (outcome: object) =>
    ssm.putParameter({
      Name: `/local-aws/automation/${document}`,
      Value: JSON.stringify(outcome),
      Type: "String",
      Overwrite: true,
    });

  it("F14 F15 M34: a declared runbook starts in the bucket's account and Region, and its end is recorded when it arrives", async () => {
    await ends({ status: "Success", seconds: 3 });
    const finding = await unencrypted("plain-letters");
    const [started, ended] = await decisionsOf(world, finding, 2);
    assert.equal(started!.outcome, "started", started!.reason);
    assert.equal(ended!.outcome, "contained", ended!.reason);
    const [execution, ...more] = await executionsFor("plain-letters");
    assert.deepEqual(more, []);
    assert.equal(execution!.DocumentName, document);
    assert.match(execution!.ExecutedBy!, /Security-IR-Role-run-runbook/);
    assert.ok(ended!.evidence.some((item) => item.id === execution!.AutomationExecutionId));
  });

  it("M34: a runbook that fails ends as failed, with the document's error", async () => {
    await ends({ status: "Failed", message: "the bucket is locked", seconds: 1 });
    const finding = await unencrypted("locked-letters");
    const decisions = await decisionsOf(world, finding, 2);
    const last = decisions.at(-1)!;
    assert.equal(last.outcome, "failed");
    assert.match(last.reason, /Failed/);
  });

  it("an exception granted while a runbook runs stops nothing: its end is recorded", async () => {
    await ends({ status: "Success", seconds: 4 });
    const finding = await unencrypted("late-letters");
    const [started] = await decisionsOf(world, finding);
    assert.equal(started!.outcome, "started", started!.reason);
    const TagSet = [{ Key: "SecurityException", Value: "late" }];
    await s3In(world, "website").putBucketTagging({ Bucket: "late-letters", Tagging: { TagSet } });
    const [, ended] = await decisionsOf(world, finding, 2);
    assert.equal(ended!.outcome, "contained", ended!.reason);
    assert.ok(ended!.evidence.some(({ kind }) => kind.startsWith("end of ")));
  });

  it("F24: no runbook starts for a bucket with the tag", async () => {
    const finding = await unencrypted("exempt-letters", { SecurityException: "legacy" });
    const [decision] = await decisionsOf(world, finding);
    assert.equal(decision!.outcome, "exempt");
    assert.deepEqual(await executionsFor("exempt-letters"), []);
  });

  it("executions that others started are ignored", async () => {
    await ends({ status: "Success", seconds: 2 });
    const before = (await journalOf(world).all()).length;
    const { AutomationExecutionId } = await ssm.startAutomationExecution({
      DocumentName: document,
      Parameters: { BucketName: ["someone-elses"] },
    });
    const finding = await unencrypted("last-letters");
    await decisionsOf(world, finding, 2);
    const items = await journalOf(world).all();
    assert.ok(items.length > before);
    assert.deepEqual(
      items.filter((item) => JSON.stringify(item).includes(AutomationExecutionId!)),
      [],
    );
  });
});

import assert from "node:assert/strict";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { SecurityHub } from "@aws-sdk/client-securityhub";
import { clickCustomAction } from "../../../local/aws/customAction";
import { member, region, security, testAws } from "./instance";
import { allow, as, type Credentials, session, unique } from "./principals";
import { type Queue, queueFor, receive } from "./queues";
import { securityHub } from "./rawCalls";
import { rule } from "./rules";

const productArn = `arn:aws:securityhub:${region}:${security}:product/${security}/default`;

const finding = (Id: string, more: object = {}) => ({
  SchemaVersion: "2018-10-08",
  Id,
  ProductArn: productArn,
  GeneratorId: "test",
  AwsAccountId: security,
  Types: ["Software and Configuration Checks"],
  CreatedAt: "2026-11-01T00:00:00Z",
  UpdatedAt: "2026-11-01T00:00:00Z",
  Severity: { Label: "HIGH" },
  Title: "title",
  Description: "description",
  Resources: [{ Type: "AwsEc2SecurityGroup", Id: "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1" }],
  ...more,
});

/** A queue that receives Security Hub's events with this detail-type and a given property in their findings. */
async function listen(detailType: string, findings: object): Promise<Queue> {
  const pattern = { source: ["aws.securityhub"], "detail-type": [detailType], detail: { findings } };
  const made = await rule({ pattern });
  const target = await queueFor("events.amazonaws.com", made.arn);
  await made.target({ Arn: target.arn });
  return target;
}

const post = (path: string, body: object) => securityHub(security, "POST", path, body);

describe("local AWS: Security Hub", () => {
  it("P20: an account without a hub gets an error with a code and a sentence", async () => {
    await assert.rejects(new SecurityHub(await as(member)).describeHub({}), {
      name: "InvalidAccessException",
      message: "Account is not subscribed to AWS Security Hub",
    });
  });

  it("row 12: custom actions are created, described, updated and deleted", async () => {
    const Id = unique("Action").replace("-", "");
    const arn = `arn:aws:securityhub:${region}:${security}:action/custom/${Id}`;
    const create = () => post("/actionTargets", { Id, Name: "Contain", Description: "Contain it" });
    assert.equal((await create()).body.ActionTargetArn, arn);
    assert.equal((await create()).error, "ResourceConflictException");
    await securityHub(security, "PATCH", `/actionTargets/${encodeURIComponent(arn)}`, { Name: "Release" });
    const described = await post("/actionTargets/get", { ActionTargetArns: [arn] });
    assert.deepEqual(described.body.ActionTargets, [
      { ActionTargetArn: arn, Name: "Release", Description: "Contain it" },
    ]);
    await securityHub(security, "DELETE", `/actionTargets/${encodeURIComponent(arn)}`);
    assert.equal((await post("/actionTargets/get", { ActionTargetArns: [arn] })).error, "ResourceNotFoundException");
  });

  it("row 12: findings are filtered by status, severity, resource and exclusion", async () => {
    const [high, low] = [unique("finding"), unique("finding")];
    const imported = await post("/findings/import", {
      Findings: [finding(high), finding(low, { Severity: { Label: "LOW" } })],
    });
    assert.equal(imported.body.SuccessCount, 2);
    const search = async (Filters: object) => {
      const all = { Id: [high, low].map((Value) => ({ Value, Comparison: "EQUALS" })), ...Filters };
      return (await post("/findings", { Filters: all })).body.Findings.map((one: { Id: string }) => one.Id);
    };
    const equals = (Value: string) => [{ Value, Comparison: "EQUALS" }];
    assert.deepEqual(await search({ SeverityLabel: equals("HIGH") }), [high]);
    assert.deepEqual(await search({ SeverityLabel: [{ Value: "HIGH", Comparison: "NOT_EQUALS" }] }), [low]);
    assert.deepEqual(await search({ WorkflowStatus: equals("NEW"), ResourceType: equals("AwsEc2SecurityGroup") }), [
      high,
      low,
    ]);
    assert.deepEqual(await search({ ResourceType: equals("AwsS3Bucket") }), []);
  });

  it("row 13: importing and updating a finding each send an event", async () => {
    const Id = unique("finding");
    const heard = await listen("Security Hub Findings - Imported", { Id: [Id] });
    await post("/findings/import", { Findings: [finding(Id)] });
    const [imported] = (await receive(heard)).map((message) => JSON.parse(message.Body!));
    assert.deepEqual(imported.resources, [`${productArn}/${Id}`]);
    assert.equal(imported.account, security);
    assert.equal(imported.detail.findings[0].Workflow.Status, "NEW");
    const update = await securityHub(security, "PATCH", "/findings/batchupdate", {
      FindingIdentifiers: [
        { Id, ProductArn: productArn },
        { Id: "absent", ProductArn: productArn },
      ],
      Workflow: { Status: "RESOLVED" },
      Note: { Text: "contained", UpdatedBy: "firebreak" },
    });
    assert.deepEqual(update.body.ProcessedFindings, [{ Id, ProductArn: productArn }]);
    assert.equal(update.body.UnprocessedFindings[0].ErrorCode, "FindingNotFound");
    const [updated] = (await receive(heard)).map((message) => JSON.parse(message.Body!));
    assert.equal(updated.detail.findings[0].Workflow.Status, "RESOLVED");
    assert.equal(updated.detail.findings[0].Note.Text, "contained");
  });

  it("row 13: importing needs its permission", async () => {
    const body = { Findings: [finding(unique("finding"))] };
    const refused = await securityHub(
      await session(security, allow("securityhub:GetFindings")),
      "POST",
      "/findings/import",
      body,
    );
    assert.equal(refused.error, "AccessDeniedException");
    const admitted = await session(security, allow("securityhub:BatchImportFindings"));
    assert.equal((await securityHub(admitted, "POST", "/findings/import", body)).error, undefined);
  });

  describe("V2", () => {
    const v2 = (uid: string, more: object = {}) => ({
      cloud: { account: { uid: member }, region },
      finding_info: { uid, title: "title" },
      metadata: { product: { uid: `arn:aws:securityhub:${region}::productv2/aws/guardduty` } },
      status: "New",
      status_id: 1,
      ...more,
    });
    const named = (uid: string) => ({
      CloudAccountUid: member,
      FindingInfoUid: uid,
      MetadataProductUid: `arn:aws:securityhub:${region}::productv2/aws/guardduty`,
    });
    const updateV2 = (caller: Credentials | string, body: object) =>
      securityHub(caller, "PATCH", "/findingsv2/batchupdatev2", body);

    /** Announces a finding as its service would, as the root user of the security account. */
    async function announce(uid: string): Promise<void> {
      const events = new EventBridge(await as(security));
      const Detail = JSON.stringify({ findings: [v2(uid)] });
      await events.putEvents({ Entries: [{ Source: "aws.securityhub", DetailType: "Findings Imported V2", Detail }] });
    }

    it("row 13: the administrator can update an announced finding, and the update is an event with its new status", async () => {
      const uid = unique("finding");
      await announce(uid);
      const heard = await listen("Findings Imported V2", { finding_info: { uid: [uid] } });
      const answer = await updateV2(security, {
        FindingIdentifiers: [named(uid), named("absent")],
        Comment: "contained",
        StatusId: 2,
      });
      assert.deepEqual(answer.body.ProcessedFindings, [{ FindingIdentifier: named(uid) }]);
      assert.equal(answer.body.UnprocessedFindings[0].ErrorCode, "ResourceNotFoundException");
      const [updated] = (await receive(heard)).map((message) => JSON.parse(message.Body!).detail.findings[0]);
      assert.deepEqual([updated.status, updated.status_id, updated.comment], ["In Progress", 2, "contained"]);
      for (const account of [security, member]) {
        const known = await securityHub(account, "POST", "/findingsv2", {});
        const found = known.body.Findings.find((one: any) => one.finding_info.uid === uid);
        assert.equal(found.status, "In Progress");
      }
    });

    it("row 13: a comment that is too long or empty, and an unknown status, are refused", async () => {
      const uid = unique("finding");
      await announce(uid);
      const wrong = [{ Comment: "x".repeat(513) }, { Comment: " " }, { StatusId: 7 }];
      for (const change of wrong) {
        const { error } = await updateV2(security, { FindingIdentifiers: [named(uid)], ...change });
        assert.equal(error, "ValidationException", JSON.stringify(change));
      }
    });

    it("row 13: updating needs securityhub:BatchUpdateFindings on the V2 hub", async () => {
      const uid = unique("finding");
      await announce(uid);
      const body = { FindingIdentifiers: [named(uid)], StatusId: 2 };
      const hub = (name: string) => `arn:aws:securityhub:${region}:${security}:${name}`;
      const only = async (resource: string) =>
        updateV2(await session(security, allow("securityhub:BatchUpdateFindings", resource)), body);
      assert.equal((await only(hub("hub/default"))).error, "AccessDeniedException");
      assert.equal((await only(hub("hubv2/*"))).error, undefined);
    });
  });

  it("row 14: a click on a custom action sends one event for each finding", async () => {
    const [one, two] = [unique("finding"), unique("finding")];
    const heard = await listen("Security Hub Findings - Custom Action", { Id: [one, two] });
    const arn = `arn:aws:securityhub:${region}:${security}:action/custom/Contain`;
    const action = { arn, name: "Contain", description: "Contain it" };
    await clickCustomAction((await testAws()).endpoint, action, [finding(one), finding(two)]);
    const events = (await receive(heard, 2)).map((message) => JSON.parse(message.Body!));
    assert.deepEqual(events.map((event) => event.detail.findings[0].Id).sort(), [one, two].sort());
    for (const event of events) {
      assert.deepEqual(event.resources, [arn]);
      assert.equal(event.detail.actionName, "Contain");
      assert.equal(event.detail.findings.length, 1);
    }
  });
});

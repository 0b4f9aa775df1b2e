import assert from "node:assert/strict";
import { clickCustomAction } from "../../../local/aws/customAction";
import { region, security, testAws } from "./instance";
import { allow, session, unique } from "./principals";
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

/** A queue that gets the events of Security Hub with this detail-type and something in their findings. */
async function listen(detailType: string, findings: object): Promise<Queue> {
  const pattern = { source: ["aws.securityhub"], "detail-type": [detailType], detail: { findings } };
  const made = await rule({ pattern });
  const target = await queueFor("events.amazonaws.com", made.arn);
  await made.target({ Arn: target.arn });
  return target;
}

const post = (path: string, body: object) => securityHub(security, "POST", path, body);

describe("local AWS: Security Hub", function () {
  this.timeout(30_000);

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

  it("row 14: the click of a custom action sends one event for each finding", async () => {
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

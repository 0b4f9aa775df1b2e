import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "mocha";
import { eventReader } from "../../../runtime/findings/eventReader";
import { handle } from "../../../runtime/functions/responder/handle";
import type { Response } from "../../../runtime/model/response";
import { instanceTarget } from "../../../runtime/resources/targets";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";
import { place, settingsFor, world } from "../../attacks/harness";
import { decision } from "../decision";

const id = "16afba5c5c43e07c9e3e5e2e544e95df";
const instance = "i-0123456789abcdef0";
const arn = `arn:aws:guardduty:eu-west-1:444455556666:detector/06b01209ca77b0865dd973df0355fc1e/finding/${id}`;

describe("a GuardDuty finding that comes through Security Hub", () => {
  let server: Server;
  let finding: Record<string, any> | undefined;
  before((done) => {
    server = createServer((_request, response) => response.end(JSON.stringify({ findings: finding ? [finding] : [] })));
    server.listen(0, "127.0.0.1", done);
  });
  after(() => server.close());

  const atGuardDuty = (service: object, change: object = {}) => ({
    accountId: "444455556666",
    arn,
    createdAt: "2026-11-25T09:00:00Z",
    id,
    partition: "aws",
    region: "eu-west-1",
    resource: { resourceType: "Instance", instanceDetails: { instanceId: instance } },
    schemaVersion: "2.0",
    service,
    severity: 5,
    title: "t",
    type: "Backdoor:EC2/C&CActivity.B!DNS",
    updatedAt: "2026-11-25T09:30:00Z",
    ...change,
  });
  const event = (change: object = {}, more: object = {}) => ({
    source: "aws.securityhub",
    "detail-type": "Security Hub Findings - Imported",
    account: "111122223333",
    region: "eu-west-1",
    time: "2026-11-25T10:00:00Z",
    resources: ["arn:aws:securityhub:eu-west-1:111122223333:action/custom/IsolateEc2SH"],
    detail: {
      findings: [
        {
          Id: arn,
          ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/guardduty",
          GeneratorId: "arn:aws:guardduty:eu-west-1:444455556666:detector/x",
          AwsAccountId: "444455556666",
          Region: "eu-west-1",
          Types: ["TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS"],
          CreatedAt: "2026-11-25T09:00:00Z",
          UpdatedAt: "2026-11-25T09:30:00Z",
          Severity: { Label: "MEDIUM", Normalized: 50 },
          Title: "t",
          Resources: [{ Type: "AwsEc2Instance", Id: `arn:aws:ec2:eu-west-1:444455556666:instance/${instance}` }],
          ...change,
        },
      ],
    },
    ...more,
  });
  const response = {
    ...isolateInstance,
    clients: () => ({}),
    read: async () => ({ id: instance }),
    tags: () => ({}),
    plan: () => [],
    notNeeded: () => "nothing is open",
    residualRisk: () => [],
    beyondReach: () => [],
    unread: () => [],
    leftOpen: () => [],
  } as unknown as Response;

  function hub() {
    const made = world(settingsFor({ findingTypes: isolateInstance.findingTypes }));
    const { port } = server.address() as AddressInfo;
    const credentials = { AccessKeyId: "a", SecretAccessKey: "b", SessionToken: "c" };
    const AssumedRoleUser = { Arn: "arn:aws:sts::444455556666:assumed-role/x/y" };
    Object.assign(made.services, {
      clientConfig: { endpoint: `http://127.0.0.1:${port}`, maxAttempts: 1 },
      sts: () => ({ assumeRole: async () => ({ AssumedRoleUser, Credentials: credentials }) }),
      securityHub: () => ({ batchUpdateFindings: async () => ({}) }),
    });
    const answer = (given: object) => handle(made.run(), response, eventReader(), JSON.stringify(given));
    return { ...made, answer };
  }

  it("X39: is still a sample", async () => {
    finding = atGuardDuty({ additionalInfo: { type: "default", value: '{"sample":true}' } });
    const { answer } = hub();
    const [decided] = await answer(event());
    assert.equal(decided!.about!.sample, true);
  });

  it("X40: is left alone and recorded if it is archived there, unless an analyst chooses it", async () => {
    finding = atGuardDuty({ archived: true });
    const { answer } = hub();
    const [decided] = await answer(event());
    assert.deepEqual([decided!.outcome, decided!.reason], ["skipped", "it is archived in GuardDuty"]);
    const [chosen] = await answer(event({}, { "detail-type": "Security Hub Findings - Custom Action" }));
    assert.equal(chosen!.reason, "nothing is open");
  });

  it("X40: is answered if this response archived it itself", async () => {
    finding = atGuardDuty({ archived: true });
    const { answer, table } = hub();
    const own = { ...decision, finding: id, target: instanceTarget(place, instance) };
    await table.journal.recordDecision(own);
    await answer(event());
    const latest = await table.journal.latestDecisions(id);
    assert.deepEqual(
      latest.map(({ reason }) => reason),
      ["nothing is open"],
    );
  });

  it("Y19: has the severity of GuardDuty, or that of Security Hub if that is in a higher band", async () => {
    finding = atGuardDuty({});
    const severityOf = async (given: object) => (await hub().answer(given))[0]!.about!.severity;
    assert.equal(await severityOf(event({ Severity: { Label: "LOW", Normalized: 10 } })), 5);
    assert.equal(await severityOf(event({ Severity: { Label: "CRITICAL", Normalized: 95 } })), 9.5);
  });

  it("is refused for good if GuardDuty's answer cannot be understood or is about another account", async () => {
    finding = atGuardDuty({}, { severity: 99 });
    assert.match((await hub().answer(event()))[0]!.reason, /its source returned a finding that cannot be parsed/);
    finding = atGuardDuty({}, { accountId: "777788889999" });
    assert.match((await hub().answer(event()))[0]!.reason, /the finding is about account 777788889999/);
    finding = undefined;
    const [unknown] = await hub().answer(event());
    assert.deepEqual([unknown!.outcome, /GuardDuty does not know/.test(unknown!.reason)], ["refused", true]);
  });
});

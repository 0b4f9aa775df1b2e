import assert from "node:assert/strict";
import { decisionOf } from "../../../runtime/decide";
import type { Finding, HubReference } from "../../../runtime/finding";
import { findingOf } from "../../../runtime/followAutomation";
import { notify } from "../../../runtime/responses/notify";
import type { Run } from "../../../runtime/run";
import { answerSource } from "../../../runtime/sources/answer";
import { instanceTarget } from "../../../runtime/target";
import { decision } from "../decision";

const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const hub: HubReference = {
  id: "arn:aws:securityhub:eu-west-1:444455556666:finding/1",
  productArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub",
  region: "eu-central-1",
  accountId: place.accountId,
};
const v2: HubReference = {
  ...hub,
  productArn: "arn:aws:securityhub:eu-west-1::productv2/aws/securityhub",
  v2: true,
};
const target = instanceTarget(place, "i-0123456789abcdef0");
const finding = (reference: HubReference): Finding => ({
  source: "security-hub",
  id: "hub-1",
  type: "SecurityHub:Control/EC2.19",
  title: "open",
  severity: 8,
  ...place,
  firstSeen: "2026-11-25T09:00:00Z",
  lastSeen: "2026-11-25T09:00:00Z",
  sentAt: "2026-11-25T09:00:00Z",
  sample: false,
  resourceType: "AWS::EC2::Instance",
  resources: [],
  hub: reference,
});

/** A run whose Security Hub answers with `answer`, and what it was asked in which Region. */
function runWith(answer: object | Error = {}) {
  const asked: { region: string; operation: string; input: any }[] = [];
  const securityHub = (region: string) => {
    const operation = (name: string) => async (input: object) => {
      asked.push({ region, operation: name, input });
      if (answer instanceof Error) throw answer;
      return answer;
    };
    return {
      batchUpdateFindings: operation("BatchUpdateFindings"),
      batchUpdateFindingsV2: operation("BatchUpdateFindingsV2"),
    };
  };
  const run = { id: "r", calls: [], started: Date.now(), services: { securityHub }, settings: {} };
  return { run: run as unknown as Run, asked };
}

describe("the answer to a finding of Security Hub", () => {
  it("M55: a note and NOTIFIED where it is in ASFF, in the finding's Region", async () => {
    const { run, asked } = runWith();
    assert.deepEqual(await answerSource(run, finding(hub), decision), [
      "Security Hub has the note, workflow status NOTIFIED",
    ]);
    assert.deepEqual(asked, [
      {
        region: "eu-central-1",
        operation: "BatchUpdateFindings",
        input: {
          FindingIdentifiers: [{ Id: hub.id, ProductArn: hub.productArn }],
          Note: {
            Text: "Firebreak isolate-instance: contained. read back, nothing is missing",
            UpdatedBy: "firebreak",
          },
          Workflow: { Status: "NOTIFIED" },
        },
      },
    ]);
  });

  it("X37: none where the security account does not use Security Hub", async () => {
    const { run, asked } = runWith();
    const off = { ...run, settings: { ...run.settings, answersHub: false } };
    for (const reference of [hub, v2]) assert.deepEqual(await answerSource(off, finding(reference), decision), []);
    assert.deepEqual(asked, []);
  });

  it("M55 case 6: a comment and In Progress where it is in OCSF, a status that the intake ignores", async () => {
    const { run, asked } = runWith();
    assert.deepEqual(await answerSource(run, finding(v2), decision), [
      "Security Hub has the comment, status In Progress",
    ]);
    assert.deepEqual(asked[0]!.input, {
      FindingIdentifiers: [
        { CloudAccountUid: place.accountId, FindingInfoUid: v2.id, MetadataProductUid: v2.productArn },
      ],
      Comment: "Firebreak isolate-instance: contained. read back, nothing is missing",
      StatusId: 2,
    });
  });

  for (const [name, reference] of [
    ["note", hub],
    ["comment", v2],
  ] as const) {
    it(`M13: a ${name} that is not taken is a line for people, never an error`, async () => {
      const denied = Object.assign(new Error("not authorized"), { name: "AccessDeniedException" });
      assert.deepEqual(await answerSource(runWith(denied).run, finding(reference), decision), [
        `Security Hub did not take the ${name}: AccessDeniedException: not authorized`,
      ]);
      const unprocessed = { UnprocessedFindings: [{ ErrorCode: "FindingNotFound", ErrorMessage: "no such finding" }] };
      assert.deepEqual(await answerSource(runWith(unprocessed).run, finding(reference), decision), [
        `Security Hub did not take the ${name}: FindingNotFound no such finding`,
      ]);
    });

    it(`a reason that is too long for a ${name} is cut`, async () => {
      const { run, asked } = runWith();
      await answerSource(run, finding(reference), { ...decision, reason: "x".repeat(2000) });
      const { Comment, Note } = asked[0]!.input;
      assert.equal((Comment ?? Note.Text).length, 512);
    });

    it(`a ${name} can still be written by who goes on with what the finding had started`, async () => {
      const { run, asked } = runWith();
      const started = decisionOf(run, notify, finding(reference), { outcome: "started", reason: "runs" }, undefined);
      await answerSource(run, findingOf(started, target), decision);
      assert.equal(asked.length, 1);
      assert.ok(JSON.stringify(asked[0]!.input).includes(reference.id));
    });
  }
});

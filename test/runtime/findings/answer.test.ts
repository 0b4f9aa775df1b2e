import assert from "node:assert/strict";
import { decisionOf } from "../../../runtime/containment/decide";
import { findingOf } from "../../../runtime/containment/followAutomation";
import { eventReader } from "../../../runtime/findings/eventReader";
import { answerSource } from "../../../runtime/findings/sources";
import type { Finding, HubReference } from "../../../runtime/model/finding";
import { instanceTarget } from "../../../runtime/resources/targets";
import { notify } from "../../../runtime/responses/notify";
import type { Run } from "../../../runtime/run/run";
import { decision } from "../decision";

const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const hub: HubReference = {
  id: "arn:aws:securityhub:eu-west-1:444455556666:finding/1",
  productArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub",
  region: "eu-central-1",
  accountId: place.accountId,
  modifiedAt: "2026-11-25T09:30:00Z",
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

/** A run whose Security Hub returns `answer`, and the requests that it received per Region. */
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

describe("the update of a Security Hub finding", () => {
  it("M55: is a note and NOTIFIED in ASFF, in the finding's Region", async () => {
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
            Text: "Firebreak isolate-instance: contained. read back, nothing is missing [version 2026-11-25T09:30:00Z]",
            UpdatedBy: "firebreak",
          },
          Workflow: { Status: "NOTIFIED" },
        },
      },
    ]);
  });

  it("X37: is skipped if the security account does not use Security Hub", async () => {
    const { run, asked } = runWith();
    const off = { ...run, settings: { ...run.settings, securityHub: false } };
    for (const reference of [hub, v2]) assert.deepEqual(await answerSource(off, finding(reference), decision), []);
    assert.deepEqual(asked, []);
  });

  it("M55 case 6: is a comment and In Progress in OCSF, with the version that it refers to", async () => {
    const { run, asked } = runWith();
    assert.deepEqual(await answerSource(run, finding(v2), decision), [
      "Security Hub has the comment, status In Progress",
    ]);
    assert.deepEqual(asked[0]!.input, {
      FindingIdentifiers: [
        { CloudAccountUid: place.accountId, FindingInfoUid: v2.id, MetadataProductUid: v2.productArn },
      ],
      Comment: "Firebreak isolate-instance: contained. read back, nothing is missing [version 2026-11-25T09:30:00Z]",
      StatusId: 2,
    });
  });

  for (const [name, reference] of [
    ["note", hub],
    ["comment", v2],
  ] as const) {
    it(`M13: turns a rejected ${name} into a line for people, never into an error`, async () => {
      const denied = Object.assign(new Error("not authorized"), { name: "AccessDeniedException" });
      assert.deepEqual(await answerSource(runWith(denied).run, finding(reference), decision), [
        `Security Hub did not accept the ${name}: AccessDeniedException: not authorized`,
      ]);
      const unprocessed = { UnprocessedFindings: [{ ErrorCode: "FindingNotFound", ErrorMessage: "no such finding" }] };
      assert.deepEqual(await answerSource(runWith(unprocessed).run, finding(reference), decision), [
        `Security Hub did not accept the ${name}: FindingNotFound no such finding`,
      ]);
    });

    it(`shortens a reason that is too long for a ${name}`, async () => {
      const { run, asked } = runWith();
      await answerSource(run, finding(reference), { ...decision, reason: "x".repeat(2000) });
      const { Comment, Note } = asked[0]!.input;
      assert.equal((Comment ?? Note.Text).length, 512);
    });

    it(`lets the run that continues a finding's work write a ${name}`, async () => {
      const { run, asked } = runWith();
      const started = decisionOf(
        { run, route: notify, subject: finding(reference) },
        { outcome: "started", reason: "runs" },
        undefined,
      );
      await answerSource(run, findingOf(started, target), decision);
      assert.equal(asked.length, 1);
      assert.ok(JSON.stringify(asked[0]!.input).includes(reference.id));
    });
  }

  const written = (asked: { input: any }[]) =>
    asked.map(({ input }) => [input.Workflow?.Status ?? input.StatusId, Boolean(input.Note ?? input.Comment)]);

  for (const reference of [hub, v2]) {
    const status = reference.v2 ? 2 : "NOTIFIED";
    const name = reference.v2 ? "V2" : "CSPM";
    for (const outcome of ["contained", "already-contained", "partial", "started", "recontained"]) {
      it(`X36: ${outcome} changes the status in Security Hub ${name}`, async () => {
        const { run, asked } = runWith();
        await answerSource(run, finding(reference), { ...decision, outcome: outcome as any });
        assert.deepEqual(written(asked), [[status, true]]);
      });
    }

    for (const outcome of ["failed", "awaiting-approval"] as const) {
      it(`X36 E67: notes ${outcome} in Security Hub ${name} and leaves the status as it is`, async () => {
        const { run, asked } = runWith();
        const [said] = await answerSource(run, finding(reference), { ...decision, outcome });
        assert.deepEqual(written(asked), [[undefined, true]]);
        assert.doesNotMatch(said!, /status/);
      });
    }

    for (const outcome of ["observed", "skipped", "refused", "exempt", "gone", "notified"] as const) {
      it(`X36 E67: changes nothing in Security Hub ${name} for ${outcome}, except for a note if an analyst asked`, async () => {
        const { run, asked } = runWith();
        assert.deepEqual(await answerSource(run, finding(reference), { ...decision, outcome }), []);
        assert.deepEqual(asked, []);
        await answerSource(run, { ...finding(reference), action: "arn:x:action/custom/y" }, { ...decision, outcome });
        assert.deepEqual(written(asked), [[undefined, true]]);
      });
    }

    it(`X36: does not repeat what the finding in Security Hub ${name} already says`, async () => {
      const { run, asked } = runWith();
      const failed = { ...decision, outcome: "failed" as const };
      const answered = "Firebreak isolate-instance: failed. read back, nothing is missing";
      assert.deepEqual(await answerSource(run, { ...finding(reference), answered }, failed), []);
      assert.equal(asked.length, 0);
      await answerSource(run, { ...finding(reference), answered: "Firebreak isolate-instance: failed. y" }, failed);
      assert.equal(asked.length, 1);
    });
  }

  it("X37: calls no Security Hub that the settings turn off", async () => {
    const { run, asked } = runWith();
    run.settings.securityHub = false;
    assert.deepEqual(await answerSource(run, { ...finding(hub), action: "arn:x:action/custom/y" }, decision), []);
    assert.deepEqual(asked, []);
  });

  it("X36 E67: never starts anything itself, whatever was decided, and the next real one is answered", async () => {
    const reader = eventReader();
    const record = {
      Id: hub.id,
      ProductArn: hub.productArn,
      GeneratorId: "security-control/EC2.19",
      AwsAccountId: place.accountId,
      Region: place.region,
      Types: [],
      CreatedAt: "2026-11-25T09:00:00Z",
      UpdatedAt: "2026-11-25T09:30:00Z",
      Severity: { Label: "HIGH" },
      Compliance: { Status: "FAILED" },
      Workflow: { Status: "NEW" },
      RecordState: "ACTIVE",
      Resources: [{ Type: "AwsEc2Instance", Id: target.arn }],
    };
    const read = (change: object) => {
      const event = { source: "aws.securityhub", "detail-type": "Security Hub Findings - Imported" };
      const findings = [{ ...record, ...change }];
      return reader({ ...event, account: "111122223333", region: "eu-west-1", detail: { findings } }).findings[0]!;
    };
    for (const outcome of ["contained", "partial", "failed", "awaiting-approval"] as const) {
      const { run, asked } = runWith();
      await answerSource(run, finding(hub), { ...decision, outcome });
      const { Note, Workflow = record.Workflow } = asked[0]!.input;
      const updated = { Note: { ...Note, UpdatedAt: "2026-11-25T10:00:00Z" }, Workflow };
      assert.ok("finding" in read({ ...updated, UpdatedAt: "2026-11-25T09:45:00Z" }), `${outcome}, late`);
      assert.ok("ignored" in read(updated), outcome);
      assert.ok("finding" in read({ ...updated, UpdatedAt: "2026-11-25T22:00:00Z" }), outcome);
    }
  });
});

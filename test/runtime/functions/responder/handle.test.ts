import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { complianceChange } from "../../../../rehearsal/findings";
import { eventReader } from "../../../../runtime/findings/eventReader";
import { commandReader, obey } from "../../../../runtime/functions/responder/command";
import { handle } from "../../../../runtime/functions/responder/handle";
import type { Decision } from "../../../../runtime/model/journalItems";
import type { ModeRule } from "../../../../runtime/model/responderSettings";
import type { Response } from "../../../../runtime/model/response";
import { targetOf } from "../../../../runtime/resources/targets";
import { confineSecurityGroup } from "../../../../runtime/responses/confineSecurityGroup";
import { isolateInstance } from "../../../../runtime/responses/isolateInstance";
import { restoreGuardrail } from "../../../../runtime/responses/restoreGuardrail";
import { unshareCopy } from "../../../../runtime/responses/unshareCopy";
import { guardDutyEvent, settingsFor, world } from "../../../attacks/harness";

const eventOf = (name: string) =>
  JSON.parse(readFileSync(path.join(__dirname, "..", "..", "findings", "events", `${name}.json`), "utf8"));
const read = eventReader();

/** A response that finds each target as it should be, unless reading it fails. */
function responseOn(real: Response, onRead: (id: string) => void = () => {}): Response {
  return {
    ...real,
    clients: () => ({}),
    read: async (_clients, target) => {
      onRead(target.id);
      return { id: target.id };
    },
    tags: () => ({}),
    plan: () => [],
    notNeeded: () => "nothing is open",
    residualRisk: () => [],
    beyondReach: () => [],
  } as Response;
}

/** A world whose Security Hub has these findings and records the notes. */
function hubWorld(findings: any[], settings = {}) {
  const made = world(settingsFor({ findingTypes: confineSecurityGroup.findingTypes, ...settings }));
  const noted: any[] = [];
  const hub = {
    getFindings: async ({ Filters }: any) => {
      const found = findings.find(({ Id }) => Id === Filters.Id[0].Value);
      if (found instanceof Error || !found) throw Object.assign(new Error("no answer"), { name: "InternalException" });
      return { Findings: [found] };
    },
    batchUpdateFindings: async (input: any) => {
      noted.push(input);
      return {};
    },
  };
  (made.services as any).securityHub = () => hub;
  const decisions = (id: string): Promise<Decision[]> => made.table.journal.latestDecisions(id);
  return { ...made, noted, decisions };
}

const confine = responseOn(confineSecurityGroup);
const accountsOf = (decisions: Decision[]) => decisions.map(({ about, outcome }) => `${about?.accountId} ${outcome}`);

describe("a custom action", () => {
  it("X27: on a third-party finding ends with a note on it, a journal entry and a notice", async () => {
    const { run, noted, decisions, published } = hubWorld([]);
    const [decision, ...more] = await handle(
      run(),
      confine,
      read,
      JSON.stringify(eventOf("hub-custom-action-prowler")),
    );
    assert.equal(more.length, 0);
    assert.equal(decision!.outcome, "skipped");
    assert.match(decision!.reason, /product\/prowler\/prowler is not an AWS product: Firebreak does nothing/);
    assert.equal((await decisions(decision!.finding))[0]!.reason, decision!.reason);
    assert.equal(noted.length, 1);
    assert.equal(noted[0].FindingIdentifiers[0].ProductArn, "arn:aws:securityhub:eu-west-1::product/prowler/prowler");
    assert.match(noted[0].Note.Text, /^Firebreak confine-security-group: skipped\. .*is not an AWS product/);
    assert.equal("Workflow" in noted[0], false);
    assert.equal(published.length, 1);
  });

  it("X27 X28: on a finding that cannot be read leaves a note, and the others are answered", async () => {
    const event = eventOf("hub-custom-action-two-findings");
    const [first, second] = event.detail.findings;
    first.Severity = { Label: "DREADFUL" };
    const { run, noted } = hubWorld([second]);
    const decided = await handle(run(), confine, read, JSON.stringify(event));
    assert.deepEqual(
      decided.map(({ outcome }) => outcome),
      ["refused", "skipped"],
    );
    assert.match(decided[0]!.reason, /findings\.0\.Severity\.Label is "DREADFUL"/);
    assert.deepEqual(
      noted.map(({ FindingIdentifiers, Note }) => [FindingIdentifiers[0].Id, Note.Text.split(".")[0]]),
      [
        [first.Id, "Firebreak confine-security-group: refused"],
        [second.Id, "Firebreak confine-security-group: skipped"],
      ],
    );
  });

  it("X28: answers the other findings of a selection if one cannot be read again at its source", async () => {
    const event = eventOf("hub-custom-action-two-findings");
    const [, second] = event.detail.findings;
    for (const lastAttempt of [false, true]) {
      const { run, decisions, published } = hubWorld([second]);
      const error = await handle(run({ lastAttempt }), confine, read, JSON.stringify(event)).catch((thrown) => thrown);
      assert.equal(error.name, "InternalException", "the message comes again");
      const [failed, answered] = await Promise.all(
        read(event).findings.map((item) => decisions("finding" in item ? item.finding.id : "")),
      );
      assert.deepEqual(accountsOf(answered!), ["444455556666 skipped"]);
      assert.deepEqual(accountsOf(failed!), lastAttempt ? ["777788889999 failed"] : []);
      if (lastAttempt)
        assert.match(failed![0]!.reason, /not contained after 5 deliveries: InternalException: no answer/);
      assert.equal(published.length, lastAttempt ? 2 : 1);
    }
  });

  it("X28: records on the last delivery what cannot even be refused", async () => {
    const event = eventOf("hub-custom-action-two-findings");
    event.detail.findings[0].Severity = {};
    const { run, decisions, services } = hubWorld([event.detail.findings[1]]);
    const publish = services.sns.publish;
    let failing = true;
    services.sns.publish = async (message: any) => {
      if (failing && /refused/.test(message.Subject)) throw Object.assign(new Error("busy"), { name: "Throttled" });
      return publish(message);
    };
    const text = JSON.stringify(event);
    await assert.rejects(handle(run({ lastAttempt: true }), confine, read, text), /busy/);
    failing = false;
    const second = read(event).findings[1]!;
    assert.deepEqual(accountsOf(await decisions("finding" in second ? second.finding.id : "")), [
      "444455556666 skipped",
    ]);
  });
});

describe("a status that people set in Security Hub", () => {
  const imported = (change: object) => {
    const event = eventOf("hub-custom-action-two-findings");
    const [finding] = event.detail.findings;
    return {
      ...event,
      "detail-type": "Security Hub Findings - Imported",
      detail: { findings: [{ ...finding, ...change }] },
    };
  };

  it("Y19: is recorded and reported if it suppresses a finding, and nothing is written back", async () => {
    const event = imported({ Workflow: { Status: "SUPPRESSED" } });
    const { run, noted, published } = hubWorld(event.detail.findings);
    const [decision] = await handle(run(), confine, read, JSON.stringify(event));
    assert.equal(decision!.outcome, "skipped");
    assert.match(decision!.reason, /Workflow.Status is SUPPRESSED although the finding is active/);
    assert.equal(published.length, 1);
    assert.deepEqual(noted, []);
  });

  it("Y19: is only logged if it suppresses a finding that no response answers", async () => {
    const event = imported({
      Workflow: { Status: "SUPPRESSED" },
      Compliance: { Status: "FAILED", SecurityControlId: "EC2.53" },
    });
    const { run, logged } = hubWorld(event.detail.findings, { findingTypes: [] });
    assert.deepEqual(await handle(run(), confine, read, JSON.stringify(event)), []);
    assert.match(logged.join("\n"), /SUPPRESSED/);
  });

  it("X36: does not stop the response if it is NOTIFIED and the finding is still FAILED", async () => {
    const event = imported({ Workflow: { Status: "NOTIFIED" } });
    const { run } = hubWorld(event.detail.findings);
    const [decision] = await handle(run(), confine, read, JSON.stringify(event));
    assert.equal(decision!.reason, "nothing is open");
  });
});

describe("a finding that is read again", () => {
  it("X29: has its names in the journal", async () => {
    const { run, decisions } = hubWorld([], { findingTypes: isolateInstance.findingTypes });
    await handle(run(), responseOn(isolateInstance), read, JSON.stringify(eventOf("guardduty-eks-runtime")));
    const [decision] = await decisions("a0c1d2e3f4051627384950a1b2c3d407");
    assert.deepEqual(decision!.about!.named!.slice(0, 3), [
      { what: "EKS cluster", name: "shop-prod" },
      { what: "Kubernetes namespace", name: "shop" },
      { what: "pod", name: "checkout-7d9f8" },
    ]);
  });

  it("X38: leaves the node of a container alone, with the reason, and never reads it", async () => {
    const settings = { findingTypes: isolateInstance.findingTypes };
    const { run, decisions } = hubWorld([], settings);
    const never = responseOn(isolateInstance, () => assert.fail("it is not looked at"));
    await handle(run(), never, read, JSON.stringify(eventOf("guardduty-eks-runtime")));
    const [decision] = await decisions("a0c1d2e3f4051627384950a1b2c3d407");
    assert.equal(decision!.outcome, "skipped");
    assert.equal(decision!.target!.id, "i-0a1b2c3d4e5f60718");
    assert.match(decision!.reason, /EKS cluster shop-prod, and other workloads share the instance/);
  });
});

describe("the command modes", () => {
  it("P52: says which modes are deployed, and asks AWS nothing", async () => {
    const modes: ModeRule[] = [{ mode: "approve", types: ["Recon:*"] }, { mode: "contain" }];
    const { run } = world(settingsFor({ modes, containmentsPerHour: 3, protectedResources: ["arn:aws:s3:::logs"] }));
    const obeying = { run: run(), route: responseOn(isolateInstance, () => {}), read };
    const command = commandReader()({ command: "modes" });
    assert.deepEqual(await obey(obeying, command, { by: "", partition: "aws" }), {
      modes,
      containmentsPerHour: 3,
      protectedResources: ["arn:aws:s3:::logs"],
    });
    assert.deepEqual(obeying.run.calls, []);
  });
});

describe("a dry run", () => {
  it("P11: says nothing for a response that leaves the finding to others", async () => {
    const { run } = world(
      settingsFor({ others: { types: ["Other:S3/Type"], kinds: ["s3-bucket"], resourceTypes: [] } }),
    );
    const event = guardDutyEvent({ type: "Other:S3/Type" });
    const obeying = { run: run(), route: responseOn(isolateInstance, () => {}), read };
    assert.deepEqual(await obey(obeying, { command: "plan", event }, { by: "", partition: "aws" }), []);
  });

  it("X32: reports a target that cannot be read and plans the others", async () => {
    const ids = ["i-00000000000000001", "i-00000000000000002"];
    const resources = ids.map((id) => ({
      uid: `arn:aws:ec2:eu-west-1:444455556666:instance/${id}`,
      resourceType: "EC2_INSTANCE",
    }));
    const event = guardDutyEvent({
      type: "AttackSequence:EC2/CompromisedInstanceGroup",
      resource: { resourceType: "AttackSequence" },
      sequence: { resources },
    });
    const { run } = world(settingsFor({ findingTypes: isolateInstance.findingTypes }));
    const response = responseOn(isolateInstance, (id) => {
      if (id === ids[0]) throw Object.assign(new Error("not authorized"), { name: "UnauthorizedOperation" });
    });
    const verdicts: any = await obey(
      { run: run(), route: response, read },
      { command: "plan", event },
      { by: "", partition: "aws" },
    );
    assert.deepEqual(
      verdicts.map(({ outcome, reason, target }: any) => [target.id, outcome, reason]),
      [
        [ids[0], "failed", "no plan is possible: UnauthorizedOperation: not authorized"],
        [ids[1], "skipped", "nothing is open"],
      ],
    );
  });
});

describe("a call of AWS's API that a response reports", () => {
  const call = JSON.stringify({
    source: "aws.cloudtrail",
    "detail-type": "AWS API Call via CloudTrail",
    account: "444455556666",
    region: "eu-west-1",
    detail: {
      eventName: "StopLogging",
      eventID: "e-1",
      eventTime: "2026-11-25T00:00:00Z",
      requestParameters: { name: "audit" },
    },
  });
  const trail = targetOf("trail", { accountId: "444455556666", region: "eu-west-1", partition: "aws" }, "audit");

  it("N40: is answered like a finding, if the response answers its type", async () => {
    const { run } = world(settingsFor({ findingTypes: restoreGuardrail.findingTypes }));
    const [one] = await handle(run(), responseOn(restoreGuardrail), read, call);
    assert.deepEqual([one!.target!.arn, one!.about!.type], [trail.arn, "CloudTrail:Call/StopLogging"]);
    const other = world(settingsFor({ findingTypes: ["Config:Rule/CLOUD_TRAIL_ENABLED"] }));
    assert.deepEqual(await handle(other.run(), responseOn(restoreGuardrail), read, call), []);
  });

  it("N44: is left to the containment that holds the target", async () => {
    const { run } = world(settingsFor({ findingTypes: restoreGuardrail.findingTypes }));
    const sent: string[] = [];
    const held = { ...run() };
    held.services = {
      ...held.services,
      send: async (messages: string[]) => void sent.push(...messages),
      journal: { ...held.services.journal, heldContainments: async () => [{ id: "c1", target: trail, evidence: [] }] },
    } as never;
    assert.deepEqual(await handle(held, responseOn(restoreGuardrail), read, call), []);
    assert.match(sent.join(), /Firebreak Look.*c1/);
  });
});

describe("a finding that names only an account", () => {
  const arns = ["snap-0aaaaaaaaaaaaaaaa", "snap-0bbbbbbbbbbbbbbbb"].map(
    (id) => `arn:aws:ec2:eu-west-1::snapshot/${id}`,
  );
  const event = JSON.stringify({
    source: "aws.config",
    "detail-type": "Config Rules Compliance Change",
    account: "444455556666",
    region: "eu-west-1",
    detail: complianceChange({
      account: "444455556666",
      region: "eu-west-1",
      partition: "aws",
      rule: "ebs-snapshot-public-restorable-check",
      resourceType: "AWS::::Account",
      resourceId: "444455556666",
    }),
  });
  /** The response, in an account that has these public snapshots. */
  const inAccount = (found: string[] | string): Response => ({
    ...responseOn(unshareCopy),
    targetsIn: async (_, { accountId, region, partition }) =>
      typeof found === "string"
        ? found
        : found.map((arn) => targetOf("ebs-snapshot", { accountId, region, partition }, arn.split("/")[1]!)),
  });
  function accountWorld(modes = settingsFor({}).modes) {
    const made = world(settingsFor({ findingTypes: unshareCopy.findingTypes, modes }));
    const sent: string[] = [];
    (made.services as any).send = async (messages: string[]) => void sent.push(...messages);
    return { ...made, sent };
  }

  it("N39: gives each target that is found there a message that carries it, and finds it no second time", async () => {
    const { run, sent } = accountWorld();
    assert.deepEqual(await handle(run(), inAccount(arns), read, event), []);
    assert.equal(sent.length, 2);
    const decided = [];
    for (const text of sent) decided.push(...(await handle(run(), inAccount("none is public any more"), read, text)));
    assert.deepEqual(
      decided.map(({ target }) => target!.arn),
      arns,
    );
  });

  it("N39: answers a single target at once, and says why there is none", async () => {
    const { run, sent } = accountWorld();
    const [one, ...more] = await handle(run(), inAccount(arns.slice(0, 1)), read, event);
    assert.deepEqual([one!.target!.arn, more, sent], [arns[0], [], []]);
    const [none] = await handle(run(), inAccount("none is public any more"), read, event);
    assert.deepEqual([none!.outcome, none!.reason], ["skipped", "none is public any more"]);
  });

  it("N39: does not enter the account if the response is off", async () => {
    const { run } = accountWorld([{ mode: "off" }]);
    const response = { ...inAccount(arns), targetsIn: () => assert.fail("it looked") };
    const [off] = await handle(run(), response, read, event);
    assert.match(off!.reason, /mode of unshare-copy is off/);
  });
});

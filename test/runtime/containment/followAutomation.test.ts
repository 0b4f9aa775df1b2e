import assert from "node:assert/strict";
import { checkAutomations, findingOf, followAutomation } from "../../../runtime/containment/followAutomation";
import { clickOn } from "../../../runtime/findings/securityHub/clicks";
import type { Journal } from "../../../runtime/journal/journal";
import type { AutomationStatus } from "../../../runtime/messages/automationStatus";
import type { Containment } from "../../../runtime/model/journalItems";
import { bucketTarget, principalTarget } from "../../../runtime/resources/targets";
import { runRunbook } from "../../../runtime/responses/runRunbook";
import type { Run } from "../../../runtime/run/run";
import { decision } from "../decision";
import { disable } from "../responses/runRunbook/work";

const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const response = runRunbook([disable]);
const execution = "333ba70b-2333-48db-b17e-a5e69c6f4d1c";
const containment: Containment = {
  id: "0123456789abcdef",
  response: "run-runbook",
  target: bucketTarget(place, "logs"),
  status: "containing",
  holds: { f1: { finding: "f1", type: "t", since: "", details: { runbook: disable.name } } },
  evidence: [{ kind: "execution of disable-public-buckets", id: execution }],
  remains: [],
  round: 0,
  updatedAt: "",
};
const event: AutomationStatus = {
  accountId: place.accountId,
  region: place.region,
  executionId: execution,
  document: disable.document,
  status: "Success",
  worthFollowing: true,
  at: "2026-11-25T10:00:00Z",
};
const session = "arn:aws:sts::444455556666:assumed-role/x/firebreak-run-runbook-0123456789abcdef";

/** A run whose journal holds this containment, or none, and no decision. */
function runWith(held: Containment | undefined, lastAttempt = false) {
  const asked: string[] = [];
  const logged: string[] = [];
  const asking = async <Answer>(question: string, answer: Answer) => {
    asked.push(question);
    return answer;
  };
  const journal: Partial<Journal> = {
    getContainment: () => asking("by id", held),
    containmentsIn: () => asking("by account", held ? [held] : []),
    startedContainments: (_, days) => asking(`started on ${days.length} days`, []),
    lastDecision: () => asking("decisions", undefined),
  };
  const log = (message: string) => logged.push(message);
  const run = { id: "r", lastAttempt, services: { journal, log: { info: log, warn: log, error: log } } };
  return { run: run as unknown as Run, asked, logged };
}

describe("following an execution", () => {
  it("M34: ends with a log line for one that is still running, and does not read the journal", async () => {
    const { run, asked, logged } = runWith(containment);
    assert.deepEqual(
      await followAutomation(run, response, { ...event, status: "InProgress", worthFollowing: false }),
      [],
    );
    assert.deepEqual([asked, logged], [[], ["an execution is still running"]]);
  });

  const strangers: [string, Containment | undefined, Partial<AutomationStatus>][] = [
    ["no containment", undefined, { executedBy: session }],
    ["a containment with another execution", { ...containment, evidence: [] }, {}],
    ["a containment in another account", containment, { accountId: "777788889999", executedBy: session }],
    ["a containment of another response", { ...containment, response: "isolate-instance" }, { executedBy: session }],
    ["a containment that no finding holds any more", { ...containment, holds: {} }, { executedBy: session }],
  ];
  for (const [name, held, more] of strangers) {
    it(`ends with one log line for someone else's execution: ${name}`, async () => {
      const { run, logged } = runWith(held);
      assert.deepEqual(await followAutomation(run, response, { ...event, ...more }), []);
      assert.deepEqual(logged, ["no containment started this execution"]);
    });
  }

  it("finds the containment by the name of the session that started it, before the index has it", async () => {
    const { run, asked } = runWith({ ...containment, evidence: [] });
    await followAutomation(run, response, { ...event, executedBy: session });
    assert.deepEqual(asked, ["by id", "decisions"]);
  });

  it("otherwise finds it by the execution's id", async () => {
    const { run, asked } = runWith(containment);
    await followAutomation(run, response, event);
    assert.deepEqual(asked, ["by account", "decisions"]);
  });

  it("retries, but not forever, if the run that started it has recorded nothing yet", async () => {
    const claimed = { ...containment, claim: { run: "other", until: Date.now() + 60_000 } };
    await assert.rejects(followAutomation(runWith(claimed).run, response, event), { code: "Busy" });
    assert.deepEqual(await followAutomation(runWith(claimed, true).run, response, event), []);
    const expired = { ...claimed, claim: { run: "other", until: Date.now() - 1 } };
    assert.deepEqual(await followAutomation(runWith(expired).run, response, event), []);
  });

  it("looks back nine days in a check, and finds nothing if nothing was started", async () => {
    const { run, asked } = runWith(undefined);
    assert.deepEqual(await checkAutomations(run, response), []);
    assert.deepEqual(asked, ["started on 9 days"]);
  });
});

describe("a finding restored from its decision", () => {
  const about = decision.about!;
  it("keeps what determines mode, notices and links", () => {
    const { link: _, ...rest } = about;
    assert.deepEqual(findingOf({ ...decision, finding: "f1" }, containment.target), {
      ...rest,
      id: "f1",
      firstSeen: about.lastSeen,
      resourceType: "AWS::S3::Bucket",
      resources: [{ kind: "s3-bucket", id: "logs", ...place }],
    });
  });

  it("keeps an analyst's request, and no other", () => {
    const by = (text: string) => findingOf({ ...decision, by: text }, containment.target).action;
    assert.equal(by("custom action RunSH"), "RunSH");
    assert.equal(by(clickOn("arn:aws:securityhub:eu-west-1:111122223333:action/custom/RunSH")), "RunSH");
    assert.equal(by("jane"), undefined);
  });

  it("names a role as a principal", () => {
    const { resources, resourceType } = findingOf(decision, principalTarget(place, "role", "app"));
    assert.deepEqual([resources[0]!.kind, resourceType], ["iam-principal", "AWS::IAM::Role"]);
  });
});

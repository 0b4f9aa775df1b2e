import assert from "node:assert/strict";
import { automationStatusReader } from "../../../runtime/messages/automationStatus";

const read = automationStatusReader();
const id = "333ba70b-2333-48db-b17e-a5e69c6f4d1c";
const event = {
  version: "0",
  id: "d290ece9",
  "detail-type": "EC2 Automation Execution Status-change Notification",
  source: "aws.ssm",
  account: "444455556666",
  time: "2026-11-25T10:00:00Z",
  region: "eu-west-1",
  resources: [
    `arn:aws:ssm:eu-west-1:444455556666:automation-execution/${id}`,
    "arn:aws:ssm:eu-west-1::automation-definition/AWS-DisableS3BucketPublicReadWrite:1",
  ],
  detail: {
    ExecutionId: id,
    Definition: "AWS-DisableS3BucketPublicReadWrite",
    DefinitionVersion: 1,
    Status: "Success",
    StartTime: "Nov 25, 2026, 9:59:20 AM",
    EndTime: "Nov 25, 2026, 9:59:50 AM",
    Time: 30,
    ExecutedBy:
      "arn:aws:sts::444455556666:assumed-role/Security-IR-Role-run-runbook/firebreak-run-runbook-0123456789abcdef",
  },
};
const changed = (detail: object, envelope: object = {}) => ({
  ...event,
  ...envelope,
  detail: { ...event.detail, ...detail },
});

describe("reading status changes of SSM Automation", () => {
  it("M34: reads the end of an execution", () =>
    assert.deepEqual(read(event), {
      accountId: "444455556666",
      region: "eu-west-1",
      executionId: id,
      document: "AWS-DisableS3BucketPublicReadWrite",
      status: "Success",
      worthFollowing: true,
      executedBy: event.detail.ExecutedBy,
      at: "2026-11-25T10:00:00Z",
    }));

  it("treats Canceled and Cancelled as one status", () => {
    for (const Status of ["Canceled", "Cancelled"]) assert.equal(read(changed({ Status })).status, "Cancelled");
  });

  const cases: [string, object, boolean][] = [
    ["InProgress", {}, false],
    ["Pending", {}, false],
    ["Scheduled", {}, false],
    ["Approved", {}, false],
    ["Cancelling", {}, false],
    ["PendingApproval", {}, true],
    ["Failed", {}, true],
    ["TimedOut", {}, true],
    ["Rejected", {}, true],
    ["NeverHeardOf", {}, true],
    ["InProgress", { EndTime: "Nov 25, 2026, 9:59:50 AM" }, true],
  ];
  for (const [Status, more, worth] of cases) {
    it(`M34: ${Status}${"EndTime" in more ? " with an end" : ""} ${worth ? "must be followed" : "is still running"}`, () =>
      assert.equal(read(changed({ Status, EndTime: undefined, ...more })).worthFollowing, worth));
  }

  it("reads an event without the optional parts", () => {
    const { ExecutionId, Definition, Status } = event.detail;
    const { executedBy, ...rest } = read({
      ...event,
      resources: undefined,
      detail: { ExecutionId, Definition, Status },
    });
    assert.equal(executedBy, undefined);
    assert.equal(rest.executionId, id);
  });

  const wrong: [string, object, RegExp][] = [
    ["another source", { ...event, source: "aws.config" }, /source/],
    [
      "a step of an execution",
      { ...event, "detail-type": "EC2 Automation Step Status-change Notification" },
      /detail-type/,
    ],
    ["no account", { ...event, account: "4444" }, /12-digit/],
    ["an invalid id", changed({ ExecutionId: "../x" }), /id of an execution/],
    ["a sentence as status", changed({ Status: "it ended" }), /status such as Success/],
    ["the execution of another account", changed({}, { account: "777788889999" }), /of account 777788889999/],
    ["the execution of another Region", changed({}, { region: "us-east-1" }), /in us-east-1/],
    ["another execution", changed({ ExecutionId: id.replace("333", "444") }), /must be execution 444/],
    ["no detail", { ...event, detail: undefined }, /detail/],
  ];
  for (const [name, given, message] of wrong) {
    it(`refuses ${name}`, () => assert.throws(() => read(given), message));
  }
});

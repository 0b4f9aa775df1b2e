import assert from "node:assert/strict";
import type { Decision } from "../../runtime/journal/items";
import { needsNotice, noticeOf } from "../../runtime/notice";
import type { Outcome } from "../../runtime/outcome";
import { instanceTarget } from "../../runtime/target";

const target = instanceTarget(
  { accountId: "444455556666", region: "eu-west-1", partition: "aws" },
  "i-0123456789abcdef0",
);
const decision: Decision = {
  finding: "f1",
  at: "2026-11-25T10:00:00.000Z",
  run: "r1",
  response: "isolate-instance",
  outcome: "contained",
  reason: "read back, nothing is missing",
  target,
  containment: "0123456789abcdef",
  about: {
    type: "Trojan:EC2/DropPoint",
    title: "töxic tràffic",
    severity: 8,
    accountId: "444455556666",
    region: "eu-west-1",
    partition: "aws",
    lastSeen: "2026-11-25T09:00:00Z",
    sentAt: "2026-11-25T09:59:00Z",
    sample: false,
  },
  calls: [{ operation: "CreateSnapshots", reason: "evidence" }],
  callCount: 16,
  seconds: 2,
  remains: ["DNS is not filtered"],
  evidence: [{ kind: "snapshot", id: "snap-1" }],
  notice: "pending",
};
const words = { done: "instance isolated", undone: "isolation taken back" };

describe("a notice", () => {
  it("says what, why, where, what remains and the exact next command", () => {
    const { text } = noticeOf(decision, words, "firebreak-isolate-instance");
    for (const part of [
      "Contained, instance isolated: ec2-instance i-0123456789abcdef0 in account 444455556666, eu-west-1.",
      "Why: read back, nothing is missing",
      "Finding: Trojan:EC2/DropPoint, severity 8: töxic tràffic",
      "- DNS is not filtered",
      "- snapshot snap-1",
      "https://eu-west-1.console.aws.amazon.com/guardduty/home?region=eu-west-1#/findings?search=id%3Df1",
      `--function-name firebreak-isolate-instance --cli-binary-format raw-in-base64-out --payload '{"command":"release","containment":"0123456789abcdef"`,
    ]) {
      assert.ok(text.includes(part), `${part}\nis not in\n${text}`);
    }
  });

  it("has a subject that SNS takes and attributes to filter by", () => {
    const { subject, attributes } = noticeOf({ ...decision, target: undefined as never }, words, "f");
    assert.match(subject, /^[\x20-\x7e]{1,100}$/);
    assert.deepEqual(attributes, {
      outcome: "contained",
      response: "isolate-instance",
      account: "444455556666",
      severity: "8",
    });
  });

  it("offers no release where nothing is held", () => {
    assert.doesNotMatch(noticeOf({ ...decision, outcome: "exempt" }, words, "f").text, /lambda invoke/);
  });
});

describe("whether people are told", () => {
  const cases: [string, Outcome, Outcome | undefined, number, boolean][] = [
    ["of a first outcome", "contained", undefined, 8, true],
    ["not of the same again", "exempt", "exempt", 8, false],
    ["not of a repeated containment", "already-contained", "contained", 8, false],
    ["of a change", "failed", "contained", 8, true],
    ["not of a mild finding that nobody contains", "skipped", undefined, 4, false],
    ["of a severe finding that nobody contains", "skipped", undefined, 8, true],
  ];
  for (const [name, outcome, previous, severity, expected] of cases) {
    it(name, () => {
      const now = { ...decision, outcome, about: { ...decision.about!, severity } };
      assert.equal(needsNotice(now, previous && { ...decision, outcome: previous }), expected);
    });
  }
});

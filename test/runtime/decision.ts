import type { Decision } from "../../runtime/model/journalItems";
import { instanceTarget } from "../../runtime/resources/targets";

/** An instance that was contained, one minute after the finding was sent. */
export const decision: Decision = {
  finding: "f1",
  at: "2026-11-25T10:00:00.000Z",
  run: "r1",
  response: "isolate-instance",
  outcome: "contained",
  reason: "read back, nothing is missing",
  target: instanceTarget({ accountId: "444455556666", region: "eu-west-1", partition: "aws" }, "i-0123456789abcdef0"),
  containment: "0123456789abcdef",
  about: {
    source: "guardduty",
    type: "Trojan:EC2/DropPoint",
    title: "töxic tràffic",
    severity: 8,
    accountId: "444455556666",
    region: "eu-west-1",
    partition: "aws",
    lastSeen: "2026-11-25T09:00:00Z",
    sentAt: "2026-11-25T09:59:00Z",
    sample: false,
    link: "https://eu-west-1.console.aws.amazon.com/guardduty/home?region=eu-west-1#/findings?search=id%3Df1",
  },
  calls: [{ operation: "CreateSnapshots", reason: "evidence" }],
  callCount: 16,
  seconds: 2,
  remains: ["DNS is not filtered"],
  evidence: [{ kind: "snapshot", id: "snap-1" }],
  notice: "pending",
};

export const words = { done: "instance isolated", undone: "isolation removed" };

import { containmentIndex, decisionIndex } from "../../runtime/journal/dynamodb/indexes";
import {
  approvalKey,
  containmentKey,
  decisionKey,
  exceptionKey,
  exemptionKey,
  memberKey,
  pauseKey,
} from "../../runtime/journal/dynamodb/keys";
import { priorStateAttribute } from "../../runtime/journal/dynamodb/priorState";
import type { Member } from "../../runtime/journal/members";
import type {
  Approval,
  Containment,
  Decision,
  Exemption,
  GrantedException,
  Pause,
} from "../../runtime/model/journalItems";
import { instanceTarget } from "../../runtime/resources/targets";

/** The instance that most of it is about. */
export const target = instanceTarget(
  { accountId: "444455556666", region: "eu-west-1", partition: "aws" },
  "i-0123456789abcdef0",
);

/** A decision of the journal. */
export const decision = (more: Partial<Decision> = {}): Decision => ({
  finding: "f1",
  at: "2026-11-26T10:00:00.000Z",
  run: "r1",
  response: "isolate-instance",
  outcome: "contained",
  reason: "read back, nothing is missing",
  target,
  containment: "c000000000000001",
  about: {
    source: "guardduty",
    type: "Backdoor:EC2/C&CActivity.B!DNS",
    title: "An instance asks a bad domain",
    severity: 8,
    accountId: "444455556666",
    region: "eu-west-1",
    partition: "aws",
    lastSeen: "2026-11-26T09:59:00.000Z",
    sentAt: "2026-11-26T09:59:30.000Z",
    sample: false,
    link: "https://console",
  },
  calls: [{ operation: "ModifyNetworkInterfaceAttribute", reason: "eni-1 goes into the closed group" }],
  callCount: 16,
  seconds: 12.5,
  remains: ["DNS through the VPC's resolver"],
  evidence: [{ kind: "snapshot", id: "snap-1" }],
  notice: "sent",
  ...more,
});

/** A containment of the journal. */
export const containment = (more: Partial<Containment> = {}): Containment => ({
  id: "c000000000000001",
  response: "isolate-instance",
  target,
  status: "contained",
  priorState: {
    terminationProtection: false,
    interfaces: [{ id: "eni-1", groups: ["sg-1", "sg-2"] }],
    autoScaling: null,
  },
  holds: {
    f1: { finding: "f1", type: "Backdoor:EC2/C&CActivity.B!DNS", since: "2026-11-24T10:00:00.000Z" },
  },
  evidence: [{ kind: "snapshot", id: "snap-1" }],
  remains: ["DNS through the VPC's resolver"],
  round: 0,
  updatedAt: "2026-11-26T10:00:00.000Z",
  ...more,
});

/** An approval of the journal. */
export const approval = (more: Partial<Approval> = {}): Approval =>
  ({
    id: "a000000000000001",
    response: "isolate-instance",
    target,
    finding: {
      ...decision().about!,
      id: "f2",
      firstSeen: "2026-11-26T10:00:00.000Z",
      resourceType: "Instance",
      resources: [],
    },
    tags: { Name: "shop-web-1", Owner: "team-shop" },
    reason: "the mode of isolate-instance is approve",
    calls: [{ operation: "CreateSnapshots", reason: "the evidence is kept" }],
    remains: ["connections through NAT"],
    askedAt: "2026-11-26T11:00:00.000Z",
    expiresAt: "2026-11-27T11:00:00.000Z",
    status: "waiting",
    ...more,
  }) as Approval;

/** The items of the table, with the keys and attributes that the product writes. */
export const items = {
  decision: (value: Decision) => ({
    ...decisionKey(value),
    kind: "decision",
    ...decisionIndex(value),
    ...value,
  }),
  containment: ({ priorState, ...value }: Containment) => ({
    ...containmentKey(value.id),
    kind: "containment",
    at: value.updatedAt,
    ...containmentIndex(value),
    ...(priorState !== undefined && { open: "containment", [priorStateAttribute]: priorState }),
    ...value,
  }),
  approval: (value: Approval) => ({ ...approvalKey(value.id), kind: "approval", ...value }),
  member: ({ account, ...value }: Member) => ({ ...memberKey(account), ...value }),
  pause: (value: Pause) => ({ ...pauseKey(), kind: "pause", ...value }),
  granted: (value: GrantedException) => ({ ...exceptionKey(value.arn), ...value }),
  exemption: (value: Exemption) => ({ ...exemptionKey(value.response, value.id, value.finding.id), ...value }),
};

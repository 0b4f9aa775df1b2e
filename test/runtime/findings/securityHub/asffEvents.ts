import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { noteText } from "../../../../runtime/findings/securityHub/ownUpdate";
import { asffReader } from "../../../../runtime/findings/securityHub/readAsff";
import type { ReadFinding, SourceEvent } from "../../../../runtime/findings/sourceEvent";

export const read = asffReader();
export const corpus = path.join(__dirname, "..", "..", "..", "corpus");
export const fromCorpus = (file: string) => JSON.parse(readFileSync(path.join(corpus, file), "utf8"));

export const guardDutyArn =
  "arn:aws:guardduty:eu-west-1:444455556666:detector/06b01209ca77b0865dd973df0355fc1e/finding/16afba5c5c43e07c9e3e5e2e544e95df";
export const instance = {
  Type: "AwsEc2Instance",
  Id: "arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0",
  Partition: "aws",
  Region: "eu-west-1",
};
export const threat = {
  SchemaVersion: "2018-10-08",
  Id: guardDutyArn,
  ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/guardduty",
  GeneratorId: "arn:aws:guardduty:eu-west-1:444455556666:detector/06b01209ca77b0865dd973df0355fc1e",
  AwsAccountId: "444455556666",
  Region: "eu-west-1",
  Types: ["TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS"],
  FirstObservedAt: "2026-11-25T08:00:00Z",
  LastObservedAt: "2026-11-25T09:29:00Z",
  CreatedAt: "2026-11-25T09:00:00Z",
  UpdatedAt: "2026-11-25T09:30:00Z",
  Severity: { Label: "HIGH", Normalized: 80, Product: 8 },
  Title: "talks to a command and control server",
  ProductFields: { "aws/guardduty/service/resourceRole": "TARGET" } as Record<string, unknown>,
  Resources: [instance] as object[],
  RecordState: "ACTIVE",
  Workflow: { Status: "NEW" },
};
export const group = {
  Type: "AwsEc2SecurityGroup",
  Id: "arn:aws:ec2:eu-west-1:444455556666:security-group/sg-0123456789abcdef0",
  Partition: "aws",
  Region: "eu-west-1",
};
export const control = {
  ...threat,
  Id: "arn:aws:securityhub:eu-west-1:444455556666:security-control/EC2.13/finding/c5dcc868-c633-448d-92c7-bb19bbdcfe00",
  ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub",
  GeneratorId: "security-control/EC2.13",
  Types: ["Software and Configuration Checks/Industry and Regulatory Standards"],
  ProductFields: {},
  Compliance: { Status: "FAILED" },
  Resources: [group] as object[],
};
export const said = "Firebreak confine-security-group: failed. EC2 does not answer";
export const note = {
  Text: noteText(said, threat.UpdatedAt, 512),
  UpdatedBy: "firebreak",
  UpdatedAt: "2026-11-25T10:30:00Z",
};
export const imported = (...findings: object[]) => ({
  source: "aws.securityhub",
  "detail-type": "Security Hub Findings - Imported",
  account: "111122223333",
  region: "us-east-1",
  time: "2026-11-25T10:00:00Z",
  resources: [guardDutyArn],
  detail: { findings },
});
export const action = "arn:aws:securityhub:us-east-1:111122223333:action/custom/IsolateEc2";
export const chosen = (...findings: object[]) => ({
  ...imported(...findings),
  "detail-type": "Security Hub Findings - Custom Action",
  resources: [action],
  detail: { actionName: "Isolate EC2", findings },
});
export const taken = (item: ReadFinding | undefined) => {
  assert.ok(item && "finding" in item, JSON.stringify(item));
  return item;
};
/** What is wrong with an event: with its envelope, or with the only finding that cannot be read. */
export function faultOf(given: unknown): any {
  let event: SourceEvent;
  try {
    event = read(given);
  } catch (error) {
    return error;
  }
  const unreadable = event.findings.filter((item) => "unreadable" in item);
  assert.equal(unreadable.length, 1);
  return unreadable[0]!.unreadable;
}
export const findingOf = ({ findings }: SourceEvent) => taken(findings[0]).finding;
export const resourcesOf = (...Resources: object[]) => findingOf(read(imported({ ...threat, Resources }))).resources;

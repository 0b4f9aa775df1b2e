import { randomUUID } from "node:crypto";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { type AwsSecurityFinding, SecurityHub } from "@aws-sdk/client-securityhub";
import { clickCustomAction } from "../aws/customAction";
import { accounts, region, rootOf } from "./accounts";
import type { World } from "./world";

const security = accounts.security.id;

/** A GuardDuty finding with the id of the account's detector in its ARN. */
export async function withDetector(world: World, finding: Record<string, any>): Promise<Record<string, any>> {
  const account = finding["accountId"];
  const client = new GuardDuty(rootOf(account, world.endpoint));
  const detectorId = (await client.listDetectors({})).DetectorIds![0]!;
  client.destroy();
  const arn = `arn:aws:guardduty:${region}:${account}:detector/${detectorId}/finding/${finding["id"]}`;
  return { ...finding, arn, service: { ...finding["service"], detectorId } };
}

/**
 * A GuardDuty finding as Security Hub shows it
 * (https://docs.aws.amazon.com/guardduty/latest/ug/securityhub-integration.html).
 *
 * @param resource its only resource
 */
export function inHub(finding: Record<string, any>, resource: { Type: string; Id: string }): AwsSecurityFinding {
  const [family, rest] = finding["type"].split("/");
  return {
    SchemaVersion: "2018-10-08",
    Id: finding["arn"],
    ProductArn: `arn:aws:securityhub:${region}::product/aws/guardduty`,
    GeneratorId: finding["arn"].split("/finding/")[0],
    AwsAccountId: finding["accountId"],
    Region: region,
    Types: [`TTPs/Command and Control/${family}-${rest}`],
    FirstObservedAt: finding["createdAt"],
    LastObservedAt: finding["updatedAt"],
    CreatedAt: finding["createdAt"],
    UpdatedAt: finding["updatedAt"],
    Severity: { Label: "HIGH", Normalized: 80 },
    Title: finding["title"],
    Description: finding["description"],
    Resources: [{ ...resource, Partition: "aws", Region: region }],
    Workflow: { Status: "NEW" },
    RecordState: "ACTIVE",
  };
}

/** A failed control as Security Hub shows it, with one resource. */
export function controlInHub(account: string, control: string, resource: { Type: string; Id: string }) {
  const now = new Date().toISOString();
  const arn = `arn:aws:securityhub:${region}:${account}:security-control/${control}/finding/${randomUUID()}`;
  const finding = { accountId: account, arn, type: "a/b", title: control, description: control };
  return {
    ...inHub({ ...finding, createdAt: now, updatedAt: now }, resource),
    ProductArn: `arn:aws:securityhub:${region}::product/aws/securityhub`,
    GeneratorId: `security-control/${control}`,
    Types: ["Software and Configuration Checks/Industry and Regulatory Standards"],
    Compliance: { Status: "FAILED" as const, SecurityControlId: control },
  };
}

/**
 * A GuardDuty finding as Security Hub V2 shows it
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-cwe-event-formats.html).
 *
 * @param resource its only resource, such as AWS::EC2::Instance with the instance's ARN
 */
export function inHubV2(finding: Record<string, any>, resource: { type: string; uid: string }): Record<string, any> {
  const { accountId, arn, type, title, createdAt, updatedAt } = finding;
  return {
    activity_name: "Create",
    class_name: "Detection Finding",
    class_uid: 2004,
    cloud: { account: { uid: accountId }, cloud_partition: "aws", provider: "AWS", region },
    finding_info: {
      created_time_dt: createdAt,
      first_seen_time_dt: createdAt,
      last_seen_time_dt: updatedAt,
      modified_time_dt: updatedAt,
      title,
      types: ["Threats", type],
      uid: arn,
    },
    metadata: {
      product: { name: "GuardDuty", uid: `arn:aws:securityhub:${region}::productv2/aws/guardduty` },
      uid: finding["id"],
    },
    resources: [{ ...resource, cloud_partition: "aws", region, owner: { account: { uid: accountId } } }],
    severity_id: 4,
    status: "New",
    status_id: 1,
  };
}

/** A failed control as Security Hub V2 shows it. */
export function controlInHubV2(
  account: string,
  control: string,
  resource: { type: string; uid: string },
): Record<string, any> {
  const now = new Date().toISOString();
  const arn = `arn:aws:securityhub:${region}:${account}:security-control/${control}/finding/${randomUUID()}`;
  const finding = { accountId: account, id: arn, arn, type: "Posture", title: control, createdAt: now, updatedAt: now };
  const shown = inHubV2(finding, resource);
  const product = { name: "Security Hub", uid: `arn:aws:securityhub:${region}::productv2/aws/securityhub` };
  return {
    ...shown,
    class_name: "Compliance Finding",
    class_uid: 2003,
    compliance: { control, status: "Fail" },
    metadata: { product, uid: arn },
  };
}

/** Sends findings as Security Hub V2 of the security account, its delegated administrator. */
export async function importFindingsV2(world: World, findings: Record<string, any>[]): Promise<void> {
  const client = new EventBridge(rootOf(security, world.endpoint));
  const Entries = findings.map((finding) => ({
    Source: "aws.securityhub",
    DetailType: "Findings Imported V2",
    Detail: JSON.stringify({ findings: [finding] }),
  }));
  const { FailedEntryCount } = await client.putEvents({ Entries });
  client.destroy();
  if (FailedEntryCount) throw new Error("Security Hub's events were not accepted");
}

/** The current finding in Security Hub V2 of the security account; undefined if it does not exist. */
export async function findingInHubV2(world: World, uid: string): Promise<any> {
  const client = hubOf(world);
  const { Findings = [] } = await client.getFindingsV2({});
  client.destroy();
  return Findings.find((finding: any) => finding.finding_info.uid === uid);
}

/** Security Hub of the security account, where analysts work. */
export const hubOf = (world: World) => new SecurityHub(rootOf(security, world.endpoint));

/** Imports a finding into Security Hub. */
export async function importFinding(world: World, finding: AwsSecurityFinding): Promise<void> {
  const client = hubOf(world);
  const { FailedCount } = await client.batchImportFindings({ Findings: [finding] });
  client.destroy();
  if (FailedCount) throw new Error(`Security Hub did not accept ${finding.Id}`);
}

/** Selects findings and clicks a custom action by its name, like an analyst. */
export async function click(world: World, name: string, findings: AwsSecurityFinding[]): Promise<void> {
  const client = hubOf(world);
  const { ActionTargets = [] } = await client.describeActionTargets({});
  client.destroy();
  const found = ActionTargets.find((action) => action.Name === name);
  if (!found) throw new Error(`there is no custom action "${name}", only ${ActionTargets.map((item) => item.Name)}`);
  const action = { arn: found.ActionTargetArn!, name, description: found.Description! };
  await clickCustomAction(world.endpoint, action, findings);
}

import { GuardDuty } from "@aws-sdk/client-guardduty";
import { type AwsSecurityFinding, SecurityHub } from "@aws-sdk/client-securityhub";
import { clickCustomAction } from "../aws/customAction";
import { accounts, region, rootOf } from "./accounts";
import type { World } from "./world";

const security = accounts.security.id;

/** A GuardDuty finding of the rehearsal with the id of the account's real detector in its ARN. */
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

/** Security Hub of the security account, where analysts work. */
export const hubOf = (world: World) => new SecurityHub(rootOf(security, world.endpoint));

/** Makes a finding known to Security Hub. */
export async function importFinding(world: World, finding: AwsSecurityFinding): Promise<void> {
  const client = hubOf(world);
  const { FailedCount } = await client.batchImportFindings({ Findings: [finding] });
  client.destroy();
  if (FailedCount) throw new Error(`Security Hub did not take ${finding.Id}`);
}

/** What an analyst does: selects findings and clicks a custom action by its name. */
export async function click(world: World, name: string, findings: AwsSecurityFinding[]): Promise<void> {
  const client = hubOf(world);
  const { ActionTargets = [] } = await client.describeActionTargets({});
  client.destroy();
  const found = ActionTargets.find((action) => action.Name === name);
  if (!found) throw new Error(`there is no custom action "${name}", only ${ActionTargets.map((item) => item.Name)}`);
  const action = { arn: found.ActionTargetArn!, name, description: found.Description! };
  await clickCustomAction(world.endpoint, action, findings);
}

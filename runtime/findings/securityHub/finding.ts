import { partitionIn } from "../../lib/partitions";
import { guardDutyType } from "../guardDuty/type";
import { stableId } from "../stableId";
import { controlOf } from "./controls";

/** A product of AWS in Security Hub. */
export interface AwsProduct {
  partition: string;
  /** guardduty, securityhub, inspector and so on. */
  name: string;
}

/**
 * The AWS product that a product ARN names, of Security Hub CSPM (`product/aws/guardduty`) or V2 (`productv2/aws/guardduty`).
 * Undefined for all others: every account may import findings under a product of its own, but not under an AWS product
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html).
 */
export function awsProduct(arn: string): AwsProduct | undefined {
  const partition = partitionIn(arn);
  const name = /^arn:[a-z-]+:securityhub:[a-z0-9-]+::product(?:v2)?\/aws\/([a-z0-9-]+)$/.exec(arn)?.[1];
  return partition && name ? { partition, name } : undefined;
}

/** The id at GuardDuty in the ARN of one of its findings; undefined for any other text. */
export function guardDutyId(arn: string): string | undefined {
  const form = /^arn:[a-z-]+:guardduty:[a-z0-9-]+:\d{12}:detector\/[A-Za-z0-9-]+\/finding\/([A-Za-z0-9-]{1,128})$/;
  return partitionIn(arn) && form.exec(arn)?.[1];
}

/** The id under which an ignored finding is recorded. Only GuardDuty may use the id of a GuardDuty finding. */
export function ignoredId(findingId: string, product: AwsProduct | undefined): string {
  return (product?.name === "guardduty" ? guardDutyId(findingId) : undefined) ?? stableId("hub", [findingId]);
}

/** What identifies a finding. */
export interface HubIdentity {
  product: AwsProduct;
  /** `Id` of ASFF, `finding_info.uid` of OCSF. */
  findingId: string;
  accountId: string;
  region: string;
  types: string[];
  /** `Compliance.SecurityControlId`, `compliance.control`. */
  control?: string | undefined;
  generatorId?: string | undefined;
  /** The normalised ids of all its resources. */
  resourceIds: string[];
}

/**
 * Id and type of a finding. A GuardDuty finding keeps those of GuardDuty, so that it is the same finding on both paths. A control's
 * finding is identified by control and resources: each enabled standard reports the same fault under an id of its own. Findings of
 * other products are identified by their id in Security Hub.
 */
export function hubIdentity(finding: HubIdentity): { id: string; type: string } {
  const { product, findingId, accountId, region, types, resourceIds } = finding;
  const named = `SecurityHub:Product/${product.name}`;
  const atGuardDuty = product.name === "guardduty" ? guardDutyId(findingId) : undefined;
  if (atGuardDuty) return { id: atGuardDuty, type: guardDutyType(types) ?? named };
  const control = finding.control ?? (finding.generatorId === undefined ? undefined : controlOf(finding.generatorId));
  if (product.name !== "securityhub" || control === undefined) {
    return { id: stableId("hub", [accountId, region, product.name, findingId]), type: named };
  }
  const id = stableId("hub", [accountId, region, control, ...[...new Set(resourceIds)].sort()]);
  return { id, type: `SecurityHub:Control/${control}` };
}

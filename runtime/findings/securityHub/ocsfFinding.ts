import { z } from "zod";
import type { Finding, HubReference } from "../../model/finding";
import { commonSchemas } from "../commonSchemas";
import { markHubHosts } from "../guardDuty/hosts";
import { type AwsProduct, awsProduct, guardDutyId, hubIdentity } from "./finding";
import { hubNames } from "./names";
import { ownNote } from "./ownUpdate";
import { comparableId, type HubResource, hubResources, resourceFault } from "./resources";

/** The fields read from a finding: https://schema.ocsf.io/1.5.0/classes/detection_finding and compliance_finding */
export function ocsfFindingSchema() {
  const { account, region, partition } = commonSchemas();
  const resource = z
    .object({
      type: z.string().min(1).max(256),
      uid: z.string().min(1).max(2048),
      name: z.string().max(2048).nullish().catch(undefined),
      cloud_partition: partition.nullish(),
      region: region.nullish(),
      owner: z.object({ account: z.object({ uid: account.nullish() }).nullish() }).nullish(),
    })
    .superRefine(({ type, uid }, context) => {
      const message = resourceFault({ type, id: uid });
      if (message) context.addIssue({ code: "custom", path: ["uid"], message });
    });
  return z
    .object({
      metadata: z.object({ product: z.object({ uid: z.string() }) }),
      severity_id: z.number().int().min(0).max(99),
      vendor_attributes: z.object({ severity_id: z.number() }).nullish().catch(undefined),
      comment: z.string().nullish().catch(undefined),
      ...timesSchema(),
      cloud: z.object({
        account: z.object({ uid: account }),
        region: region.nullish(),
        cloud_partition: partition.nullish(),
      }),
      compliance: z.object({ control: z.string().min(1).max(200).nullish() }).nullish(),
      finding_info: z
        .object({
          uid: z.string().min(1).max(2048),
          title: z.string().max(1000).nullish(),
          types: z.array(z.string().max(512)).max(100).nullish(),
          analytic: z.object({ uid: z.string().max(512).nullish() }).nullish(),
          ...infoTimesSchema(),
        })
        .refine((info) => info.created_time_dt ?? info.created_time ?? undefined, {
          path: ["created_time_dt"],
          message: "must be present, or created_time",
        }),
      resources: z.array(resource).max(100).nullish(),
    })
    .superRefine(({ metadata, finding_info, cloud, resources }, context) => {
      if (awsProduct(metadata.product.uid)?.name === "guardduty" && !guardDutyId(finding_info.uid)) {
        const message = "must be the ARN of a GuardDuty finding";
        context.addIssue({ code: "custom", path: ["finding_info", "uid"], message });
      }
      if (!cloud.region && !resources?.some((item) => item.region)) {
        context.addIssue({
          code: "custom",
          path: ["cloud", "region"],
          message: "must be present, here or in a resource",
        });
      }
    });
}

type OcsfFinding = z.infer<ReturnType<typeof ocsfFindingSchema>>;

/** A finding of an AWS product. */
export function asFinding(
  parsed: OcsfFinding,
  product: AwsProduct,
  sentAt: string | undefined,
): { finding: Finding; hub: HubReference } {
  const { metadata, cloud, compliance, finding_info: info } = parsed;
  const named = parsed.resources ?? [];
  const place = {
    accountId: cloud.account.uid,
    region: (cloud.region ?? named.find((item) => item.region)?.region)!,
    partition:
      cloud.cloud_partition ?? named.find((item) => item.cloud_partition)?.cloud_partition ?? product.partition,
  };
  const resources: HubResource[] = named.map((item) => ({
    type: item.type,
    id: item.uid,
    accountId: item.owner?.account?.uid ?? undefined,
    region: item.region ?? undefined,
    partition: item.cloud_partition ?? undefined,
    name: item.name ?? undefined,
  }));
  const { id, type } = hubIdentity({
    ...place,
    product,
    findingId: info.uid,
    types: info.types ?? [],
    control: compliance?.control ?? undefined,
    resourceIds: resources.map(comparableId),
  });
  const created = moment(info.created_time_dt, info.created_time)!;
  const modified = changedAt(parsed) ?? created;
  const title = info.title ?? "";
  const names = hubNames(resources);
  const answered = ownNote(parsed.comment)?.text;
  const generatorId = info.analytic?.uid;
  return {
    finding: {
      source: "security-hub",
      id,
      type,
      title,
      severity: higherSeverity(parsed.severity_id, parsed.vendor_attributes?.severity_id),
      ...place,
      firstSeen: moment(info.first_seen_time_dt, info.first_seen_time) ?? created,
      lastSeen: moment(info.last_seen_time_dt, info.last_seen_time) ?? modified,
      sentAt: sentAt ?? modified,
      sample: title.startsWith("[SAMPLE]"),
      resourceType: named[0]?.type ?? "none",
      resources: markHubHosts(hubResources(resources, place), resources),
      ...(names.length > 0 && { named: names }),
      ...(answered !== undefined && { answered }),
    },
    hub: {
      // Account, this id and the product together name a finding for BatchUpdateFindingsV2.
      id: info.uid,
      productArn: metadata.product.uid,
      region: place.region,
      accountId: place.accountId,
      ...(generatorId && { generatorId }),
      v2: true,
      modifiedAt: modified,
    },
  };
}

/** The finding's own times. They only distinguish versions, so an invalid time counts as missing. */
export function timesSchema() {
  return { time: timeNumber().catch(undefined), time_dt: timeText().catch(undefined) };
}

/** The times in `finding_info` that distinguish versions; an invalid time counts as missing. */
export function versionTimesSchema() {
  return {
    created_time: timeNumber().catch(undefined),
    created_time_dt: timeText().catch(undefined),
    modified_time: timeNumber().catch(undefined),
    modified_time_dt: timeText().catch(undefined),
  };
}

function infoTimesSchema() {
  return {
    created_time: timeNumber(),
    created_time_dt: timeText(),
    modified_time: timeNumber(),
    modified_time_dt: timeText(),
    first_seen_time: timeNumber(),
    first_seen_time_dt: timeText(),
    last_seen_time: timeNumber(),
    last_seen_time_dt: timeText(),
  };
}

const timeNumber = () => z.number().min(0).max(8.64e15).nullish();
const timeText = () => commonSchemas().time.nullish();

function moment(text: string | null | undefined, number: number | null | undefined): string | undefined {
  return text ?? (typeof number === "number" ? new Date(number).toISOString() : undefined);
}

/** The times of a finding that a customer's update leaves as they are. */
interface Times {
  time?: number | null | undefined;
  time_dt?: string | null | undefined;
  finding_info: {
    modified_time?: number | null | undefined;
    modified_time_dt?: string | null | undefined;
    created_time?: number | null | undefined;
    created_time_dt?: string | null | undefined;
  };
}

/** When the provider last changed a finding, as far as known: https://docs.aws.amazon.com/securityhub/latest/userguide/ocsf-findings.html */
export function changedAt({ time, time_dt, finding_info: info }: Times): string | undefined {
  const modified = moment(info.modified_time_dt, info.modified_time);
  return modified ?? moment(time_dt, time) ?? moment(info.created_time_dt, info.created_time);
}

/**
 * The higher of the record's and the vendor's severity, as 1 to 10, with the values of the ASFF labels. A member account may set
 * the first to anything, including Unknown (0) and Other (99); if neither is known, it is medium
 * (https://schema.ocsf.io/1.6.0/objects/vendor_attributes).
 */
function higherSeverity(record: number, vendor: number | undefined): number {
  // Informational, Low, Medium, High, Critical and Fatal.
  const values = [1, 2, 5, 8, 9.5, 10];
  return Math.max(values[record - 1] ?? 0, values[(vendor ?? 0) - 1] ?? 0) || 5;
}

import { z } from "zod";
import { commonSchemas, parseAt } from "./commonSchemas";
import { type AwsProduct, awsProduct, guardDutyId, hubIdentity, ignoredId } from "./hubFinding";
import { comparableId, type HubResource, hubResources, resourceFault } from "./hubResources";
import type { ReadFinding, SourceEvent } from "./sourceEvent";

/**
 * A reader of the findings of Security Hub V2, which are written in OCSF
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-cwe-event-formats.html). Detection and compliance
 * findings of AWS's products are read if they are open, new and, if a control made them, failed. Id and type are the same as
 * those of the finding in Security Hub CSPM and at GuardDuty.
 *
 * @returns a function that throws a ZodError if any finding that would be acted on is malformed
 */
export function ocsfReader(): (event: unknown) => SourceEvent {
  const { account, region, time } = commonSchemas();
  const envelope = z.object({
    source: z.literal("aws.securityhub"),
    "detail-type": z.literal("Findings Imported V2"),
    account,
    region,
    time: time.optional(),
    detail: z.object({ findings: z.array(z.unknown()).min(1).max(100) }),
  });
  const head = headSchema();
  const finding = findingSchema();
  return (event) => {
    const { account: from, region: at, time: sentAt, detail } = envelope.parse(event);
    const findings = detail.findings.map((item, index): ReadFinding => {
      const path = ["detail", "findings", index];
      const parsed = parseAt(head, item, path);
      const product = awsProduct(parsed.metadata.product.uid ?? "");
      const reason = headFault(parsed, product);
      if (reason !== undefined) return { ignored: reason, id: ignoredId(parsed.finding_info.uid, product) };
      return asFinding(parseAt(finding, item, path), product!, sentAt);
    });
    return { envelope: { account: from, region: at }, findings };
  };
}

/** What decides whether a finding is acted on. The rest of those that are not need not be understood. */
function headSchema() {
  const text = z.string().max(2048).nullish();
  return z.object({
    metadata: z.object({ product: z.object({ uid: text, name: text }) }),
    class_uid: z.number(),
    class_name: text,
    activity_name: text,
    status: text,
    compliance: z.object({ status: text }).nullish(),
    finding_info: z.object({
      uid: z.string().min(1).max(2048),
      types: z.array(z.string().max(512)).max(100).nullish(),
    }),
  });
}

/** Why a finding is not acted on. */
function headFault(head: z.infer<ReturnType<typeof headSchema>>, product: AwsProduct | undefined): string | undefined {
  const { metadata, class_uid, class_name, activity_name, status, compliance, finding_info } = head;
  if (!product) return `${metadata.product.uid ?? metadata.product.name ?? "an unnamed product"} is no product of AWS`;
  if (class_uid !== 2004 && class_uid !== 2003) return `class_uid is ${class_uid} (${class_name ?? "unnamed"})`;
  const coverage = finding_info.types?.find((type) => /\bcoverage\b/i.test(type));
  if (coverage) return `type ${coverage} is about what Security Hub covers`;
  // Closed findings are no longer active: https://docs.aws.amazon.com/securityhub/latest/userguide/ocsf-findings.html
  if (activity_name === "Close") return "activity_name is Close";
  if (status && status !== "New") return `status is ${status}`;
  const result = compliance?.status;
  return result && result !== "Fail" ? `compliance.status is ${result}` : undefined;
}

/** https://schema.ocsf.io/1.5.0/classes/detection_finding and compliance_finding */
function findingSchema() {
  const { account, region, time, partition } = commonSchemas();
  const milliseconds = z.number().min(0).max(8.64e15).nullish();
  const resource = z
    .object({
      type: z.string().min(1).max(256),
      uid: z.string().min(1).max(2048),
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
      severity_id: z.number().int().min(1).max(6),
      cloud: z.object({
        account: z.object({ uid: account }),
        region: region.nullish(),
        cloud_partition: partition.nullish(),
      }),
      compliance: z.object({ control: z.string().min(1).max(200).nullish() }).nullish(),
      finding_info: z
        .object({
          uid: z.string().min(1).max(2048),
          title: z.string().max(1000).default(""),
          types: z.array(z.string().max(512)).max(100).nullish(),
          analytic: z.object({ uid: z.string().max(512).nullish() }).nullish(),
          created_time: milliseconds,
          created_time_dt: time.nullish(),
          modified_time: milliseconds,
          modified_time_dt: time.nullish(),
          first_seen_time: milliseconds,
          first_seen_time_dt: time.nullish(),
          last_seen_time: milliseconds,
          last_seen_time_dt: time.nullish(),
        })
        .refine((info) => info.created_time_dt ?? info.created_time ?? undefined, {
          path: ["created_time_dt"],
          message: "must be there, or created_time",
        }),
      resources: z.array(resource).max(100).nullish(),
    })
    .superRefine(({ metadata, finding_info, cloud, resources }, context) => {
      if (awsProduct(metadata.product.uid)?.name === "guardduty" && !guardDutyId(finding_info.uid)) {
        const message = "must be the ARN of a finding of GuardDuty";
        context.addIssue({ code: "custom", path: ["finding_info", "uid"], message });
      }
      if (!cloud.region && !resources?.some((item) => item.region)) {
        context.addIssue({ code: "custom", path: ["cloud", "region"], message: "must be there or with a resource" });
      }
    });
}

type OcsfFinding = z.infer<ReturnType<typeof findingSchema>>;

function asFinding(parsed: OcsfFinding, product: AwsProduct, sentAt: string | undefined): ReadFinding {
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
  }));
  const { id, type } = hubIdentity({
    ...place,
    product,
    findingId: info.uid,
    types: info.types ?? [],
    control: compliance?.control ?? undefined,
    resourceIds: resources.map(comparableId),
  });
  const at = (text: string | null | undefined, number: number | null | undefined) =>
    text ?? (typeof number === "number" ? new Date(number).toISOString() : undefined);
  const created = at(info.created_time_dt, info.created_time)!;
  const modified = at(info.modified_time_dt, info.modified_time) ?? created;
  const generatorId = info.analytic?.uid;
  return {
    finding: {
      source: "security-hub",
      id,
      type,
      title: info.title,
      severity: severityOf(parsed.severity_id),
      ...place,
      firstSeen: at(info.first_seen_time_dt, info.first_seen_time) ?? created,
      lastSeen: at(info.last_seen_time_dt, info.last_seen_time) ?? modified,
      sentAt: sentAt ?? modified,
      sample: info.title.startsWith("[SAMPLE]"),
      resourceType: named[0]?.type ?? "none",
      resources: hubResources(resources, place),
    },
    hub: {
      // Account, this id and the product together name a finding for BatchUpdateFindingsV2.
      id: info.uid,
      productArn: metadata.product.uid,
      region: place.region,
      accountId: place.accountId,
      ...(generatorId && { generatorId }),
      v2: true,
    },
  };
}

/** Informational, Low, Medium, High, Critical and Fatal as 1 to 10, the values that the labels of ASFF get. */
function severityOf(severityId: number): number {
  return [1, 2, 5, 8, 9.5, 10][severityId - 1]!;
}

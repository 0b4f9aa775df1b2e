import { z } from "zod";
import { partitionIn, partitionOf } from "../../lib/partitions";
import { type Finding, type HubReference, higherSeverity } from "../../model/finding";
import { affectedResources } from "../affectedResources";
import { commonSchemas, parseAt } from "../commonSchemas";
import { markHubHosts } from "../guardDuty/hosts";
import type { ReadFinding } from "../sourceEvent";
import { stableId } from "../stableId";
import { type AwsProduct, awsProduct, guardDutyId, hubIdentity } from "./finding";
import { hubNames } from "./names";
import { ownHubNote } from "./ownUpdate";
import { comparableId, type HubResource, hubResources, resourceFault } from "./resources";

/** The fields read from a finding: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html */
export function asffFindingSchema() {
  const { account, region, time, partition } = commonSchemas();
  const text = z.string().max(2048).nullish();
  const severity = severitySchema();
  const accessKey = z.object({
    AccessKeyId: text,
    PrincipalId: text,
    PrincipalName: text,
    PrincipalType: text,
    UserName: text,
  });
  const resource = z
    .object({
      Type: z.string().min(1).max(256),
      Id: z.string().min(1).max(2048),
      Partition: partition.nullish(),
      Region: region.nullish(),
      Details: z.looseObject({ AwsIamAccessKey: accessKey.nullish() }).nullish(),
    })
    .superRefine(({ Type, Id }, context) => {
      const message = resourceFault({ type: Type, id: Id });
      if (message) context.addIssue({ code: "custom", path: ["Id"], message });
    });
  return z
    .object({
      Id: z.string().min(1).max(2048),
      ProductArn: z.string(),
      GeneratorId: z.string().min(1).max(512),
      AwsAccountId: account,
      Region: region.nullish(),
      Types: z.array(z.string().max(512)).max(100).nullish(),
      Title: z.string().max(1000).nullish(),
      CreatedAt: time,
      UpdatedAt: time,
      FirstObservedAt: time.nullish(),
      LastObservedAt: time.nullish(),
      Severity: severity.refine(
        ({ Label, Normalized }) => typeof (Label ?? Normalized ?? undefined) !== "undefined",
        "must have Label or Normalized",
      ),
      FindingProviderFields: z
        .object({
          Severity: severity.nullish().catch(undefined),
          Types: z.array(z.string().max(512)).min(1).max(100).nullish().catch(undefined),
        })
        .nullish()
        .catch(undefined),
      Note: z
        .object({ Text: text.catch(undefined), UpdatedBy: text.catch(undefined) })
        .nullish()
        .catch(undefined),
      ProductFields: z.record(z.string(), z.unknown()).nullish(),
      Compliance: z.object({ SecurityControlId: z.string().min(1).max(100).nullish() }).nullish(),
      Resources: z.array(resource).min(1).max(100),
    })
    .superRefine(({ Id, ProductArn, Region, Resources }, context) => {
      if (awsProduct(ProductArn)?.name === "guardduty" && !guardDutyId(Id)) {
        context.addIssue({ code: "custom", path: ["Id"], message: "must be the ARN of a GuardDuty finding" });
      }
      if (!Region && !Resources.some((item) => item.Region)) {
        context.addIssue({ code: "custom", path: ["Region"], message: "must be present, here or in a resource" });
      }
    });
}

type AsffFinding = z.infer<ReturnType<typeof asffFindingSchema>>;

/** A finding of an AWS product. */
export function asFinding(
  parsed: AsffFinding,
  product: AwsProduct,
  sentAt: string | undefined,
): { finding: Finding; hub: HubReference } {
  const { Id, ProductArn, GeneratorId, AwsAccountId, ProductFields, Resources } = parsed;
  const title = parsed.Title ?? "";
  const answered = ownHubNote(parsed.Note)?.text;
  const named = hubNames(resourcesOf(parsed), ProductFields);
  const place = {
    accountId: AwsAccountId,
    region: (parsed.Region ?? Resources.find((item) => item.Region)?.Region)!,
    partition: Resources.find((item) => item.Partition)?.Partition ?? product.partition,
  };
  const resources = resourcesOf(parsed);
  const { id, type } = hubIdentity({
    ...place,
    product,
    findingId: Id,
    // Members may change Types of their findings, but not the provider's fields.
    types: parsed.FindingProviderFields?.Types ?? parsed.Types ?? [],
    control: parsed.Compliance?.SecurityControlId ?? undefined,
    generatorId: GeneratorId,
    resourceIds: resources.map(comparableId),
  });
  const hub: HubReference = {
    id: Id,
    productArn: ProductArn,
    region: place.region,
    accountId: AwsAccountId,
    generatorId: GeneratorId,
    modifiedAt: parsed.UpdatedAt,
  };
  const field = (name: string) => ProductFields?.[`aws/guardduty/service/${name}`] ?? ProductFields?.[name];
  const role = product.name === "guardduty" ? field("resourceRole") : undefined;
  const affected = "action/awsApiCallAction/affectedResources/";
  return {
    finding: {
      source: "security-hub",
      id,
      type,
      title,
      severity: severityFrom(parsed.Severity, parsed.FindingProviderFields?.Severity),
      ...place,
      firstSeen: parsed.FirstObservedAt ?? parsed.CreatedAt,
      lastSeen: parsed.LastObservedAt ?? parsed.UpdatedAt,
      sentAt: sentAt ?? parsed.UpdatedAt,
      sample: String(field("additionalInfo/sample")) === "true" || title.startsWith("[SAMPLE]"),
      ...((role === "ACTOR" || role === "TARGET") && { role }),
      resourceType: Resources[0]!.Type,
      resources: [
        ...markHubHosts(hubResources(resources, place), resources),
        ...(product.name === "guardduty" ? affectedResources(place, (type) => field(`${affected}${type}`)) : []),
      ],
      ...(named.length > 0 && { named }),
      ...(answered !== undefined && { answered }),
    },
    hub,
  };
}

function resourcesOf({ Resources }: AsffFinding): HubResource[] {
  return Resources.map((item) => ({
    type: item.Type,
    id: item.Id,
    region: item.Region ?? undefined,
    partition: item.Partition ?? undefined,
    accessKey: item.Details?.AwsIamAccessKey,
    details: item.Details,
  }));
}

/**
 * A third party's finding that an analyst chose. Only what a note and the journal need is read, so that findings of any product
 * get a note.
 *
 * @param eventRegion where the event came from, which counts if the finding names no Region
 * @throws a ZodError if not even that can be read
 */
export function untouchedFinding(
  item: unknown,
  path: PropertyKey[],
  leftAlone: string,
  eventRegion: string,
): ReadFinding {
  const { account, region } = commonSchemas();
  const text = z.string().max(2048);
  const schema = z.object({
    Id: text.min(1),
    ProductArn: text.min(1),
    AwsAccountId: account,
    Region: region.nullish().catch(undefined),
    Title: text.catch(""),
    CreatedAt: text.catch(new Date(0).toISOString()),
    UpdatedAt: text.nullish().catch(undefined),
    Severity: severitySchema().nullish().catch(undefined),
    Note: z.object({ Text: text.nullish(), UpdatedBy: text.nullish() }).nullish().catch(undefined),
    Resources: z
      .array(z.object({ Type: text.min(1), Id: text.min(1), Region: region.nullish().catch(undefined) }))
      .catch([]),
  });
  const parsed = parseAt(schema, item, path);
  const { Id, ProductArn, AwsAccountId: accountId, Resources } = parsed;
  const partition = partitionIn(ProductArn) ?? partitionOf(eventRegion).id;
  const its = parsed.Region ?? Resources.find((resource) => resource.Region)?.Region;
  const place = { accountId, region: its ?? eventRegion, partition };
  const named = hubNames(Resources.map(({ Type, Id: id }) => ({ type: Type, id })));
  const answered = ownHubNote(parsed.Note)?.text;
  return {
    finding: {
      source: "security-hub",
      id: stableId("hub", [accountId, place.region, ProductArn, Id]),
      type: `SecurityHub:Product/${ProductArn.slice(ProductArn.lastIndexOf("/") + 1)}`,
      title: parsed.Title,
      severity: parsed.Severity ? severityOf(parsed.Severity) : 5,
      ...place,
      firstSeen: parsed.CreatedAt,
      lastSeen: parsed.UpdatedAt ?? parsed.CreatedAt,
      sentAt: parsed.UpdatedAt ?? parsed.CreatedAt,
      sample: false,
      resourceType: Resources[0]?.Type ?? "none",
      resources: [],
      leftAlone,
      ...(named.length > 0 && { named }),
      ...(answered !== undefined && { answered }),
    },
    hub: {
      id: Id,
      productArn: ProductArn,
      region: place.region,
      accountId,
      modifiedAt: parsed.UpdatedAt ?? parsed.CreatedAt,
    },
  };
}

function severitySchema() {
  return z.object({
    Label: z.enum(["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"]).nullish(),
    Normalized: z.number().min(0).max(100).nullish(),
  });
}

type Severity = z.infer<ReturnType<typeof severitySchema>>;

/**
 * The record's severity, or the provider's if that is in a higher band: a member account may lower the first for its own
 * findings, but only the provider may change the second
 * (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_FindingProviderSeverity.html).
 */
function severityFrom(record: Severity, provider: Severity | null | undefined): number {
  return higherSeverity(severityOf(record), provider ? severityOf(provider) : 0);
}

/**
 * 1 to 10, as GuardDuty counts. The number is finer than the label; if they disagree, the label is right, because it is the
 * maintained field (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html).
 */
function severityOf({ Label, Normalized }: Severity): number {
  const byLabel = { INFORMATIONAL: 1, LOW: 2, MEDIUM: 5, HIGH: 8, CRITICAL: 9.5 };
  if (typeof Normalized !== "number") return Label ? byLabel[Label] : 0;
  const number = Math.max(1, Normalized / 10);
  const bands = { INFORMATIONAL: [0, 0], LOW: [1, 39], MEDIUM: [40, 69], HIGH: [70, 89], CRITICAL: [90, 100] } as const;
  if (!Label) return number;
  const [from, to] = bands[Label];
  return Normalized >= from && Normalized <= to ? number : byLabel[Label];
}

import { z } from "zod";
import type { HubReference } from "../finding";
import { commonSchemas, parseAt } from "./commonSchemas";
import { type AwsProduct, awsProduct, guardDutyId, hubIdentity, ignoredId } from "./hubFinding";
import { comparableId, type HubResource, hubResources, resourceFault } from "./hubResources";
import type { ReadFinding, SourceEvent } from "./sourceEvent";

/**
 * A reader of the findings of Security Hub CSPM
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html): imported ones, and those that
 * an analyst chose for a custom action. Findings of other products than those of AWS are ignored always, because members can
 * import whatever they like under their own. Imported ones are ignored unless they are active, new and, if a control made
 * them, FAILED; NOTIFIED is what our own answer makes of them. An analyst's choice overrules all of that, for what it is
 * about is read again and decided by the live state anyway.
 *
 * @returns a function that throws a ZodError if any finding that would be acted on is malformed
 */
export function asffReader(): (event: unknown) => SourceEvent {
  const { account, region, time } = commonSchemas();
  const envelope = z.object({
    source: z.literal("aws.securityhub"),
    "detail-type": z.enum(["Security Hub Findings - Imported", "Security Hub Findings - Custom Action"]),
    account,
    region,
    time: time.optional(),
    resources: z.array(z.string().max(2048)).max(100).nullish(),
    detail: z.object({ findings: z.array(z.unknown()).min(1).max(100) }),
  });
  const head = headSchema();
  const finding = findingSchema();
  return (event) => {
    const { account: from, region: at, time: sentAt, resources, detail, ...rest } = envelope.parse(event);
    const chosen = rest["detail-type"] === "Security Hub Findings - Custom Action";
    const findings = detail.findings.map((item, index): ReadFinding => {
      const path = ["detail", "findings", index];
      const { Id, ProductArn, ...states } = parseAt(head, item, path);
      const product = awsProduct(ProductArn);
      const reason = product ? chosen || stateFault(states) : `${ProductArn} is no product of AWS`;
      if (typeof reason === "string") return { ignored: reason, id: ignoredId(Id, product) };
      return asFinding(parseAt(finding, item, path), product!, sentAt);
    });
    const action = chosen ? resources?.find((arn) => arn.includes(":action/custom/")) : undefined;
    return { envelope: { account: from, region: at }, findings, ...(action !== undefined && { action }) };
  };
}

/** What decides whether a finding is acted on. The rest of those that are not need not be understood. */
function headSchema() {
  return z.object({
    Id: z.string().min(1).max(2048),
    ProductArn: z.string().min(1).max(2048),
    RecordState: z.string().nullish(),
    Workflow: z.object({ Status: z.string().nullish() }).nullish(),
    Compliance: z.object({ Status: z.string().nullish() }).nullish(),
  });
}

/** Why a finding is not acted on, or false. WARNING says that a control could not be checked, not that it failed. */
function stateFault(states: Omit<z.infer<ReturnType<typeof headSchema>>, "Id" | "ProductArn">): string | false {
  const { RecordState, Workflow, Compliance } = states;
  if (RecordState && RecordState !== "ACTIVE") return `RecordState is ${RecordState}`;
  if (Workflow?.Status && Workflow.Status !== "NEW") return `Workflow.Status is ${Workflow.Status}`;
  const compliance = Compliance?.Status;
  return compliance && compliance !== "FAILED" ? `Compliance.Status is ${compliance}` : false;
}

/** https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html */
function findingSchema() {
  const { account, region, time, partition } = commonSchemas();
  const text = z.string().max(2048).nullish();
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
      Details: z.object({ AwsIamAccessKey: accessKey.nullish() }).nullish(),
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
      Title: z.string().max(1000).default(""),
      CreatedAt: time,
      UpdatedAt: time,
      FirstObservedAt: time.nullish(),
      LastObservedAt: time.nullish(),
      Severity: z
        .object({
          Label: z.enum(["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"]).optional(),
          Normalized: z.number().min(0).max(100).optional(),
        })
        .refine(
          (value) => value.Label !== undefined || value.Normalized !== undefined,
          "must have Label or Normalized",
        ),
      ProductFields: z.record(z.string(), z.unknown()).nullish(),
      Compliance: z.object({ SecurityControlId: z.string().min(1).max(100).nullish() }).nullish(),
      Resources: z.array(resource).min(1).max(100),
    })
    .superRefine(({ Id, ProductArn, Region, Resources }, context) => {
      if (awsProduct(ProductArn)?.name === "guardduty" && !guardDutyId(Id)) {
        context.addIssue({ code: "custom", path: ["Id"], message: "must be the ARN of a finding of GuardDuty" });
      }
      if (!Region && !Resources.some((item) => item.Region)) {
        context.addIssue({ code: "custom", path: ["Region"], message: "must be there or with a resource" });
      }
    });
}

type AsffFinding = z.infer<ReturnType<typeof findingSchema>>;

function asFinding(parsed: AsffFinding, product: AwsProduct, sentAt: string | undefined): ReadFinding {
  const { Id, ProductArn, GeneratorId, AwsAccountId, Title, ProductFields, Resources } = parsed;
  const place = {
    accountId: AwsAccountId,
    region: (parsed.Region ?? Resources.find((item) => item.Region)?.Region)!,
    partition: Resources.find((item) => item.Partition)?.Partition ?? product.partition,
  };
  const resources: HubResource[] = Resources.map((item) => ({
    type: item.Type,
    id: item.Id,
    region: item.Region ?? undefined,
    partition: item.Partition ?? undefined,
    accessKey: item.Details?.AwsIamAccessKey,
  }));
  const { id, type } = hubIdentity({
    ...place,
    product,
    findingId: Id,
    types: parsed.Types ?? [],
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
  };
  const field = (name: string) => ProductFields?.[`aws/guardduty/service/${name}`] ?? ProductFields?.[name];
  const role = product.name === "guardduty" ? field("resourceRole") : undefined;
  return {
    finding: {
      source: "security-hub",
      id,
      type,
      title: Title,
      severity: severityOf(parsed.Severity),
      ...place,
      firstSeen: parsed.FirstObservedAt ?? parsed.CreatedAt,
      lastSeen: parsed.LastObservedAt ?? parsed.UpdatedAt,
      sentAt: sentAt ?? parsed.UpdatedAt,
      sample: String(field("additionalInfo/sample")) === "true" || Title.startsWith("[SAMPLE]"),
      ...((role === "ACTOR" || role === "TARGET") && { role }),
      resourceType: Resources[0]!.Type,
      resources: hubResources(resources, place),
    },
    hub,
  };
}

/**
 * 1 to 10, as GuardDuty counts. The number is finer than the label; where they disagree the label is right, which is the
 * field that is kept up (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html).
 */
function severityOf({ Label, Normalized }: AsffFinding["Severity"]): number {
  const byLabel = { INFORMATIONAL: 1, LOW: 2, MEDIUM: 5, HIGH: 8, CRITICAL: 9.5 };
  if (Normalized === undefined) return byLabel[Label!];
  const number = Math.max(1, Normalized / 10);
  const bands = { INFORMATIONAL: [0, 0], LOW: [1, 39], MEDIUM: [40, 69], HIGH: [70, 89], CRITICAL: [90, 100] } as const;
  if (Label === undefined) return number;
  const [from, to] = bands[Label];
  return Normalized >= from && Normalized <= to ? number : byLabel[Label];
}

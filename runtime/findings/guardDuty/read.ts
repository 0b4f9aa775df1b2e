import { z } from "zod";
import { commonSchemas } from "../commonSchemas";
import type { SourceEvent } from "../sourceEvent";
import { markHosts } from "./hosts";
import { guardDutyNames } from "./names";
import { clusterIn, podsIn } from "./pods";
import { guardDutyResourceSchemas, guardDutyResources } from "./resources";

/**
 * A reader of GuardDuty's events. It accepts what the service sends
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html), reads only the parts that decide
 * something, and throws a ZodError for anything else: refusing an event is safer than misreading it.
 *
 * An archived finding is not acted on, the same as one of which Security Hub says RecordState ARCHIVED. Only GuardDuty's
 * administrator can archive, by hand or by a suppression rule, and what happens later makes a finding that is not archived
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ArchiveFindings.html).
 */
export function guardDutyReader(): (event: unknown) => SourceEvent {
  const schemas = guardDutyResourceSchemas();
  const { account, region, time, partition } = commonSchemas();
  const schema = z.object({
    source: z.literal("aws.guardduty"),
    "detail-type": z.literal("GuardDuty Finding"),
    account,
    region,
    time: time.optional(),
    detail: z.object({
      id: z.string().regex(/^[A-Za-z0-9-]{1,128}$/, "must be a finding id of letters, digits and dashes"),
      type: z.string().regex(/^\w+:\w+\/.{1,200}$/, "must be a finding type such as Backdoor:EC2/Spambot"),
      title: z.string().max(1000).nullish(),
      severity: z.number().min(0).max(10),
      accountId: account,
      region,
      partition,
      createdAt: time,
      updatedAt: time,
      resource: schemas.resource,
      service: z
        .object({
          eventFirstSeen: time.nullish(),
          eventLastSeen: time.nullish(),
          resourceRole: z.string().nullish(),
          archived: z.boolean().nullish(),
          additionalInfo: z
            .object({ sample: z.unknown().optional(), value: z.unknown().optional() })
            .nullish()
            .catch(undefined),
          // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_AwsApiCallAction.html
          action: z
            .object({
              awsApiCallAction: z.object({ affectedResources: z.record(z.string(), z.string()).nullish() }).nullish(),
              // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DnsRequestAction.html
              dnsRequestAction: z.object({ domain: z.unknown() }).nullish(),
            })
            .nullish()
            .catch(undefined),
          detection: z.object({ sequence: schemas.sequence.nullish() }).nullish(),
        })
        .nullish(),
    }),
  });
  return (event) => {
    const { account: sender, region: from, time: sent, detail } = schema.parse(event);
    const { service, resource } = detail;
    const envelope = { account: sender, region: from };
    if (service?.archived) return { envelope, findings: [{ ignored: "it is archived in GuardDuty", id: detail.id }] };
    const raw = (event as { detail: unknown }).detail;
    const place = { accountId: detail.accountId, region: detail.region, partition: detail.partition };
    const named = guardDutyNames(raw);
    const resources = guardDutyResources({
      ...detail,
      sequence: service?.detection?.sequence ?? undefined,
      affected: service?.action?.awsApiCallAction?.affectedResources ?? undefined,
    });
    const role =
      service?.resourceRole === "ACTOR" || service?.resourceRole === "TARGET" ? service.resourceRole : undefined;
    return {
      envelope,
      findings: [
        {
          finding: {
            source: "guardduty",
            id: detail.id,
            type: detail.type,
            title: detail.title ?? "",
            severity: detail.severity,
            ...place,
            firstSeen: service?.eventFirstSeen ?? detail.createdAt,
            lastSeen: service?.eventLastSeen ?? detail.updatedAt,
            sentAt: sent ?? detail.updatedAt,
            sample: isSample(service?.additionalInfo),
            ...(role && { role }),
            resourceType: resource.resourceType,
            ...domainOf(service?.action?.dnsRequestAction?.domain),
            resources: [...markHosts(resources, raw), ...podsIn(place, raw), ...clusterIn(place, raw)],
            ...(named.length > 0 && { named }),
          },
        },
      ],
    };
  };
}

/** A domain with at least two labels, as DNS Firewall takes it; anything else is left out. */
function domainOf(given: unknown): { domain?: string } {
  const domain = typeof given === "string" ? given.toLowerCase().replace(/\.$/, "") : "";
  const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  return domain.length <= 250 && new RegExp(`^(?:${label}\\.)+${label}$`).test(domain) ? { domain } : {};
}

/**
 * Whether "generate sample findings" made it. Events have the flag itself, the API has it in `Value`, which is JSON
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ServiceAdditionalInfo.html).
 */
function isSample(info: { sample?: unknown; value?: unknown } | null | undefined): boolean {
  if (String(info?.sample) === "true") return true;
  if (typeof info?.value !== "string") return false;
  try {
    return String(JSON.parse(info.value)?.sample) === "true";
  } catch {
    return false;
  }
}

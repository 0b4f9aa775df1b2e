import { z } from "zod";
import { commonSchemas } from "./commonSchemas";
import { guardDutyResourceSchemas, guardDutyResources } from "./guardDutyResources";
import type { SourceEvent } from "./sourceEvent";

/**
 * A reader of GuardDuty's events. It takes what the service sends
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html), reads only the parts that decide
 * something, and throws a ZodError for anything else: a half-understood event is worse than a refused one.
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
      title: z.string().max(1000).default(""),
      severity: z.number().min(0).max(10),
      accountId: account,
      region,
      partition,
      createdAt: time,
      updatedAt: time,
      resource: schemas.resource,
      service: z
        .object({
          eventFirstSeen: time.optional(),
          eventLastSeen: time.optional(),
          resourceRole: z.string().optional(),
          additionalInfo: z.object({ sample: z.boolean().optional() }).nullish(),
          detection: z.object({ sequence: schemas.sequence.nullish() }).nullish(),
        })
        .optional(),
    }),
  });
  return (event) => {
    const { account: sender, region: from, time: sent, detail } = schema.parse(event);
    const { service, resource } = detail;
    const role =
      service?.resourceRole === "ACTOR" || service?.resourceRole === "TARGET" ? service.resourceRole : undefined;
    return {
      envelope: { account: sender, region: from },
      findings: [
        {
          finding: {
            source: "guardduty",
            id: detail.id,
            type: detail.type,
            title: detail.title,
            severity: detail.severity,
            accountId: detail.accountId,
            region: detail.region,
            partition: detail.partition,
            firstSeen: service?.eventFirstSeen ?? detail.createdAt,
            lastSeen: service?.eventLastSeen ?? detail.updatedAt,
            sentAt: sent ?? detail.updatedAt,
            sample: service?.additionalInfo?.sample ?? false,
            ...(role && { role }),
            resourceType: resource.resourceType,
            resources: guardDutyResources({ ...detail, sequence: service?.detection?.sequence ?? undefined }),
          },
        },
      ],
    };
  };
}

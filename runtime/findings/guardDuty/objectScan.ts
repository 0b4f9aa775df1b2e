import { z } from "zod";
import { partitionIn, partitionOf } from "../../lib/partitions";
import { commonSchemas } from "../commonSchemas";
import { namedThings } from "../named";
import type { SourceEvent } from "../sourceEvent";
import { stableId } from "../stableId";

/** The severity of the finding that GuardDuty creates if it has a detector: Object:S3/MaliciousFile is high. */
const severity = 8;

/** The `detail-type` of these events. */
export const objectScanDetailType = "GuardDuty Malware Protection Object Scan Result";

/**
 * A reader of the results of Malware Protection for S3
 * (https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html). Where GuardDuty has no
 * detector, they are the only report of a malicious upload
 * (https://docs.aws.amazon.com/guardduty/latest/ug/monitoring-malware-protection-s3-scans-gdu.html). Only what found threats is
 * a finding, of type `GuardDuty:ObjectScan/THREATS_FOUND`; its id is made of the object's version, so that another delivery
 * is the same finding.
 *
 * @returns a function that throws a ZodError for a malformed event
 */
export function objectScanReader(): (event: unknown) => SourceEvent {
  const { account, region, time } = commonSchemas();
  const text = z.string().max(2048);
  const schema = z.object({
    source: z.literal("aws.guardduty"),
    "detail-type": z.literal(objectScanDetailType),
    account,
    region,
    time,
    resources: z.array(text).max(100).nullish(),
    detail: z.object({
      scanStatus: text.nullish(),
      s3ObjectDetails: z.object({
        bucketName: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{2,254}$/, "must be the name of a bucket"),
        objectKey: z.string().min(1).max(4096),
        eTag: text.nullish(),
        versionId: text.nullish(),
      }),
      scanResultDetails: z
        .object({
          scanResultStatus: text.nullish(),
          threats: z
            .array(z.object({ name: text.nullish() }))
            .nullish()
            .catch(undefined),
        })
        .nullish(),
    }),
  });
  return (event) => {
    const { account: accountId, region: itsRegion, time: at, resources, detail } = schema.parse(event);
    const { bucketName, objectKey, eTag, versionId } = detail.s3ObjectDetails;
    const result = detail.scanResultDetails?.scanResultStatus ?? detail.scanStatus ?? "no result";
    const envelope = { account: accountId, region: itsRegion };
    const id = stableId("scan", [accountId, itsRegion, bucketName, objectKey, versionId ?? "", eTag ?? ""]);
    if (result !== "THREATS_FOUND") {
      return { envelope, findings: [{ ignored: `the scan of an object in ${bucketName} ended with ${result}`, id }] };
    }
    const threats = (detail.scanResultDetails?.threats ?? []).map((threat): [string, unknown] => [
      "threat",
      threat.name,
    ]);
    const partition = partitionIn(resources?.[0] ?? "") ?? partitionOf(itsRegion).id;
    const place = { accountId, region: itsRegion, partition };
    return {
      envelope,
      findings: [
        {
          finding: {
            source: "guardduty",
            id,
            type: "GuardDuty:ObjectScan/THREATS_FOUND",
            title: `A scan found malware in an object of bucket ${bucketName}`,
            severity,
            ...place,
            firstSeen: at,
            lastSeen: at,
            sentAt: at,
            sample: false,
            resourceType: "S3Object",
            resources: [{ ...place, kind: "s3-bucket", id: bucketName }],
            named: namedThings([
              ["bucket", bucketName],
              ["object", objectKey],
              ["object version", versionId],
              ...threats,
            ]),
          },
        },
      ],
    };
  };
}

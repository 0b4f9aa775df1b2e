import { z } from "zod";
import { commonSchemas, parseAt } from "../commonSchemas";
import type { ReadFinding, SourceEvent } from "../sourceEvent";
import { stableId } from "../stableId";
import { type AwsProduct, awsProduct, ignoredId } from "./finding";
import { asFinding, changedAt, ocsfFindingSchema, timesSchema, versionTimesSchema } from "./ocsfFinding";
import { isOwnUpdate, ownNote } from "./ownUpdate";

/**
 * A reader of the findings of Security Hub V2, which are written in OCSF
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-cwe-event-formats.html). Detection and compliance
 * findings of AWS's products count if they are open and, if a control made them, failed. New or In Progress makes no
 * difference; Suppressed or Resolved findings are recorded but not acted on, because every member may set that for its own
 * (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindingsV2.html). Id and type are the same as those
 * of the finding in Security Hub CSPM and at GuardDuty.
 *
 * @returns a function that throws a ZodError if the envelope is malformed; a finding that is malformed is `unreadable`
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
  const finding = ocsfFindingSchema();
  return (event) => {
    const { account: from, region: at, time: sentAt, detail } = envelope.parse(event);
    const readOne = (item: unknown, path: PropertyKey[]): ReadFinding => {
      const parsed = parseAt(head, item, path);
      const product = awsProduct(parsed.metadata.product.uid ?? "");
      const ignored = (reason: string) => ({ ignored: reason, id: ignoredId(parsed.finding_info.uid, product) });
      const reason = headFault(parsed, product);
      if (reason !== undefined) return ignored(reason);
      const closed = closedBy(parsed);
      try {
        const read = asFinding(parseAt(finding, item, path), product!, sentAt);
        return closed ? { ...read, finding: { ...read.finding, leftAlone: closed } } : read;
      } catch (error) {
        if (closed) return ignored(closed);
        throw error;
      }
    };
    const findings = detail.findings.map((item, index): ReadFinding => {
      try {
        return readOne(item, ["detail", "findings", index]);
      } catch (unreadable) {
        return { unreadable, id: idOf(item, from, at) };
      }
    });
    return { envelope: { account: from, region: at }, findings };
  };
}

/** What decides whether Firebreak acts on a finding. The rest of other findings need not be valid. */
function headSchema() {
  const text = z.string().max(2048).nullish();
  return z.object({
    metadata: z.object({ product: z.object({ uid: text, name: text }) }),
    class_uid: z.number(),
    class_name: text,
    activity_name: text,
    status: text,
    status_id: z.number().nullish().catch(undefined),
    comment: z.string().nullish().catch(undefined),
    compliance: z.object({ status: text }).nullish(),
    finding_info: z.object({
      uid: z.string().min(1).max(2048),
      types: z.array(z.string().max(512)).max(100).nullish(),
      ...versionTimesSchema(),
    }),
    ...timesSchema(),
  });
}

type Head = z.infer<ReturnType<typeof headSchema>>;

/** Why a finding is ignored, if it is. */
function headFault(head: Head, product: AwsProduct | undefined): string | undefined {
  const { metadata, class_uid, class_name, activity_name, compliance, finding_info } = head;
  if (!product) return `${metadata.product.uid ?? metadata.product.name ?? "an unnamed product"} is not an AWS product`;
  if (class_uid !== 2004 && class_uid !== 2003) return `class_uid is ${class_uid} (${class_name ?? "unnamed"})`;
  const coverage = finding_info.types?.find((type) => /\bcoverage\b/i.test(type));
  if (coverage) return `type ${coverage} is about the coverage of Security Hub`;
  // Closed findings are no longer active: https://docs.aws.amazon.com/securityhub/latest/userguide/ocsf-findings.html
  if (activity_name === "Close") return "activity_name is Close";
  const status = statusOf(head);
  if (status === "Archived" || status === "Deleted") return `status is ${status}`;
  const result = compliance?.status;
  if (result && result !== "Fail") return `compliance.status is ${result}`;
  return isOwnUpdate(ownNote(head.comment), changedAt(head)) ? "it is Firebreak's own update" : undefined;
}

/** https://schema.ocsf.io/1.6.0/classes/finding: the number decides where there is no word. */
function statusOf({ status, status_id }: Head): string | undefined {
  const words: Record<number, string> = {
    1: "New",
    2: "In Progress",
    3: "Suppressed",
    4: "Resolved",
    5: "Archived",
    6: "Deleted",
  };
  return status || words[status_id ?? 0];
}

/** Why a finding whose fault still exists is not acted on. */
function closedBy(head: Head): string | undefined {
  const status = statusOf(head);
  if (status !== "Suppressed" && status !== "Resolved") return undefined;
  return `status is ${status} although the finding is open: left to the people who set this status`;
}

/** The id under which an unreadable finding is recorded. */
function idOf(item: unknown, account: string, region: string): string {
  const { metadata, finding_info } = (item ?? {}) as Record<string, any>;
  const [uid, product] = [finding_info?.uid, metadata?.product?.uid];
  if (typeof uid !== "string" || !uid || uid.length > 2048) {
    return stableId("hub", [account, region, typeof product === "string" ? product.slice(0, 2048) : "", "no id"]);
  }
  return ignoredId(uid, typeof product === "string" ? awsProduct(product) : undefined);
}

import { createHash } from "node:crypto";
import type { Finding, HubReference } from "../model/finding";
import type { TrustedSenders } from "../model/responderSettings";
import { type Envelope, originFault } from "./origin";
import { rehearsalId, rehearsalSource } from "./rehearsal";
import type { Reader } from "./source";
import { stableId } from "./stableId";

/**
 * Maximum size of an event, in bytes: the limit of EventBridge and SQS; a queue without a setting allows 256 KB
 * (https://aws.amazon.com/blogs/compute/more-room-to-build-serverless-services-now-support-payloads-up-to-1-mb).
 */
export const largestEvent = 1024 * 1024;

/** A finding to act on, or the reason why it is not acted on and an id under which that is recorded. */
export type Taken = { finding: Finding } | { ignored: string; id: string } | Refused;

/** What cannot be trusted or parsed. */
export interface Refused {
  refused: string;
  id: string;
  /** Where a note about it goes, if it is a finding of Security Hub that an analyst chose. */
  hub?: HubReference;
}

/**
 * Reads one delivered event. Nothing is guessed: an event that is malformed, unknown, oversized, or sent by an account that may not
 * speak for the named account is refused, with a reason that names the value.
 *
 * @param parsed the event, if its text is already parsed
 */
export function intake(text: string, read: Reader, senders: TrustedSenders, parsed?: object): Taken[] {
  const id = `event-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  const refuse = (refused: string, named = id): Taken[] => [{ id: named, refused }];
  const size = Buffer.byteLength(text);
  if (size > largestEvent) return refuse(`the event has ${size} bytes; the limit is ${largestEvent}`);
  let event: unknown = parsed;
  try {
    event ??= JSON.parse(text);
  } catch (error) {
    return refuse(`the event is not JSON: ${(error as Error).message}`);
  }
  try {
    const { envelope, findings, action } = read(event);
    return findings.flatMap((item): Taken[] => {
      if ("ignored" in item) return [item];
      const { hub } = item;
      if ("unreadable" in item) {
        const refused = `not a finding in AWS's format: ${faultsOf(item.unreadable, event)}`;
        return [{ id: item.id, refused, ...(hub && action && { hub }) }];
      }
      return trusted({ ...item.finding, ...(hub && { hub }), ...(action && { action }) }, envelope, senders);
    });
  } catch (error) {
    return refuse(`not an event in AWS's format: ${faultsOf(error, event)}`, findingId(event) ?? faultId(event, error));
  }
}

/**
 * The finding, if its sender may speak for it. Resources of other accounts, which an attack sequence may name, are refused
 * separately, unless the sender may speak for those accounts too.
 */
function trusted(finding: Finding, envelope: Envelope, senders: TrustedSenders): Taken[] {
  const fault = originFault(envelope, finding, senders);
  if (fault) return [{ id: finding.id, refused: fault }];
  const faults = finding.resources.map((resource) => originFault(envelope, resource, senders));
  const resources = finding.resources.filter((_, index) => faults[index] === undefined);
  const others = [...new Set(faults)].filter((text) => text !== undefined);
  const own: Taken = { finding: { ...finding, resources } };
  return others.length > 0 ? [own, { id: finding.id, refused: others.join("; ") }] : [own];
}

/** The finding's own id, if the event has a usable one. The id of a rehearsal is never that of a real finding. */
function findingId(event: unknown): string | undefined {
  const { source, detail } = (event ?? {}) as { source?: unknown; detail?: { id?: unknown; rehearsal?: unknown } };
  const id = detail?.id;
  if (typeof id !== "string" || !/^[A-Za-z0-9-]{1,128}$/.test(id)) return undefined;
  return source === rehearsalSource ? rehearsalId(String(detail?.rehearsal), id) : id;
}

/**
 * An id for an unreadable event without one: the same for the same fault about the same resource from the same source, account and
 * Region, so that people are notified once. Times and texts change with each evaluation and are left out.
 */
function faultId(event: unknown, error: unknown): string {
  const { source, "detail-type": kind, account, region, resources, detail } = (event ?? {}) as Record<string, any>;
  const { configRuleName, configRuleARN, resourceType, resourceId, s3ObjectDetails: object } = detail ?? {};
  const named = [configRuleARN ?? configRuleName, resourceType, resourceId, object?.bucketName, object?.objectKey];
  const paths = (error as { issues?: { path: PropertyKey[] }[] }).issues?.map(({ path }) => path.join("."));
  const parts = [source, kind, account, region, ...(resources?.slice?.(0, 3) ?? []), ...named, ...(paths ?? [])];
  return stableId(
    "event",
    parts.map((part) => JSON.stringify(part) ?? ""),
  );
}

/** At most three of a ZodError's issues, each with its path and the value that is there. */
export function faultsOf(error: unknown, event: unknown): string {
  const list = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues;
  if (!list) return String((error as Error).message);
  const texts = list.slice(0, 3).map((issue) => {
    const value = issue.path.reduce<any>((at, key) => at?.[key], event);
    const shown = value === undefined ? "missing" : (JSON.stringify(value) ?? String(value)).slice(0, 80);
    return `${issue.path.join(".") || "event"} is ${shown} (${issue.message})`;
  });
  return texts.join("; ") + (list.length > 3 ? `; and ${list.length - 3} more` : "");
}

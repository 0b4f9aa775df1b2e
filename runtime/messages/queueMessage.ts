import { z } from "zod";
import type { ApiCall } from "../model/apiCall";
import type { Finding } from "../model/finding";
import type { Target } from "../model/target";
import { apiCallDetailType, apiCallReader } from "./apiCall";
import { type AutomationStatus, automationDetailType, automationStatusReader } from "./automationStatus";

/** The `source` of the product's own messages. Only its functions and schedules can use it: no rule forwards this source. */
export const ownSource = "firebreak";

/** The `detail-type` of each message that the product sends itself. */
export const detailTypes = {
  /** Check the executions of SSM Automation. */
  runbooks: "Firebreak Sweep",
  /** Check all exemptions, and one of them. */
  exemptions: "Firebreak Exemption Sweep",
  exemption: "Firebreak Exemption",
  /** End expired requests, remind people, and check held containments. */
  hourly: "Firebreak Upkeep",
  /** Put the decisions on the bus that are not there yet. */
  unsent: "Firebreak Unsent",
  /** Check one held containment. */
  look: "Firebreak Look",
  /** Check that a temporarily opened part of a target is closed. */
  unfinished: "Firebreak Unfinished",
  /** One target of a finding that names several, or of those that were found in its account. */
  target: "Firebreak Target",
} as const;

/** Everything that a responder's queue carries. */
export type QueueMessage =
  /** An event of a source, or what cannot be read as anything else. */
  | { kind: "event"; text: string; event?: object }
  | { kind: "target"; text: string; finding: string; arn: string; found?: Target | undefined }
  | { kind: "automation"; event: AutomationStatus }
  /** A call of AWS's API that may have undone what is held. */
  | { kind: "call"; call: ApiCall }
  | { kind: "runbooks" }
  | { kind: "exemptions" }
  | { kind: "hourly" }
  | { kind: "unsent" }
  | { kind: "exemption"; id: string; finding: string }
  | { kind: "look"; containment: string }
  | { kind: "unfinished"; containment: string; finding: Finding; target: Target };

/** Messages that only a response that contains can process. */
export type OwnMessage = Exclude<QueueMessage, { kind: "event" | "target" | "exemption" | "exemptions" | "unsent" }>;

/**
 * Reads a message of a responder's queue, once. A message that is not the product's own is an event of a source, read by the
 * intake.
 *
 * @throws a ZodError for a malformed event of SSM Automation or of CloudTrail
 */
export function readMessage(text: string): QueueMessage {
  const message = parsed(text);
  const kind = message?.["detail-type"];
  if (kind === automationDetailType) return { kind: "automation", event: automationStatusReader()(message) };
  if (kind === apiCallDetailType) return { kind: "call", call: apiCallReader()(message) };
  const event = { kind: "event" as const, text, ...(message && { event: message }) };
  if (message?.["source"] !== ownSource) return event;
  const own = ownSchema().safeParse(message);
  return own.success ? own.data : event;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function ownSchema() {
  const of = <Kind extends keyof typeof detailTypes, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
    z
      .object({ "detail-type": z.literal(detailTypes[kind]), detail: z.object(shape).default({} as never) })
      .transform(({ detail }) => ({ kind, ...detail }) as never as QueueMessage);
  const text = z.string();
  const plain = z.record(z.string(), z.unknown());
  return z.union([
    of("runbooks", {}),
    of("exemptions", {}),
    of("hourly", {}),
    of("unsent", {}),
    of("exemption", { id: text, finding: text }),
    of("look", { containment: text }),
    of("unfinished", { containment: text, finding: plain, target: plain }),
    of("target", { text, finding: text, arn: text, found: plain.optional() }),
  ]);
}

/** A message that the product sends itself, as the queue carries it. */
export function messageText(kind: keyof typeof detailTypes, detail?: Record<string, unknown>): string {
  return JSON.stringify({ source: ownSource, "detail-type": detailTypes[kind], ...(detail && { detail }) });
}

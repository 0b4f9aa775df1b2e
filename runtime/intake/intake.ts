import { createHash } from "node:crypto";
import type { Finding } from "../finding";
import type { GuardDutyEvent } from "./guardDuty";
import { originFault, type TrustedSenders } from "./origin";

/** The largest event that is read, in bytes: EventBridge itself delivers no larger ones. */
export const largestEvent = 256 * 1024;

/** A finding to act on, or the reason why the event is not acted on and an id under which that is recorded. */
export type Intake = { finding: Finding } | { refused: string; id: string };

/**
 * Reads one delivered event. Nothing is guessed: what is malformed, of another kind, oversized or sent by somebody who
 * may not speak for the account it names is refused with a reason that names the value.
 */
export function intake(text: string, read: (event: unknown) => GuardDutyEvent, senders: TrustedSenders): Intake {
  const id = `event-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  const size = Buffer.byteLength(text);
  if (size > largestEvent) return { id, refused: `the event has ${size} bytes, at most ${largestEvent} are read` };
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch (error) {
    return { id, refused: `the event is not JSON: ${(error as Error).message}` };
  }
  const named = findingId(event) ?? id;
  let parsed: GuardDutyEvent;
  try {
    parsed = read(event);
  } catch (error) {
    return { id: named, refused: `not a GuardDuty finding as AWS sends it: ${issues(error, event)}` };
  }
  const fault = originFault(parsed.envelope, parsed.finding, senders);
  return fault ? { id: named, refused: fault } : { finding: parsed.finding };
}

/** The finding's own id, if the event has one that can be a key. */
function findingId(event: unknown): string | undefined {
  const id = (event as { detail?: { id?: unknown } } | null)?.detail?.id;
  return typeof id === "string" && /^[A-Za-z0-9-]{1,128}$/.test(id) ? id : undefined;
}

/** At most three of a ZodError's issues, each with its path and the value that is there. */
function issues(error: unknown, event: unknown): string {
  const list = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues;
  if (!list) return String((error as Error).message);
  const texts = list.slice(0, 3).map((issue) => {
    const value = issue.path.reduce<any>((at, key) => at?.[key], event);
    const shown = value === undefined ? "missing" : (JSON.stringify(value) ?? String(value)).slice(0, 80);
    return `${issue.path.join(".") || "event"} is ${shown} (${issue.message})`;
  });
  return texts.join("; ") + (list.length > 3 ? `; and ${list.length - 3} more` : "");
}

import { decide, previousDecision } from "./decide";
import type { Finding } from "./finding";
import { intake } from "./intake/intake";
import type { SourceEvent } from "./intake/sourceEvent";
import type { Decision } from "./journal/items";
import type { Route } from "./response";
import type { Run } from "./run";
import type { Target } from "./target";
import { targetsFor } from "./targetsFor";

/** A message as the event source mapping delivers it: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface Delivered {
  messageId: string;
  body: string;
  /** The queue that it comes from. */
  eventSourceARN: string;
  messageAttributes?: Record<string, { stringValue?: string }>;
}

/** How the names of dead-letter queues end. */
const deadQueue = "-dead";

/** Whether a message comes from a queue of dead letters. */
export const isLetter = ({ eventSourceARN }: Pick<Delivered, "eventSourceARN">): boolean =>
  eventSourceARN.endsWith(deadQueue);

/** The URL of the queue that a message comes from. @param ownQueue the URL of any queue of the same account and Region */
export function queueOf({ eventSourceARN }: Pick<Delivered, "eventSourceARN">, ownQueue: string): string {
  return `${ownQueue.slice(0, ownQueue.lastIndexOf("/"))}/${eventSourceARN.slice(eventSourceARN.lastIndexOf(":") + 1)}`;
}

/**
 * Why a message became a dead letter. EventBridge says why it could not deliver
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html); SQS only moves what was not deleted.
 */
export function causeOf({ messageId, messageAttributes = {} }: Delivered, deliveryAttempts: number): string {
  const said = (name: string) => messageAttributes[name]?.stringValue;
  const code = said("ERROR_CODE");
  if (code !== undefined)
    return `EventBridge could not deliver it: ${code}: ${said("ERROR_MESSAGE") ?? "no reason given"}`;
  return `given up after ${deliveryAttempts} deliveries; the function ran out of time or failed, and its log says more about delivery ${messageId}`;
}

/**
 * Records as failed what a dead letter asked for and nobody has decided since: each target of each finding, a finding
 * without targets, or the work of a schedule. People are told by the decision, once.
 *
 * @throws what the journal throws; the letter comes again then
 */
export async function recordLetter(
  run: Run,
  route: Route,
  read: (event: unknown) => SourceEvent,
  letter: Delivered,
): Promise<Decision[]> {
  const cause = causeOf(letter, run.settings.deliveryAttempts);
  const decisions: Decision[] = [];
  const fail = async (subject: Finding | { id: string }, reason: string, since?: string, target?: Target) => {
    const previous = await previousDecision(run, route, subject.id, target);
    if (previous && (since === undefined || Date.parse(previous.at) >= Date.parse(since))) return;
    const verdict = { outcome: "failed" as const, reason, ...(target && { target }) };
    decisions.push(await decide(run, route, subject, verdict, previous));
  };
  const scheduled = scheduledWork(letter.body);
  if (scheduled !== undefined) {
    await fail({ id: `letter-${letter.messageId}` }, `${scheduled} was not done: ${cause}`);
    return decisions;
  }
  for (const item of intake(letter.body, read, run.settings.senders)) {
    if ("ignored" in item) continue;
    if ("refused" in item) {
      await fail({ id: item.id }, `${item.refused}; ${cause}`);
      continue;
    }
    const { finding } = item;
    const targets = targetsFor(route, finding, run.settings);
    if (targets === undefined) continue;
    const all = Array.isArray(targets) ? targets : [undefined];
    for (const target of all) await fail(finding, cause, finding.sentAt, target);
  }
  return decisions;
}

/** What a message of the product's own schedules asks for; undefined for an event of another source. */
function scheduledWork(text: string): string | undefined {
  try {
    const event = JSON.parse(text) as { source?: unknown; "detail-type"?: unknown } | null;
    return event?.source === "firebreak" ? String(event["detail-type"]) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Puts a recorded letter where it is kept and redriven from, with what EventBridge said of it.
 *
 * @param queue the URL of that queue
 */
export async function keepLetter(queue: string, { body, messageAttributes = {} }: Delivered): Promise<void> {
  const { SQS } = await import("@aws-sdk/client-sqs");
  const attributes = Object.entries(messageAttributes).flatMap(([name, { stringValue }]) =>
    stringValue === undefined ? [] : [[name, { DataType: "String", StringValue: stringValue }] as const],
  );
  await new SQS({}).sendMessage({
    QueueUrl: queue,
    MessageBody: body,
    MessageAttributes: Object.fromEntries(attributes),
  });
}

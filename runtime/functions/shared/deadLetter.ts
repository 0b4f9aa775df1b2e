import { decide, previousDecision } from "../../containment/decide";
import { openNowOf } from "../../containment/openNow";
import { targetsFor } from "../../containment/targetsFor";
import { faultsOf, intake } from "../../findings/intake";
import type { SourceEvent } from "../../findings/sourceEvent";
import { type QueueMessage, readMessage } from "../../messages/queueMessage";
import type { Finding } from "../../model/finding";
import type { Decision } from "../../model/journalItems";
import type { Route } from "../../model/response";
import type { Target } from "../../model/target";
import type { Run } from "../../run/run";

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
 * Why a message became a dead letter. EventBridge reports why it could not deliver
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html); SQS only moves what was not deleted.
 */
export function causeOf({ messageId, messageAttributes = {} }: Delivered, deliveryAttempts: number): string {
  const said = (name: string) => messageAttributes[name]?.stringValue;
  const code = said("ERROR_CODE");
  if (code !== undefined)
    return `EventBridge could not deliver it: ${code}: ${said("ERROR_MESSAGE") ?? "no reason given"}`;
  return `gave up after ${deliveryAttempts} deliveries: the function ran out of time or failed; see delivery ${messageId} in its log`;
}

/**
 * Records what a dead letter requested as failed, unless it was decided since: each target of each finding, a finding without
 * targets, or the work of a schedule. The decision notifies people, once.
 *
 * @throws what the journal throws; the letter is then delivered again
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
    const recorded = await decide({ run, route, subject }, verdict, previous);
    decisions.push(recorded);
    // This check may die like the run, so the decision is recorded first.
    const { openNow, unknown } = target ? await openNowOf(run, route, target) : { openNow: [], unknown: undefined };
    if (openNow.length === 0 && !unknown) return;
    const more = { ...verdict, ...(unknown ? { reason: `${reason}; ${unknown}` } : { openNow }) };
    decisions.push(await decide({ run, route, subject }, more, recorded));
  };
  let message: QueueMessage;
  try {
    message = readMessage(letter.body);
  } catch (error) {
    const unread = `it is not in AWS's format: ${faultsOf(error, JSON.parse(letter.body))}`;
    await fail({ id: `letter-${letter.messageId}` }, `${unread}; ${cause}`);
    return decisions;
  }
  if (message.kind === "unfinished") {
    await fail(
      message.finding,
      `the follow-up check that closes what was opened was not done: ${cause}`,
      undefined,
      message.target,
    );
    return decisions;
  }
  if (message.kind !== "event" && message.kind !== "target") {
    // The decision has to get on the bus too: one a day, or a bus that takes nothing would cause ever more of them.
    const day = new Date().toISOString().slice(0, 10);
    const id = message.kind === "unsent" ? `unsent-${route.name}-${day}` : `letter-${letter.messageId}`;
    await fail({ id }, `${works[message.kind]} was not done: ${cause}`);
    return decisions;
  }
  let found = false;
  let sentAt: string | undefined;
  for (const item of intake(message.text, read, run.settings.senders, "event" in message ? message.event : undefined)) {
    if ("ignored" in item) continue;
    if ("refused" in item) {
      await fail({ id: item.id }, `${item.refused}; ${cause}`);
      continue;
    }
    const { finding } = item;
    if (message.kind === "target" && message.finding !== finding.id) continue;
    sentAt = finding.sentAt;
    const named = targetsFor(route, finding, run.settings);
    if (named === undefined) continue;
    // Of a finding about an account, only the message may say what was found there.
    const targets = "found" in message && message.found ? [message.found] : named;
    const all = Array.isArray(targets) && targets.length > 0 ? targets : [undefined];
    const meant = message.kind === "target" ? all.filter((target) => target?.arn === message.arn) : all;
    found ||= meant.length > 0;
    for (const target of meant) await fail(finding, cause, finding.sentAt, target);
  }
  // The settings may have changed since the message was made.
  if (message.kind === "target" && !found) {
    await fail(
      { id: message.finding },
      `${message.arn}, which is no target under the current settings: ${cause}`,
      sentAt,
    );
  }
  return decisions;
}

/** What people call the work of a message that is about no finding. */
const works: Record<Exclude<QueueMessage["kind"], "event" | "target" | "unfinished">, string> = {
  automation: "the check of an SSM Automation execution",
  call: "the check after an API call that may have undone a containment",
  runbooks: "the check of running SSM Automation executions",
  exemptions: "the daily check of exempt resources",
  exemption: "the daily check of an exempt resource",
  hourly: "the hourly check",
  unsent: "putting decisions on the bus",
  look: "the check of a containment",
};

/**
 * Moves a recorded letter to the queue from which it can be redriven, with EventBridge's error.
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

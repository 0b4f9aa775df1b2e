import type { SQS } from "@aws-sdk/client-sqs";
import { coded } from "../lib/errors";

/**
 * How many messages one call takes, and how many bytes in all of them:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
const batchSize = 10;
const batchBytes = 1024 * 1024;

/**
 * Puts messages into a queue.
 *
 * @param DelaySeconds until the messages can be received, at most 900
 * @throws NotSent if the queue did not take all of them
 */
export async function sendMessages(sqs: SQS, QueueUrl: string, messages: string[], DelaySeconds = 0): Promise<void> {
  for (const batch of batchesOf(messages)) {
    const Entries = batch.map((MessageBody, index) => ({ Id: String(index), MessageBody, DelaySeconds }));
    const { Failed = [] } = await sqs.sendMessageBatch({ QueueUrl, Entries });
    if (Failed.length > 0) throw coded("NotSent", `${Failed.length} messages were not accepted: ${Failed[0]!.Message}`);
  }
}

/** The messages in their order, in batches that a call takes. The targets of one large finding each carry all of it. */
export function batchesOf(messages: string[]): string[][] {
  const batches: string[][] = [];
  let left = 0;
  for (const message of messages) {
    const bytes = Buffer.byteLength(message);
    const last = batches.at(-1);
    if (last && last.length < batchSize && bytes <= left) last.push(message);
    else {
      batches.push([message]);
      left = batchBytes;
    }
    left -= bytes;
  }
  return batches;
}

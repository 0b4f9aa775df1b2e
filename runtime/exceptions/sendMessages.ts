import type { SQS } from "@aws-sdk/client-sqs";
import { coded } from "../errors";

/** How many messages one call takes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const batchSize = 10;

/**
 * Puts messages into a queue.
 *
 * @param DelaySeconds until the messages can be received, at most 900
 * @throws NotSent if the queue did not take all of them
 */
export async function sendMessages(sqs: SQS, QueueUrl: string, messages: string[], DelaySeconds = 0): Promise<void> {
  for (let start = 0; start < messages.length; start += batchSize) {
    const Entries = messages
      .slice(start, start + batchSize)
      .map((MessageBody, index) => ({ Id: String(index), MessageBody, DelaySeconds }));
    const { Failed = [] } = await sqs.sendMessageBatch({ QueueUrl, Entries });
    if (Failed.length > 0) throw coded("NotSent", `${Failed.length} messages were not taken: ${Failed[0]!.Message}`);
  }
}

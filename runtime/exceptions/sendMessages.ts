import { coded } from "../errors";

/** How many messages one call takes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const batchSize = 10;

/**
 * Puts messages into a queue. Only sweeps need the SQS client.
 *
 * @throws NotSent if the queue did not take all of them
 */
export async function sendMessages(QueueUrl: string, messages: string[]): Promise<void> {
  if (messages.length === 0) return;
  const { SQS } = await import("@aws-sdk/client-sqs");
  const sqs = new SQS({});
  for (let start = 0; start < messages.length; start += batchSize) {
    const Entries = messages
      .slice(start, start + batchSize)
      .map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    const { Failed = [] } = await sqs.sendMessageBatch({ QueueUrl, Entries });
    if (Failed.length > 0) throw coded("NotSent", `${Failed.length} messages were not taken: ${Failed[0]!.Message}`);
  }
}

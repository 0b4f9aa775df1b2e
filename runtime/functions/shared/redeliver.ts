/** Rounds of deliveries while AWS is throttling or down, and the seconds between two rounds. */
export const patience = { rounds: 96, seconds: 900 };

/** The message attribute with the number of earlier rounds of deliveries. */
export const roundAttribute = "Round";

/** Seconds until a failed delivery is repeated: 2, 8, 32, 128 and then 512. */
export function backoffSeconds(received: number): number {
  return 2 * 4 ** Math.min(Math.max(received, 1) - 1, 4);
}

/**
 * Makes a failed message visible again after a while. Without this it would stay hidden for the queue's whole visibility
 * timeout, which has to be several times the function's time limit
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html). Only failures need the SQS client.
 */
export async function redeliver(queue: string, receiptHandle: string, seconds: number): Promise<void> {
  const { SQS } = await import("@aws-sdk/client-sqs");
  await new SQS({}).changeMessageVisibility({
    QueueUrl: queue,
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: seconds,
  });
}

/**
 * Sends a message again as a new one, after a delay: its deliveries are counted from zero. Throttling and outages do not count as
 * attempts, or an attacker who floods an API for some minutes would win.
 *
 * @param round how many rounds of deliveries it will have had
 */
export async function sendAgain(queue: string, body: string, round: number): Promise<void> {
  const { SQS } = await import("@aws-sdk/client-sqs");
  await new SQS({}).sendMessage({
    QueueUrl: queue,
    MessageBody: body,
    DelaySeconds: patience.seconds,
    MessageAttributes: { [roundAttribute]: { DataType: "Number", StringValue: String(round) } },
  });
}

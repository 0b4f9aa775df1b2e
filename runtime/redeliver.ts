/** Seconds until a failed delivery comes again: 2, 8, 32, 128 and then 512. */
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

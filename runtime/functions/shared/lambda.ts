import type { Delivered } from "./deadLetter";

/** What Lambda hands over besides the event: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface LambdaContext {
  awsRequestId: string;
  invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

/** A message as the event source mapping delivers it: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface QueueRecord extends Delivered {
  receiptHandle: string;
  attributes: { ApproximateReceiveCount: string };
}

import { isMissing, messageOf } from "../lib/errors";

/** What was read, or why it was not. */
export type Reading<Value> = { value: Value } | { problem: string };

/** Reads; errors become part of the result and do not end the examination. */
export async function look<Value>(read: () => Promise<Value>): Promise<Reading<Value>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

/** Reads something that may not exist; the value is then undefined. */
export const lookFor = <Value>(read: () => Promise<Value>): Promise<Reading<Value | undefined>> =>
  look<Value | undefined>(async () => {
    try {
      return await read();
    } catch (error) {
      if (isMissing(error) || isAbsentQueue(error)) return undefined;
      throw error;
    }
  });

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html */
const isAbsentQueue = (error: unknown) => /NonExistentQueue|QueueDoesNotExist/.test(messageOf(error));

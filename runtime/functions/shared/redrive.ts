import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { Message as Letter } from "@aws-sdk/client-sqs";
import { marshall } from "@aws-sdk/util-dynamodb";
import { redriveKey } from "../../journal/keys";
import { coded, messageOf } from "../../lib/errors";
import type { LetterQueues } from "../../model/run";
import type { Message } from "../../notices/message";

/** What a function redrives its dead letters with. */
export interface Redriver {
  db: Pick<DynamoDB, "putItem">;
  table: string;
  /** The name of the response, or of what else has such queues. */
  name: string;
  letters(): Promise<LetterQueues>;
  tell(message: Message): Promise<unknown>;
  /** Milliseconds until Lambda ends the function. */
  remaining(): number;
}

/** Who asks for it, and why if that was said. */
export interface RedriveOrder {
  /** The run that carries it out. */
  id: string;
  by: string;
  reason?: string;
}

/** How many dead letters are kept, nearly: SQS counts with a delay of up to a minute. */
export interface LetterCount {
  deadLetters: number;
}

/** What came of a redrive. */
export interface Redriven {
  moved: number;
  /** Why some are left, if any are. */
  left?: string;
}

/** Milliseconds that recording and telling need. */
const reserve = 15_000;

/** How long a letter that is being moved is hidden, in seconds: no shorter than the function may run. */
const hiddenSeconds = 150;

/** Counts the dead letters: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export async function countLetters({ letters }: Pick<Redriver, "letters">): Promise<LetterCount> {
  const { sqs, kept } = await letters();
  const count = "ApproximateNumberOfMessages";
  const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl: kept, AttributeNames: [count] });
  return { deadLetters: Number(Attributes[count] ?? 0) };
}

/**
 * Moves the dead letters that are kept back to their queue. A person's name goes with it, into the journal before the first
 * letter is moved, and to people afterwards. A letter is sent before it is deleted: if the run dies in between it is delivered
 * twice, which does nothing twice.
 *
 * @throws NotMoved if not one letter could be moved
 */
export async function redrive(redriver: Redriver, { id, by, reason }: RedriveOrder): Promise<Redriven> {
  const { db, table, name } = redriver;
  const at = new Date().toISOString();
  const record = (more: Partial<Redriven>) => {
    const item = { ...redriveKey(at, id), kind: "redrive", at, by, said: reason, response: name, ...more };
    return db.putItem({ TableName: table, Item: marshall(item, { removeUndefinedValues: true }) });
  };
  await record({});
  const result = await moveLetters(redriver, Date.parse(at));
  await record(result);
  if (result.moved > 0) await redriver.tell(notice(name, result, reason === undefined ? by : `${by}: ${reason}`));
  else if (result.left) throw coded("NotMoved", `no dead letter of ${name} could be moved: ${result.left}`);
  return result;
}

/**
 * One batch after the other until none is left that is as old as the command: a letter that fails again while this lasts is
 * not moved again. What EventBridge and earlier deliveries said of a letter is left out, as it is a new message.
 */
async function moveLetters({ letters, remaining }: Redriver, asked: number): Promise<Redriven> {
  const { sqs, kept, queue } = await letters();
  const move = async ({ Body, ReceiptHandle }: Letter) => {
    await sqs.sendMessage({ QueueUrl: queue, MessageBody: Body! });
    await sqs.deleteMessage({ QueueUrl: kept, ReceiptHandle: ReceiptHandle! });
  };
  let moved = 0;
  while (remaining() > reserve) {
    const { Messages = [] } = await sqs.receiveMessage({
      QueueUrl: kept,
      MaxNumberOfMessages: 10,
      // Without a wait only some of SQS's servers are asked:
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
      WaitTimeSeconds: 1,
      VisibilityTimeout: hiddenSeconds,
      MessageSystemAttributeNames: ["SentTimestamp"],
    });
    const old = Messages.filter(({ Attributes }) => Number(Attributes?.SentTimestamp ?? 0) <= asked);
    if (old.length === 0) return { moved };
    const results = await Promise.allSettled(old.map(move));
    moved += results.filter(({ status }) => status === "fulfilled").length;
    const failed = results.find((result) => result.status === "rejected");
    if (failed) return { moved, left: messageOf(failed.reason) };
  }
  return { moved, left: "there was no time for more of them" };
}

/** What people are told of it. */
function notice(name: string, { moved, left }: Redriven, who: string): Message {
  const letters = `${moved} dead letter${moved === 1 ? "" : "s"} of ${name}`;
  return {
    subject: `redriven: ${letters}`,
    lines: [
      `${letters} will be delivered again, as asked for by ${who}`,
      ...(left ? [`The others are still kept: ${left}`] : []),
    ],
    attributes: { outcome: "redrive", response: name },
  };
}

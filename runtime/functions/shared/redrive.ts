import type { Message as Letter } from "@aws-sdk/client-sqs";
import type { Redrives } from "../../journal/redrives";
import { coded, messageOf } from "../../lib/errors";
import type { Message } from "../../notices/message";
import type { LetterQueues } from "../../run/run";

/** The dependencies of a redrive. */
export interface Redriver {
  journal: Redrives;
  /** The name of the response or other function with such queues. */
  name: string;
  letters(): Promise<LetterQueues>;
  notify(message: Message): Promise<unknown>;
  /** Milliseconds until Lambda ends the function. */
  remaining(): number;
}

/** Who requested it, and why, if stated. */
export interface RedriveOrder {
  /** The run that carries it out. */
  id: string;
  by: string;
  reason?: string;
}

/** The approximate number of kept dead letters: SQS counts with a delay of up to a minute. */
export interface LetterCount {
  deadLetters: number;
}

/** The result of a redrive. */
export interface Redriven {
  moved: number;
  /** Why some are left, if any are. */
  left?: string;
}

/** Milliseconds reserved for recording and notifying. */
const reserve = 15_000;

/** Seconds for which a letter is hidden while it is moved: at least as long as the function may run. */
const hiddenSeconds = 150;

/** Counts the dead letters: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export async function countLetters({ letters }: Pick<Redriver, "letters">): Promise<LetterCount> {
  const { sqs, kept } = await letters();
  const count = "ApproximateNumberOfMessages";
  const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl: kept, AttributeNames: [count] });
  return { deadLetters: Number(Attributes[count] ?? 0) };
}

/**
 * Moves the kept dead letters back to their queue. The sender is recorded in the journal before the first letter is moved, and
 * people are notified afterwards. A letter is sent before it is deleted: if the run dies in between, it is delivered twice, which
 * is harmless.
 *
 * @throws NotMoved if not one letter could be moved
 */
export async function redrive(redriver: Redriver, { id, by, reason }: RedriveOrder): Promise<Redriven> {
  const { journal, name } = redriver;
  const at = new Date().toISOString();
  const record = (more: Partial<Redriven>) =>
    journal.recordRedrive({ at, run: id, by, ...(reason !== undefined && { said: reason }), response: name, ...more });
  await record({});
  const result = await moveLetters(redriver, Date.parse(at));
  await record(result);
  if (result.moved > 0) await redriver.notify(notice(name, result, reason === undefined ? by : `${by}: ${reason}`));
  else if (result.left) throw coded("NotMoved", `no dead letter of ${name} could be moved: ${result.left}`);
  return result;
}

/**
 * One batch after the other, until no letter from before the command is left: a letter that fails again in the meantime is not
 * moved again. Attributes of earlier deliveries are dropped, as it is a new message.
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
      // Without a wait, SQS queries only some of its servers:
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
  return { moved, left: "the function ran out of time" };
}

/** The message to people. */
function notice(name: string, { moved, left }: Redriven, who: string): Message {
  const letters = `${moved} dead letter${moved === 1 ? "" : "s"} of ${name}`;
  return {
    subject: `redriven: ${letters}`,
    lines: [
      `${letters} will be delivered again, requested by ${who}`,
      ...(left ? [`The others are still kept: ${left}`] : []),
    ],
    attributes: { outcome: "redrive", response: name },
  };
}

import { closeRun, type Writer } from "../journal/containments";
import { markNoticeSent } from "../journal/decisions";
import { oneLine } from "../lib/oneLine";
import type { Decision } from "../model/journalItems";
import type { ResponderSettings } from "../model/responderSettings";
import { isResponse, type Route } from "../model/response";
import type { Run, Services } from "../model/run";
import { chatMessage, chatNotice } from "./chat";
import { noticeContent } from "./content";
import { heldBackMessage, placeOf } from "./limit";
import { type Notice, noticeOf, subjectLine } from "./mail";
import { type Message, messageText } from "./message";

/** The claim that a run still has while it notifies people. */
export interface Held {
  writer: Writer;
  containment: string;
}

/** The topic and the form in which its subscribers get messages. */
export type Sender = Pick<Services, "sns" | "topic"> & { format: ResponderSettings["noticeFormat"] };

/**
 * Sends the notice of a decision if it is still to be sent, notes that it is out, and with that gives the claim back. Beyond
 * the limit of its account and hour it is counted instead and comes with the digest.
 */
export async function publishNotice(
  run: Run,
  route: Route,
  decision: Decision,
  held?: Held,
  answers: string[] = [],
): Promise<void> {
  if (decision.notice !== "pending") return;
  const { services, settings } = run;
  const sender = { ...services, format: settings.noticeFormat };
  const place = await placeOf(run, decision);
  if (place === "first-held") await publishMessage(sender, heldBackMessage(decision, settings.alwaysNotify));
  if (place === "sent") {
    const words = isResponse(route) ? route.words : undefined;
    const content = noticeContent(decision, words, answers);
    await publish(sender, noticeOf(content), chatNotice(content));
  }
  if (held) await closeRun(held.writer, held.containment, decision);
  else await markNoticeSent(services.db, services.table, decision);
}

/** Sends a message that is about no decision. */
export async function publishMessage(sender: Sender, message: Message): Promise<void> {
  const subject = subjectLine(`[Firebreak] ${oneLine(message.subject)}`);
  const { attributes } = message;
  await publish(sender, { subject, text: messageText(message), attributes }, chatMessage(message));
}

/**
 * The longest text of a mail, in bytes. SNS takes 262,144 bytes, attributes and the chat's form included, and JSON doubles
 * quotation marks and backslashes: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const longestText = 100_000;

/** The longest value of an attribute, in characters. */
const longestValue = 256;

/**
 * The only call of SNS. Who subscribed by mail reads plain text even where the format is `chat`
 * (MessageStructure in https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
 */
async function publish({ sns, topic, format }: Sender, notice: Notice, chat: object): Promise<void> {
  const text = withinBytes(notice.text, longestText);
  const values = Object.entries(notice.attributes)
    .map(([name, value]) => [name, oneLine(value).slice(0, longestValue)] as const)
    .filter(([, value]) => value !== "");
  await sns.publish({
    TopicArn: topic,
    Subject: notice.subject,
    ...(format === "chat"
      ? { MessageStructure: "json", Message: JSON.stringify({ default: JSON.stringify(chat), email: text }) }
      : { Message: text }),
    MessageAttributes: Object.fromEntries(
      values.map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
    ),
  });
}

/** As many lines as fit, then a line that says that something is missing; a longer line is cut. */
function withinBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const rest = "The rest is in the journal.";
  // A character that is cut in two ends as a replacement character, which is left out.
  const cut = Buffer.from(text)
    .subarray(0, most - rest.length - 1)
    .toString()
    .replace(/\ufffd+$/, "");
  return `${cut}\n${rest}`;
}

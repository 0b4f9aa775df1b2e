import type { Writer } from "../journal/containments";
import { messageOf } from "../lib/errors";
import { oneLine } from "../lib/oneLine";
import type { Decision } from "../model/journalItems";
import type { ResponderSettings } from "../model/responderSettings";
import { isResponse, type Route } from "../model/response";
import type { Run, Services } from "../run/run";
import type { Channel } from "./channel";
import { noticeFormats } from "./channels";
import { type NoticeContent, noticeContent } from "./content";
import { accountOf, heldBackMessage, placeOf } from "./limit";
import { type Head, headOf, subjectLine } from "./mail";
import type { Message } from "./message";

/** The claim that a run still has while it notifies people. */
export interface Held {
  writer: Writer;
  containment: string;
}

/** The topic and the form in which its subscribers get messages. */
export type Sender = Pick<Services, "sns" | "topic"> & { format: ResponderSettings["noticeFormat"] };

/**
 * Sends the notice of a decision if it is pending, marks it as sent, and returns the claim with that. Beyond the limit of its
 * account and hour, the notice is counted instead and appears in the digest.
 *
 * @param more the claim under which the run decided, and what people read, if it is known already
 */
export async function publishNotice(
  run: Run,
  route: Route,
  decision: Decision,
  more: { held?: Held; content?: NoticeContent } = {},
): Promise<void> {
  if (decision.notice !== "pending") return;
  const { held, content } = more;
  const { services, settings } = run;
  const sender = { ...services, format: settings.noticeFormat };
  const place = await placeOf(run, decision);
  if (place === "first-held") await publishMessage(sender, heldBackMessage(decision, settings.alwaysNotify));
  if (place === "sent") {
    const read = content ?? (await contentOf(run, route, decision));
    await publish(sender, headOf(read), (channel) => channel.decision(read));
  }
  if (held) await held.writer.closeRun(held.containment, decision);
  else await services.journal.markNoticeSent(decision);
}

/** What people read about a decision. @param answers what was reported to the finding's source */
export async function contentOf(
  run: Run,
  route: Route,
  decision: Decision,
  answers: string[] = [],
): Promise<NoticeContent> {
  const words = isResponse(route) ? { ...route.words, byHand: !route.followsAutomation } : undefined;
  return noticeContent(decision, words, answers, await accountNameOf(run, decision));
}

/** The name of the decision's account. A name that cannot be read delays no notice. */
async function accountNameOf({ services }: Run, decision: Decision): Promise<string | undefined> {
  try {
    return (await services.journal.readMember(accountOf(decision)))?.name;
  } catch (error) {
    services.log.warn("the name of an account could not be read", { error: messageOf(error) });
    return undefined;
  }
}

/** Sends a message that is not about a decision. */
export async function publishMessage(sender: Sender, message: Message): Promise<void> {
  const subject = subjectLine(`[Firebreak] ${oneLine(message.subject)}`);
  const { attributes } = message;
  await publish(sender, { subject, attributes }, (channel) => channel.message(message));
}

/** The longest value of an attribute, in characters. */
const longestValue = 256;

/** The only call of SNS. */
async function publish({ sns, topic, format }: Sender, head: Head, form: (channel: Channel) => string): Promise<void> {
  const channels = noticeFormats[format]!;
  const forms = Object.entries(channels).map(([protocol, channel]) => [protocol, form(channel)]);
  const values = Object.entries(head.attributes)
    .map(([name, value]) => [name, oneLine(value).slice(0, longestValue)] as const)
    .filter(([, value]) => value !== "");
  await sns.publish({
    TopicArn: topic,
    Subject: head.subject,
    ...(forms.length > 1
      ? { MessageStructure: "json", Message: JSON.stringify(Object.fromEntries(forms)) }
      : { Message: form(channels.default) }),
    MessageAttributes: Object.fromEntries(
      values.map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
    ),
  });
}

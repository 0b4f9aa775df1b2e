import { closeRun, type Writer } from "../journal/containments";
import { markNoticeSent } from "../journal/decisions";
import type { Decision } from "../journal/items";
import { isResponse, type Route } from "../response";
import type { Run } from "../run";
import { chatNotice } from "./chat";
import { noticeContent } from "./content";
import { noticeOf } from "./notice";

/** The claim that a run still has while it tells people. */
export interface Held {
  writer: Writer;
  containment: string;
}

/**
 * Sends the notice of a decision if it is still to be sent, notes that it is out, and with that gives the claim back. Who
 * subscribed by mail reads plain text even where the format is `chat`
 * (MessageStructure in https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
 */
export async function publishNotice(
  { services, settings }: Run,
  route: Route,
  decision: Decision,
  held?: Held,
  answers: string[] = [],
): Promise<void> {
  if (decision.notice !== "pending") return;
  const words = isResponse(route) ? route.words : undefined;
  const content = noticeContent(decision, words, answers);
  const notice = noticeOf(content);
  const chat = settings.noticeFormat === "chat" ? JSON.stringify(chatNotice(content)) : undefined;
  await services.sns.publish({
    TopicArn: services.topic,
    Subject: notice.subject,
    ...(chat
      ? { MessageStructure: "json", Message: JSON.stringify({ default: chat, email: notice.text }) }
      : { Message: notice.text }),
    MessageAttributes: Object.fromEntries(
      Object.entries(notice.attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
    ),
  });
  if (held) await closeRun(held.writer, held.containment, decision);
  else await markNoticeSent(services.db, services.table, decision);
}

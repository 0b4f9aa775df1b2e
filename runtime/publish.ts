import { closeRun, type Writer } from "./journal/containments";
import { markNoticeSent } from "./journal/decisions";
import type { Decision } from "./journal/items";
import { noticeOf } from "./notice";
import { isResponse, type Route } from "./response";
import type { Services } from "./run";

/** The claim that a run still has while it tells people. */
export interface Held {
  writer: Writer;
  containment: string;
}

/** Sends the notice of a decision if it is still to be sent, notes that it is out, and with that gives the claim back. */
export async function publishNotice(services: Services, route: Route, decision: Decision, held?: Held): Promise<void> {
  if (decision.notice !== "pending") return;
  const notice = noticeOf(decision, isResponse(route) ? route.words : undefined, services.functionName);
  await services.sns.publish({
    TopicArn: services.topic,
    Subject: notice.subject,
    Message: notice.text,
    MessageAttributes: Object.fromEntries(
      Object.entries(notice.attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
    ),
  });
  if (held) await closeRun(held.writer, held.containment, decision);
  else await markNoticeSent(services.db, services.table, decision);
}

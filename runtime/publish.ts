import { markNoticeSent } from "./journal/decisions";
import type { Decision } from "./journal/items";
import { noticeOf } from "./notice";
import { isResponse, type Route } from "./response";
import type { Services } from "./run";

/** Sends the notice of a decision if it is still to be sent, and notes that it is out. */
export async function publishNotice(services: Services, route: Route, decision: Decision): Promise<void> {
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
  await markNoticeSent(services.db, services.table, decision);
}

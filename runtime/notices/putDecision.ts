import { coded, messageOf } from "../lib/errors";
import { inParallel } from "../lib/inParallel";
import { messageText } from "../messages/queueMessage";
import type { Decision } from "../model/journalItems";
import type { Route } from "../model/response";
import type { Run } from "../run/run";
import type { NoticeContent } from "./content";
import { decisionDetailType, decisionEvent, decisionSource } from "./decisionEvent";
import { contentOf } from "./publish";

/** Seconds until a run tries again what could not be put on the bus. */
const retrySeconds = 60;

/** How many decisions one run puts on the bus, and how many of them at once. */
const most = { run: 200, atOnce: 5 };

/**
 * Puts a decision on the bus. The decision is in the journal already and so is a note that it is not on the bus yet: if this fails
 * or dies, the note stays, and a later run puts the decision there with the same id. So this never throws, and delays nothing.
 *
 * @param content what people read about it
 */
export async function putDecision(run: Run, decision: Decision, content: NoticeContent): Promise<void> {
  const { log, send } = run.services;
  try {
    await put(run, decision, content);
  } catch (error) {
    log.warn("the decision is not on the bus yet", { finding: decision.finding, error: messageOf(error) });
    await send?.([messageText("unsent")], retrySeconds).catch((second) =>
      log.warn("the hourly check puts the decision on the bus", { error: messageOf(second) }),
    );
  }
}

/**
 * Puts the decisions of a response on the bus that are not there yet, except those that another run may be about to put there.
 *
 * @throws what the first one that failed threw: the message is delivered again, and ends as a dead letter
 */
export async function putUnsent(run: Run, route: Route, now = new Date()): Promise<void> {
  const before = new Date(now.getTime() - (retrySeconds / 2) * 1000).toISOString();
  const unsent = await run.services.journal.unsentDecisions(route.name, before, most.run);
  const failures: unknown[] = [];
  await inParallel(unsent, most.atOnce, (decision) =>
    contentOf(run, route, decision)
      .then((content) => put(run, decision, content))
      .catch((error) => failures.push(error)),
  );
  if (failures.length > 0) throw failures[0];
  if (unsent.length === most.run) await run.services.send?.([messageText("unsent")]);
}

/**
 * The only call of PutEvents in a response's function. An entry may fail although the call succeeds
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html).
 */
async function put(run: Run, decision: Decision, content: NoticeContent): Promise<void> {
  const { events, decisionBus, journal } = run.services;
  const entry = {
    EventBusName: decisionBus(),
    Source: decisionSource,
    DetailType: decisionDetailType,
    Time: new Date(decision.at),
    Resources: decision.target ? [decision.target.arn] : [],
    Detail: JSON.stringify(decisionEvent(content)),
  };
  const { FailedEntryCount = 0, Entries = [] } = await events.putEvents({ Entries: [entry] });
  if (FailedEntryCount > 0) {
    const { ErrorCode, ErrorMessage } = Entries[0] ?? {};
    throw coded(ErrorCode ?? "NotOnTheBus", `EventBridge did not take the event: ${ErrorMessage}`);
  }
  await journal.markSent(decision);
}

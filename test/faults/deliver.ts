import { release } from "../../runtime/containment/release";
import { responder } from "../../runtime/functions/responder/responder";
import { containmentId } from "../../runtime/model/target";
import type { Caller } from "../models/wire";
import { hasLetterReader } from "./doubles";
import type { Message } from "./queue";
import { seconds, type World } from "./world";

/** How many deliveries a case gets at most, and for how many rounds a message is followed while AWS throttles. */
const most = { deliveries: 40, rounds: 1 };

/** The result of a delivery. */
export interface Delivery {
  /** The message that was delivered, or `release`. */
  what: string;
  how: "done" | "failed" | "killed" | "out of time";
  at: number;
  error?: string;
}

/** One invocation of the function, until it ends, is killed, or times out. */
async function invoke(
  world: World,
  id: string,
  work: (remaining: () => number) => Promise<unknown>,
): Promise<Delivery> {
  const { clock, callers } = world;
  const deadline = clock.now() + 1000 * seconds.function;
  const caller: Caller = { id, killed: false, onKill() {} };
  const at = clock.now();
  let error: string | undefined;
  let failed = false;
  const running = callers.run(caller, () => work(() => Math.max(0, deadline - clock.now())));
  const noted = running.catch((thrown: Error) => {
    failed = true;
    error = thrown.message;
  });
  // Lambda ends the process of a run with an unhandled rejection.
  const onUnhandled = (thrown: unknown) => {
    if (caller.killed) return;
    caller.killed = true;
    world.logged.push(`${id} ended by a rejection that it does not handle: ${thrown}`);
  };
  process.on("unhandledRejection", onUnhandled);
  const settled = await clock.run(noted, () => caller.killed, deadline);
  process.off("unhandledRejection", onUnhandled);
  if (!settled) {
    // The run never continues, whatever it still waits for.
    const how = caller.killed ? "killed" : "out of time";
    caller.killed = true;
    clock.forget();
    return { what: id, how, at };
  }
  clock.forget();
  return { what: id, how: failed ? "failed" : "done", at, ...(error && { error }) };
}

/** What may come between two deliveries. */
export type Between = (world: World) => Promise<void> | void;

/**
 * Delivers what is in the queue until it is empty, or only holds messages that are hours away.
 *
 * @param between called once, after the first delivery that did not end well
 */
export async function deliverAll(
  world: World,
  between?: Between,
  each?: (delivery: Delivery) => void,
): Promise<Delivery[]> {
  const { queue, clock } = world;
  const handler = responder(world.response, world.settings)();
  const deliveries: Delivery[] = [];
  let come = between;
  while (deliveries.length < most.deliveries) {
    const due = queue.messages.filter((message) => Number(message.attributes["Round"] ?? 0) < most.rounds);
    if (due.length === 0 && !goOn(world)) break;
    const message = queue.receive(clock.advanceTo, seconds.visibility);
    if (!message) continue;
    const delivery = await deliver(world, handler, message, { id: `delivery-${++world.count.runs}`, queue: "suite" });
    if (delivery.how === "done") queue.remove(message);
    deliveries.push(delivery);
    each?.(delivery);
    if (delivery.how !== "done" && come) {
      await come(world);
      come = undefined;
    }
  }
  if (hasLetterReader()) await deliverLetters(world, handler, each);
  return deliveries;
}

/** One message, or dead letter, as the event source mapping of its queue delivers it. */
function deliver(
  world: World,
  handler: ReturnType<ReturnType<typeof responder>>,
  message: Message,
  { id, queue }: { id: string; queue: string },
): Promise<Delivery> {
  const attributes = Object.entries(message.attributes).map(([name, stringValue]) => [name, { stringValue }]);
  const record: any = {
    messageId: message.id,
    receiptHandle: message.id,
    body: message.body,
    eventSourceARN: `arn:aws:sqs:eu-west-1:111122223333:${queue}`,
    attributes: { ApproximateReceiveCount: String(message.received) },
    messageAttributes: Object.fromEntries(attributes),
  };
  return invoke(world, id, async (getRemainingTimeInMillis) => {
    const context = { awsRequestId: id, invokedFunctionArn: "", getRemainingTimeInMillis };
    const answer: any = await handler({ Records: [record] }, context);
    if (answer.batchItemFailures.length > 0) throw new Error("the message comes again");
  });
}

/** How often a dead letter is tried here; in reality it is retried for days. */
const letterTries = 5;

/** Delivers the dead letters until each is consumed. */
async function deliverLetters(
  world: World,
  handler: ReturnType<ReturnType<typeof responder>>,
  each?: (delivery: Delivery) => void,
): Promise<void> {
  const { queue, clock } = world;
  for (const letter of queue.dead.filter((item) => !queue.consumed.includes(item))) {
    for (let attempt = 1; attempt <= letterTries; attempt++) {
      const message = { ...letter, received: attempt };
      const delivery = await deliver(world, handler, message, {
        id: `letter-${++world.count.runs}`,
        queue: "suite-dead",
      });
      each?.(delivery);
      if (delivery.how === "done") {
        queue.consumed.push(letter);
        break;
      }
      clock.pass(1000 * seconds.visibility);
    }
  }
}

/** What happens outside when nothing is left to deliver: it may cause an event. */
function goOn({ account, queue }: World): boolean {
  const events = account.goOn?.() ?? [];
  for (const event of events) queue.send(event, 0);
  return events.length > 0;
}

/** How often a person asks for a release that ended with an error or with nothing. */
const asks = 4;

/** A person asks for a release until it is done, every quarter of an hour. */
export async function releaseAll(
  world: World,
  between?: Between,
  each?: (delivery: Delivery) => void,
): Promise<Delivery[]> {
  const { scenario, clock, services, settings } = world;
  const containment = containmentId(scenario.response.name, scenario.target);
  const deliveries: Delivery[] = [];
  let come = between;
  for (let ask = 1; ask <= asks; ask++) {
    const id = `release-${++world.count.runs}`;
    let outcome = "";
    const delivery = await invoke(world, id, async (remaining) => {
      const run = { id, services, settings, started: Date.now(), calls: [], remaining, lastAttempt: false };
      const decision = await release(run, world.response, { containment, by: "ana", reason: "it is clean" });
      outcome = decision.outcome;
    });
    deliveries.push(delivery);
    each?.(delivery);
    if (delivery.how === "done" && outcome !== "failed") break;
    if (come) {
      await come(world);
      come = undefined;
    }
    clock.pass(900_000);
  }
  return deliveries;
}

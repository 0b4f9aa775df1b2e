import { AsyncLocalStorage } from "node:async_hooks";
import { responderVariables } from "../../runtime/environment";
import * as makeServices from "../../runtime/makeServices";
import * as redeliver from "../../runtime/redeliver";
import { release } from "../../runtime/release";
import { responder } from "../../runtime/responder";
import { containmentId } from "../../runtime/target";
import type { Caller } from "../models/wire";
import { seconds, type World } from "./world";

/** How many deliveries a case gets at most, and for how many rounds a message that AWS is too busy for is followed. */
const most = { deliveries: 40, rounds: 1 };

/** What a delivery came to. */
export interface Delivery {
  /** The message that was delivered, or `release`. */
  what: string;
  how: "done" | "failed" | "killed" | "out of time";
  at: number;
  error?: string;
}

/** The queue's name in the messages of the product. */
const queueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/suite";

/**
 * Runs something with the world's clock, and with its services where the product makes its own: the exports of its modules are
 * ordinary properties under ts-node.
 */
export async function inWorld<Result>(world: World, work: () => Promise<Result>): Promise<Result> {
  const modules = { makeServices: makeServices as any, redeliver: redeliver as any };
  const real = {
    makeServices: modules.makeServices.makeServices,
    redeliver: modules.redeliver.redeliver,
    sendAgain: modules.redeliver.sendAgain,
    queue: process.env[responderVariables.queue],
    run: AsyncLocalStorage.prototype.run,
  };
  // Each one in use costs something at every promise of the process, and the function makes one of its own.
  const storages = new Set<AsyncLocalStorage<unknown>>();
  const storage = AsyncLocalStorage.prototype;
  storage.run = function (this: AsyncLocalStorage<unknown>, ...given: unknown[]) {
    storages.add(this);
    return (real.run as any).apply(this, given);
  } as never;
  const { sqs } = world;
  modules.makeServices.makeServices = () => world.services;
  modules.redeliver.redeliver = (_: string, id: string, hidden: number) =>
    sqs.changeMessageVisibility({ id, seconds: hidden });
  modules.redeliver.sendAgain = (_: string, body: string, round: number) =>
    sqs.sendMessage({
      body,
      delay: redeliver.patience.seconds,
      attributes: { [redeliver.roundAttribute]: String(round) },
    });
  process.env[responderVariables.queue] = queueUrl;
  world.clock.install();
  try {
    return await work();
  } finally {
    world.clock.remove();
    storage.run = real.run;
    for (const used of storages) used.disable();
    modules.makeServices.makeServices = real.makeServices;
    Object.assign(modules.redeliver, { redeliver: real.redeliver, sendAgain: real.sendAgain });
    if (real.queue === undefined) delete process.env[responderVariables.queue];
    else process.env[responderVariables.queue] = real.queue;
  }
}

/** One invocation of the function, until it ends, is killed, or Lambda's time is over. */
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
  const settled = await clock.run(noted, () => caller.killed, deadline);
  if (!settled) {
    // Nothing of it goes on, whatever it still waits for.
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
 * Delivers what is in the queue until it is empty, or only holds what comes again for hours.
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
    const id = `delivery-${deliveries.length + 1}`;
    const record = {
      messageId: message.id,
      receiptHandle: message.id,
      body: message.body,
      attributes: { ApproximateReceiveCount: String(message.received) },
      messageAttributes: Object.fromEntries(
        Object.entries(message.attributes).map(([name, stringValue]) => [name, { stringValue }]),
      ),
    };
    const delivery = await invoke(world, id, async (getRemainingTimeInMillis) => {
      const context = { awsRequestId: id, invokedFunctionArn: "", getRemainingTimeInMillis };
      const answer: any = await handler({ Records: [record] }, context);
      if (answer.batchItemFailures.length > 0) throw new Error("the message comes again");
    });
    if (delivery.how === "done") queue.remove(message);
    deliveries.push(delivery);
    each?.(delivery);
    if (delivery.how !== "done" && come) {
      await come(world);
      come = undefined;
    }
  }
  return deliveries;
}

/** What happens outside when nothing is left to deliver: it may bring an event. */
function goOn({ account, queue }: World): boolean {
  const events = account.goOn?.() ?? [];
  for (const event of events) queue.send(event, 0);
  return events.length > 0;
}

/** How often a person asks for a release that ended with an error or with nothing. */
const asks = 4;

/** A person asks for a release until it is done. Between two tries lies a quarter of an hour. */
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
    const id = `release-${ask}`;
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

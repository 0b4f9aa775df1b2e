import { AsyncLocalStorage } from "node:async_hooks";
import { existsSync } from "node:fs";
import path from "node:path";
import * as eventReader from "../../runtime/findings/eventReader";
import * as command from "../../runtime/functions/responder/command";
import { responderVariables } from "../../runtime/functions/shared/environment";
import * as makeServices from "../../runtime/functions/shared/makeServices";
import * as redeliver from "../../runtime/functions/shared/redeliver";
import type { World } from "./world";

/** Schemas take longer to build than a case to run. The readers of events and commands keep no state. */
const readers = { events: eventReader.eventReader(), commands: command.commandReader() };

/** The module that reads dead letters. Without it they stay in their queue. */
const letterModule = path.join(__dirname, "../../runtime/functions/shared/deadLetter");

/** Whether the function reads dead letters. */
export const hasLetterReader = () => existsSync(`${letterModule}.ts`);

const letterReader = () => (hasLetterReader() ? require(letterModule) : undefined);

/** The queue's name in the messages of the product. */
const queueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/suite";

/**
 * Runs something with the world's clock and services, where the product makes its own: the exports of its modules are
 * ordinary properties under ts-node.
 */
export async function inWorld<Result>(world: World, work: () => Promise<Result>): Promise<Result> {
  const modules: Record<string, any> = { makeServices, redeliver, eventReader, command };
  const letters = letterReader();
  const real = {
    makeServices: makeServices.makeServices,
    redeliver: modules["redeliver"].redeliver,
    sendAgain: redeliver.sendAgain,
    variables: Object.values(responderVariables).map((name) => [name, process.env[name]] as const),
    keepLetter: letters?.keepLetter,
    eventReader: eventReader.eventReader,
    commandReader: command.commandReader,
    run: AsyncLocalStorage.prototype.run,
  };
  // Each active one slows down every promise of the process, and the function makes its own.
  const storages = new Set<AsyncLocalStorage<unknown>>();
  const storage = AsyncLocalStorage.prototype;
  storage.run = function (this: AsyncLocalStorage<unknown>, ...given: unknown[]) {
    storages.add(this);
    return (real.run as any).apply(this, given);
  } as never;
  const { sqs } = world;
  modules["makeServices"].makeServices = () => world.services;
  modules["eventReader"].eventReader = () => readers.events;
  modules["command"].commandReader = () => readers.commands;
  modules["redeliver"].redeliver = (_: string, id: string, hidden: number) =>
    sqs.changeMessageVisibility({ id, seconds: hidden });
  modules["redeliver"].sendAgain = (_: string, body: string, round: number) =>
    sqs.sendMessage({
      body,
      delay: redeliver.patience.seconds,
      attributes: { [redeliver.roundAttribute]: String(round) },
    });
  for (const name of Object.values(responderVariables)) process.env[name] = queueUrl;
  if (letters) letters.keepLetter = async ({ body }: { body: string }) => sqs.sendMessage({ body, kept: true });
  world.clock.install();
  try {
    return await work();
  } finally {
    world.clock.remove();
    storage.run = real.run;
    for (const used of storages) used.disable();
    modules["makeServices"].makeServices = real.makeServices;
    modules["eventReader"].eventReader = real.eventReader;
    modules["command"].commandReader = real.commandReader;
    Object.assign(modules["redeliver"], { redeliver: real.redeliver, sendAgain: real.sendAgain });
    if (letters) letters.keepLetter = real.keepLetter;
    for (const [name, value] of real.variables) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

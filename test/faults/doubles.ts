import { AsyncLocalStorage } from "node:async_hooks";
import { existsSync } from "node:fs";
import path from "node:path";
import { responderVariables } from "../../runtime/environment";
import * as makeServices from "../../runtime/makeServices";
import * as redeliver from "../../runtime/redeliver";
import type { World } from "./world";

/** The module that reads dead letters. Without it they lie where they are. */
const letterModule = path.join(__dirname, "../../runtime/deadLetter");

/** Whether the function reads dead letters. */
export const hasLetterReader = () => existsSync(`${letterModule}.ts`);

const letterReader = () => (hasLetterReader() ? require(letterModule) : undefined);

/** The queue's name in the messages of the product. */
const queueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/suite";

/**
 * Runs something with the world's clock, and with its services where the product makes its own: the exports of its modules are
 * ordinary properties under ts-node.
 */
export async function inWorld<Result>(world: World, work: () => Promise<Result>): Promise<Result> {
  const modules = { makeServices: makeServices as any, redeliver: redeliver as any };
  const letters = letterReader();
  const real = {
    makeServices: modules.makeServices.makeServices,
    redeliver: modules.redeliver.redeliver,
    sendAgain: modules.redeliver.sendAgain,
    variables: { ...process.env },
    keepLetter: letters?.keepLetter,
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
  for (const name of Object.values(responderVariables)) process.env[name] = queueUrl;
  if (letters) letters.keepLetter = async ({ body }: { body: string }) => sqs.sendMessage({ body, kept: true });
  world.clock.install();
  try {
    return await work();
  } finally {
    world.clock.remove();
    storage.run = real.run;
    for (const used of storages) used.disable();
    modules.makeServices.makeServices = real.makeServices;
    Object.assign(modules.redeliver, { redeliver: real.redeliver, sendAgain: real.sendAgain });
    if (letters) letters.keepLetter = real.keepLetter;
    for (const name of Object.values(responderVariables)) {
      if (real.variables[name] === undefined) delete process.env[name];
      else process.env[name] = real.variables[name];
    }
  }
}

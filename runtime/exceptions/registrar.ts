import type { Target } from "../model/target";
import type { Message } from "../notices/message";
import { targetOf as targetIn } from "../resources/targets";
import type { Log } from "../run/run";
import type { ExceptionJudge } from "./exceptionOf";
import { exceptionKind } from "./kinds";
import type { Door } from "./openResource";
import type { ExceptionSettings } from "./settings";

/** The dependencies of granting, checking and revoking. */
export interface Registrar extends ExceptionJudge, Door {
  responses: ExceptionSettings["responses"];
  log: Log;
  notify(message: Message): Promise<void>;
}

/** The resource that a command names. @throws UnknownKind */
export function targetOf(
  { account, region, kind, id }: { account: string; region: string; kind: string; id: string },
  partition: string,
): Target {
  return targetIn(exceptionKind(kind).kind, { accountId: account, region, partition }, id);
}

/** A target as notices name it. */
export const inWords = ({ kind, id, accountId, region }: Target) => `${kind} ${id} in account ${accountId}, ${region}`;

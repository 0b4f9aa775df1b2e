import { AsyncLocalStorage } from "node:async_hooks";
import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { eventReader } from "../../findings/eventReader";
import { coded, codeOf, isPatient, messageOf } from "../../lib/errors";
import type { ResponderSettings } from "../../model/responderSettings";
import type { Route } from "../../model/response";
import { senderOf } from "../../people/callerProof";
import type { LoggedCall, Run } from "../../run/run";
import { isLetter, keepLetter, queueOf, recordLetter } from "../shared/deadLetter";
import { responderVariables, variable } from "../shared/environment";
import type { LambdaContext, QueueRecord } from "../shared/lambda";
import { makeServices } from "../shared/makeServices";
import { backoffSeconds, patience, redeliver, roundAttribute, sendAgain } from "../shared/redeliver";
import { notThroughAlias } from "../shared/throughAlias";
import { type Alias, checkAlias, checkFunction, commandAliases, commandReader, obey } from "./command";
import { handle } from "./handle";

/**
 * The factory of a responder's handler; it runs once per container. The handler takes batches of findings from the response's
 * queue and returns those that must be delivered again, or takes an operator's command and returns its result.
 */
export function responder(route: Route, settings: ResponderSettings) {
  return () => {
    const current = new AsyncLocalStorage<LoggedCall[]>();
    const services = makeServices(route.name, () => current.getStore());
    const read = eventReader(settings.rehearsalAccounts);
    const readCommand = commandReader();

    const within = <Result>(run: Run, work: () => Promise<Result>) => current.run(run.calls, work);

    const start = (id: string, context: LambdaContext, lastAttempt: boolean): Run => ({
      id,
      services,
      settings,
      started: Date.now(),
      calls: [],
      sessions: [],
      remaining: () => context.getRemainingTimeInMillis(),
      lastAttempt,
    });

    const onMessage = async (message: QueueRecord, context: LambdaContext): Promise<void> => {
      const received = Number(message.attributes.ApproximateReceiveCount);
      const lastAttempt = received >= settings.deliveryAttempts;
      const run = start(`${context.awsRequestId}-${message.messageId.slice(0, 8)}`, context, lastAttempt);
      if (isLetter(message)) {
        await within(run, () => recordLetter(run, route, read, message));
        return keepLetter(variable(responderVariables.kept), message);
      }
      try {
        await within(run, () => handle(run, route, read, message.body));
      } catch (error) {
        services.log.error("not finished", {
          delivery: message.messageId,
          received,
          lastAttempt,
          error: messageOf(error),
        });
        const queue = variable(responderVariables.queue);
        const round = Number(message.messageAttributes?.[roundAttribute]?.stringValue ?? 0) + 1;
        if (lastAttempt && isPatient(error) && round < patience.rounds) return sendAgain(queue, message.body, round);
        // After the last attempt, SQS moves the message to the dead-letter queue.
        const pause = lastAttempt || codeOf(error) === "LeftOpen" ? 0 : backoffSeconds(received);
        await redeliver(queueOf(message, queue), message.receiptHandle, pause).catch((second) =>
          services.log.warn("the message is delivered again later than planned", { error: messageOf(second) }),
        );
        throw error;
      }
    };

    const provenSender = (
      sent: Record<string, any>,
      alias: Exclude<Alias, "give-back" | "read">,
      partition: string,
    ) => {
      const setting = alias === "approve" ? "approvers" : "operators";
      return senderOf(sent, { people: settings.people[alias], setting, partition, region: variable("AWS_REGION") });
    };

    return async (event: { Records?: QueueRecord[] }, context: LambdaContext): Promise<unknown> => {
      if (Array.isArray(event.Records)) {
        notThroughAlias(context.invokedFunctionArn);
        if (settings.releases) throw coded("NotAllowedHere", "the function that releases does not read a queue");
        const options = { throwOnFullBatchFailure: false };
        const onRecord = (record: any) => onMessage(record, context);
        return processPartialResponse(event as any, onRecord, new BatchProcessor(EventType.SQS), options);
      }
      const command = readCommand(event);
      const partition = checkAlias(command.command, context.invokedFunctionArn);
      checkFunction(route, command.command, settings.releases);
      const by = "proof" in command ? await provenSender(event, commandAliases[command.command], partition) : "";
      services.log.info("command", { command: command.command, by });
      const run = start(context.awsRequestId, context, false);
      return within(run, () => obey({ run, route, read }, command, { by, partition }));
    };
  };
}

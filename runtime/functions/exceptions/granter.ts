import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { check } from "../../exceptions/check";
import { exceptionCommandReader, exceptionCommands } from "../../exceptions/commands";
import { dailyCheck, dailyDetailType } from "../../exceptions/dailyCheck";
import { grant } from "../../exceptions/grant";
import type { Registrar } from "../../exceptions/registrar";
import { revoke } from "../../exceptions/revoke";
import { type ExceptionSettings, exceptions } from "../../exceptions/settings";
import { followTagChange, tagChangeReader } from "../../exceptions/tagChange";
import { messageOf } from "../../lib/errors";
import type { Message } from "../../notices/message";
import { operatorCommand } from "../../notices/operatorCommand";
import { publishMessage } from "../../notices/publish";
import { senderOf } from "../../people/callerProof";
import { causeOf, isLetter, keepLetter } from "../shared/deadLetter";
import { responderVariables, variable } from "../shared/environment";
import type { LambdaContext, QueueRecord } from "../shared/lambda";
import { makeServices } from "../shared/makeServices";
import { backoffSeconds, redeliver } from "../shared/redeliver";
import { countLetters, redrive } from "../shared/redrive";
import { notThroughAlias, throughAlias } from "../shared/throughAlias";

/**
 * The factory of the handler that grants, checks and revokes exceptions, follows changes of their tags by others, and reports
 * exceptions that end soon or never. It runs once per container.
 */
export function exceptionGranter(settings: ExceptionSettings) {
  return () => {
    const services = makeServices(exceptions, () => undefined);
    const readCommand = exceptionCommandReader();
    const readChange = tagChangeReader(settings.exceptionTagKey);
    const registrar: Registrar = {
      journal: services.journal,
      kms: services.kms,
      sts: services.sts,
      clientConfig: services.clientConfig,
      log: services.log,
      keyArn: () => variable(responderVariables.exceptionKey),
      tagKey: settings.exceptionTagKey,
      limits: settings.limits,
      roleName: settings.roleName,
      responses: settings.responses,
      notify: (message) => publishMessage({ ...services, format: settings.noticeFormat }, message),
    };

    const onMessage = async (message: QueueRecord): Promise<void> => {
      const received = Number(message.attributes.ApproximateReceiveCount);
      if (isLetter(message)) {
        await registrar.notify(letterNotice(causeOf(message, settings.deliveryAttempts)));
        return keepLetter(variable(responderVariables.kept), message);
      }
      try {
        const event = JSON.parse(message.body);
        if (event["source"] === "firebreak" && event["detail-type"] === dailyDetailType)
          return await dailyCheck(registrar);
        const change = readChange(event);
        if (change) await followTagChange(registrar, change);
      } catch (error) {
        services.log.error("not finished", { delivery: message.messageId, received, error: messageOf(error) });
        const pause = received >= settings.deliveryAttempts ? 0 : backoffSeconds(received);
        await redeliver(variable(responderVariables.queue), message.receiptHandle, pause).catch((second) =>
          services.log.warn("the message is delivered again later than planned", { error: messageOf(second) }),
        );
        throw error;
      }
    };

    const obey = async (event: unknown, context: LambdaContext): Promise<unknown> => {
      const command = readCommand(event);
      const name = command.command === "revoke-resource" ? "revoke" : command.command;
      const partition = throughAlias(name, exceptionCommands[name], context.invokedFunctionArn);
      if (command.command === "check") return check(registrar, command, partition);
      if (command.command === "dead-letters") return countLetters(services);
      const people = settings.people[exceptionCommands[name]];
      const setting = name === "grant" ? "approvers" : "operators or approvers";
      const by = await senderOf(event as Record<string, any>, {
        people,
        setting,
        partition,
        region: variable("AWS_REGION"),
      });
      services.log.info("command", { command: name, by });
      if (command.command === "grant") return grant(registrar, command, by, partition);
      if (command.command === "redrive") {
        const { reason } = command;
        const redriver = {
          ...registrar,
          ...services,
          name: exceptions,
          remaining: () => context.getRemainingTimeInMillis(),
        };
        return redrive(redriver, { id: context.awsRequestId, by, ...(reason !== undefined && { reason }) });
      }
      return revoke(registrar, command, by, partition);
    };

    return async (event: { Records?: QueueRecord[] }, context: LambdaContext): Promise<unknown> => {
      if (!Array.isArray(event?.Records)) return obey(event, context);
      notThroughAlias(context.invokedFunctionArn);
      const options = { throwOnFullBatchFailure: false };
      const onRecord = (record: any) => onMessage(record);
      return processPartialResponse(event as any, onRecord, new BatchProcessor(EventType.SQS), options);
    };
  };
}

/** The message about an event about tags, or a daily run, that was not processed. */
const letterNotice = (cause: string): Message => ({
  subject: "failed: an exception tag change was not checked",
  lines: [
    `An event about exception tags was not processed: ${cause}.`,
    "The event is kept. Find the cause in the function's log and fix it.",
    { before: "Then deliver it again:", command: operatorCommand(`redrive ${exceptions}`) },
  ],
  attributes: { outcome: "failed" },
});

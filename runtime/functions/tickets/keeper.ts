import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { openJournal } from "../../journal/dynamodb/journal";
import { coded, messageOf } from "../../lib/errors";
import { decisionEventSchema } from "../../notices/eventSchema";
import { keepTicket } from "../../tickets/keep";
import type { TicketSettings } from "../../tickets/settings";
import type { Call } from "../../tickets/vendor";
import { vendors } from "../../tickets/vendors";
import { responderVariables, variable } from "../shared/environment";
import type { QueueRecord } from "../shared/lambda";
import { makeLogger } from "../shared/makeLogger";
import { backoffSeconds, redeliver } from "../shared/redeliver";

/** Milliseconds for an answer of the tool. */
const patience = 5000;

/** The factory of the handler that keeps the tickets of one channel. */
export function ticketKeeper({ channel, kind, own, url }: TicketSettings) {
  return () => {
    const clientConfig = { maxAttempts: 5, retryMode: "adaptive" };
    const journal = openJournal(variable(responderVariables.table), clientConfig);
    const secrets = new SecretsManager(clientConfig);
    const logger = makeLogger(`channel-${channel}`);
    const event = z.object({ detail: decisionEventSchema() });
    const vendor = vendors[kind]!;

    // Read for each delivery: a secret may have been rotated.
    const callWith = (authorization: string): Call => {
      return async ({ method, path, query, body }) => {
        const answer = await fetch(`${url}${path}${query ? `?${new URLSearchParams(query)}` : ""}`, {
          method,
          headers: { authorization, accept: "application/json", "content-type": "application/json" },
          signal: AbortSignal.timeout(patience),
          // A redirect would take the secret elsewhere.
          redirect: "error",
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        if (!answer.ok) throw coded("NotTaken", `${method} ${path}: status ${answer.status}`);
        const text = await answer.text();
        return text === "" ? {} : JSON.parse(text);
      };
    };

    const onMessage = async ({ messageId, body, receiptHandle, attributes }: QueueRecord): Promise<void> => {
      try {
        const { detail } = event.parse(JSON.parse(body));
        const { SecretString } = await secrets.getSecretValue({ SecretId: variable(responderVariables.channelSecret) });
        const keeping = { channel, journal, vendor, settings: own, call: callWith(SecretString!), now: Date.now };
        await keepTicket(keeping, detail);
        logger.info("told", { decision: detail.id, incident: detail.incident.id });
      } catch (error) {
        logger.error("not told", { delivery: messageId, error: messageOf(error) });
        const seconds = backoffSeconds(Number(attributes.ApproximateReceiveCount));
        await redeliver(variable(responderVariables.queue), receiptHandle, seconds).catch((second) =>
          logger.warn("the message is delivered again later than planned", { error: messageOf(second) }),
        );
        throw error;
      }
    };

    return (batch: { Records: QueueRecord[] }) =>
      processPartialResponse(batch, onMessage as any, new BatchProcessor(EventType.SQS), {
        throwOnFullBatchFailure: false,
      });
  };
}

import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { SNS } from "@aws-sdk/client-sns";
import { STS } from "@aws-sdk/client-sts";
import { type LoggedCall, logCalls } from "./aws/callLog";
import { responderVariables, variable } from "./environment";
import type { Services } from "./run";

/**
 * The clients, logger and metrics of one container.
 *
 * @param name the response's name
 * @param calls the list of the run that makes a call
 */
export function makeServices(name: string, calls: () => LoggedCall[] | undefined): Services {
  const observe = <Client>(client: Client) => logCalls(client as any, calls) as Client;
  const clientConfig = { maxAttempts: 5, retryMode: "adaptive" };
  const regional: Record<string, STS> = {};
  const logger = new Logger({ serviceName: name });
  const metrics = new Metrics({ namespace: "Firebreak", serviceName: name });
  return {
    db: observe(new DynamoDB(clientConfig)),
    sns: observe(new SNS(clientConfig)),
    sts: (region) => {
      regional[region] ??= observe(new STS({ ...clientConfig, region }));
      return regional[region];
    },
    clientConfig,
    observe,
    table: variable(responderVariables.table),
    topic: variable(responderVariables.topic),
    functionName: variable("AWS_LAMBDA_FUNCTION_NAME"),
    log: {
      info: (message, fields) => logger.info(message, fields as any),
      warn: (message, fields) => logger.warn(message, fields as any),
      error: (message, fields) => logger.error(message, fields as any),
    },
    count: ({ outcome, about, at }) => {
      const decisions = metrics.singleMetric();
      decisions.addDimension("outcome", outcome);
      decisions.addMetric("Decisions", MetricUnit.Count, 1);
      if (outcome !== "contained" || !about) return;
      const seconds = Math.max(0, (Date.parse(at) - Date.parse(about.sentAt)) / 1000);
      metrics.singleMetric().addMetric("TimeToContain", MetricUnit.Seconds, seconds);
    },
  };
}

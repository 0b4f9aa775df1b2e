import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { KMS } from "@aws-sdk/client-kms";
import type { Organizations } from "@aws-sdk/client-organizations";
import { SecurityHub } from "@aws-sdk/client-securityhub";
import { SNS } from "@aws-sdk/client-sns";
import type { SQS } from "@aws-sdk/client-sqs";
import { STS } from "@aws-sdk/client-sts";
import { logCalls } from "../../aws/callLog";
import { sendMessages } from "../../exceptions/sendMessages";
import { openJournal } from "../../journal/dynamodb/journal";
import { metricNames } from "../../model/metricNames";
import type { LoggedCall, Services } from "../../run/run";
import { askToGiveBack } from "./askToGiveBack";
import { responderVariables, variable } from "./environment";
import { makeLogger } from "./makeLogger";
import { countDecision } from "./metrics";

/**
 * The clients, logger and metrics of one container.
 *
 * @param name the response's name
 * @param calls the list of the run that makes a call
 */
export function makeServices(name: string, calls: () => LoggedCall[] | undefined): Services {
  const observe = <Client>(client: Client) => logCalls(client as any, calls) as Client;
  const sns = observe(new SNS({ maxAttempts: 5, retryMode: "adaptive" }));
  // Clients of one containment live for seconds; connections are reused.
  const { requestHandler } = sns.config;
  const clientConfig = { maxAttempts: 5, retryMode: "adaptive", requestHandler };
  let sqs: Promise<SQS> | undefined;
  // Rarely needed.
  const queues = () => {
    sqs ??= import("@aws-sdk/client-sqs").then(({ SQS }) => observe(new SQS(clientConfig)));
    return sqs;
  };
  let opened: Promise<Organizations> | undefined;
  const releaser = process.env[responderVariables.releaseFunction];
  const inRegion = <Client>(make: (config: { region: string }) => Client) => {
    const made: Record<string, Client> = {};
    return (region: string): Client => {
      made[region] ??= observe(make({ ...clientConfig, region }));
      return made[region];
    };
  };
  const logger = makeLogger(name);
  const metrics = new Metrics({ namespace: metricNames.namespace, serviceName: name });
  return {
    journal: openJournal(variable(responderVariables.table), clientConfig, observe),
    sns,
    kms: observe(new KMS(clientConfig)),
    exceptionKey: () => variable(responderVariables.exceptionKey),
    sts: inRegion((config) => new STS(config)),
    guardDuty: inRegion((config) => new GuardDuty(config)),
    securityHub: inRegion((config) => new SecurityHub(config)),
    organizations() {
      // The SDK knows where Organizations is in each partition, whatever the Region. Few retries: a containment waits for it.
      opened ??= import("@aws-sdk/client-organizations").then(({ Organizations }) =>
        observe(new Organizations({ ...clientConfig, maxAttempts: 3, retryMode: "standard" })),
      );
      return opened;
    },
    detectors: {},
    clientConfig,
    observe,
    topic: variable(responderVariables.topic),
    events: observe(new EventBridge(clientConfig)),
    decisionBus: () => variable(responderVariables.decisionBus),
    async send(messages, delaySeconds) {
      await sendMessages(await queues(), variable(responderVariables.queue), messages, delaySeconds);
    },
    ...(releaser !== undefined && { giveBack: (request) => askToGiveBack(releaser, request) }),
    letters: async () => ({
      sqs: await queues(),
      kept: variable(responderVariables.kept),
      queue: variable(responderVariables.queue),
    }),
    log: {
      info: (message, fields) => logger.info(message, fields as any),
      warn: (message, fields) => logger.warn(message, fields as any),
      error: (message, fields) => logger.error(message, fields as any),
    },
    count: (decision) => countDecision(metrics, decision),
    measurePacked: (percent) => metrics.singleMetric().addMetric(metricNames.packedPolicy, MetricUnit.Percent, percent),
  };
}

import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { Lambda } from "@aws-sdk/client-lambda";
import { Organizations } from "@aws-sdk/client-organizations";
import { SecurityHub } from "@aws-sdk/client-securityhub";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { accountEventReader } from "../../doctor/accountEvents";
import { checkCentral } from "../../doctor/checkCentral";
import { checkArrivals } from "../../doctor/checkForwarding";
import { aliasOf, doctorCommandReader } from "../../doctor/commands";
import { type Examined, examine, type Question } from "../../doctor/examine";
import { type KnownAccounts, listAccounts, readOrganization } from "../../doctor/listAccounts";
import { withChange } from "../../doctor/membership";
import { type CentralClients, readCentral } from "../../doctor/readCentral";
import { look } from "../../doctor/reading";
import type { Result } from "../../doctor/result";
import { type DoctorSettings, doctor } from "../../doctor/settings";
import { awaitTestEvents, type Sent } from "../../doctor/testEvent";
import { visitor } from "../../doctor/visit";
import { type Watched, watch } from "../../doctor/watch";
import { openJournal } from "../../journal/dynamodb/journal";
import { metricNames } from "../../model/metricNames";
import { publishMessage } from "../../notices/publish";
import { responderVariables, variable } from "../shared/environment";
import type { LambdaContext } from "../shared/lambda";
import { makeLogger } from "../shared/makeLogger";
import { throughAlias } from "../shared/throughAlias";

/** Seconds to wait for test events; most arrive within two. */
const eventSeconds = 30;

/** What became of an event about an account. */
interface Noticed {
  account?: string;
  /** Whether the change was not known before. */
  isNew: boolean;
}

type Answer = KnownAccounts | Examined | Result[] | Watched | Noticed;

/**
 * The factory of the handler that examines accounts: whether their findings reach the security account, whether every response
 * can act there, and whether the finding services work. People examine one account per call, and check all test events in one
 * call; a schedule runs the watch over all accounts. It changes nothing in them.
 */
export function examiner(settings: DoctorSettings) {
  return () => {
    const clientConfig = { maxAttempts: 5, retryMode: "adaptive" };
    const { homeRegion, securityAccountId } = settings;
    const logger = makeLogger(doctor);
    const metrics = new Metrics({ namespace: metricNames.namespace, serviceName: doctor });
    const read = doctorCommandReader();
    const readChange = settings.accountEvents && accountEventReader(settings.accountEvents.account);
    const organizations = new Organizations(clientConfig);
    const logs = new CloudWatchLogs(clientConfig);
    const visit = visitor(settings);
    const journal = openJournal(variable(responderVariables.table), clientConfig);
    const central: CentralClients = {
      events: new EventBridge(clientConfig),
      sqs: new SQS(clientConfig),
      lambda: new Lambda(clientConfig),
      journal,
      sns: new SNS(clientConfig),
      hub: new SecurityHub(clientConfig),
      organizations,
      alarmsIn: (region) => new CloudWatch({ ...clientConfig, region }),
    };

    const examineCentral = async (): Promise<Result[]> =>
      checkCentral(await readCentral(central, settings, variable(responderVariables.topic)), settings);

    const examineOne = async (question: Question): Promise<Examined> => {
      const { account, regions } = question;
      const isCentral = account === securityAccountId && (!regions || regions.includes(homeRegion));
      const [own, others] = await Promise.all([examine(visit, settings, question), isCentral ? examineCentral() : []]);
      const results = [...own.results, ...others];
      const counted: Record<string, number> = {};
      for (const { status } of results) counted[status] = (counted[status] ?? 0) + 1;
      logger.info("examined", { account, ...counted });
      return { results, sent: own.sent };
    };

    const arrivals = async (mark: string, sent: Sent[]): Promise<Result[]> => {
      const waiting = { logs, group: settings.eventLog, seconds: eventSeconds };
      return checkArrivals(sent, await look(() => awaitTestEvents(waiting, mark, sent)));
    };

    const watchAll = (context: LambdaContext): Promise<Watched> =>
      watch({
        settings,
        journal,
        logs,
        organization: () => readOrganization(organizations),
        visit,
        examine: async (account) => (await examineOne({ account })).results,
        notify: (message) =>
          publishMessage(
            { sns: central.sns, topic: variable(responderVariables.topic), format: settings.noticeFormat },
            message,
          ),
        count({ silent, uncovered, partly }) {
          metrics.addMetric(metricNames.silentPlaces, MetricUnit.Count, silent);
          // Missing data raises the alarm: which accounts there are could not be read.
          if (uncovered !== undefined) metrics.addMetric(metricNames.uncoveredAccounts, MetricUnit.Count, uncovered);
          metrics.addMetric(metricNames.partlyCoveredAccounts, MetricUnit.Count, partly);
          metrics.publishStoredMetrics();
        },
        log: (message, fields) => logger.info(message, fields as any),
        remaining: () => context.getRemainingTimeInMillis(),
      });

    /** Notes a change for the next watches, which notify people once it has settled. */
    const notice = async (event: unknown): Promise<Noticed> => {
      const change = readChange?.(event);
      const before = (await journal.readMembers()).find(({ account }) => account === change?.account);
      const after = change && withChange(before, change, new Date().toISOString());
      if (after) await journal.writeMember(after);
      const noticed = { ...(change && { account: change.account }), isNew: after !== undefined };
      logger.info("noticed", noticed);
      return noticed;
    };

    return async (event: unknown, context: LambdaContext): Promise<Answer> => {
      const command = read(event);
      throughAlias(command.command, aliasOf(command), context.invokedFunctionArn);
      if (command.command === "accounts") return listAccounts(organizations, settings);
      if (command.command === "arrivals") return arrivals(command.mark, command.sent);
      if (command.command === "watch") return watchAll(context);
      if (command.command === "noticed") return notice(command.event);
      return examineOne(command);
    };
  };
}

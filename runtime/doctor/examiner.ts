import { Logger } from "@aws-lambda-powertools/logger";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ConfigService } from "@aws-sdk/client-config-service";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { IAM } from "@aws-sdk/client-iam";
import { Lambda } from "@aws-sdk/client-lambda";
import { Organizations } from "@aws-sdk/client-organizations";
import { SecurityHub } from "@aws-sdk/client-securityhub";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { STS } from "@aws-sdk/client-sts";
import { assumeRole } from "../aws/assumeRole";
import { responderVariables, variable } from "../environment";
import { messageOf } from "../errors";
import { throughAlias } from "../throughAlias";
import { checkAccount, regionsOf } from "./checkAccount";
import { checkCentral } from "./checkCentral";
import { doctorAlias, doctorCommandReader } from "./commands";
import { inParallel } from "./inParallel";
import { type KnownAccounts, listAccounts } from "./listAccounts";
import { type CentralClients, readCentral } from "./readCentral";
import { type RegionClients, readRegion } from "./readRegion";
import { readRoles } from "./readRoles";
import { fault, type Result } from "./result";
import { type DoctorSettings, doctor } from "./settings";

/** How long test events are waited for, in seconds; most arrive within two. */
const eventSeconds = 30;

/** Regions of an account that are looked at at once. */
const regionsAtOnce = 10;

/**
 * The factory of the handler that examines one account at a time: whether its findings reach the security account, whether
 * every response can act there, and whether anything finds. It changes nothing.
 */
export function examiner(settings: DoctorSettings) {
  return () => {
    const clientConfig = { maxAttempts: 5, retryMode: "adaptive" };
    const { partition, homeRegion, securityAccountId } = settings;
    const logger = new Logger({ serviceName: doctor });
    const read = doctorCommandReader();
    const sts = new STS(clientConfig);
    const organizations = new Organizations(clientConfig);
    const logs = new CloudWatchLogs(clientConfig);
    const central: CentralClients = {
      events: new EventBridge(clientConfig),
      sqs: new SQS(clientConfig),
      lambda: new Lambda(clientConfig),
      db: new DynamoDB(clientConfig),
      sns: new SNS(clientConfig),
      hub: new SecurityHub(clientConfig),
      alarmsIn: (region) => new CloudWatch({ ...clientConfig, region }),
    };

    const enter = async (account: string) => {
      const place = { accountId: account, partition };
      return assumeRole(sts, place, settings.roleName, { name: `firebreak-${doctor}` });
    };

    const examine = async (account: string, only: string[] | undefined): Promise<Result[]> => {
      const credentials = await enter(account);
      const { roles, forwarding, openGroups, eventLog } = settings;
      const names = [...roles, openGroups.role].map(({ name }) => name);
      const found = await readRoles(new IAM({ ...clientConfig, region: homeRegion, credentials }), names);
      const { covered, others } = regionsOf(found[forwarding.name], settings);
      const regions = only ?? [...covered, ...others];
      const seen = await inParallel(regions, regionsAtOnce, (region) => {
        const config = { ...clientConfig, region, credentials };
        const clients: RegionClients = {
          events: new EventBridge(config),
          sqs: new SQS(config),
          guardDuty: new GuardDuty(config),
          config: new ConfigService(config),
          lambda: new Lambda({ ...clientConfig, region }),
        };
        return readRegion(clients, settings, account, region, { logs, group: eventLog, seconds: eventSeconds });
      });
      return checkAccount({ account, roles: found, regions: seen }, settings);
    };

    /** An account that cannot be entered is one fault, whatever else would be wrong there. */
    const examineOrTell = async (account: string, only: string[] | undefined): Promise<Result[]> => {
      try {
        return await examine(account, only);
      } catch (error) {
        const subject = { account, check: "entrance" as const, subject: settings.roleName };
        const says = `The account cannot be examined, and most likely nothing can be contained there: ${messageOf(error)}`;
        return [fault(subject, says)];
      }
    };

    const examineCentral = async (): Promise<Result[]> => {
      const table = variable(responderVariables.table);
      return checkCentral(await readCentral(central, settings, table, variable(responderVariables.topic)), settings);
    };

    return async (event: unknown, context: { invokedFunctionArn: string }): Promise<Result[] | KnownAccounts> => {
      const command = read(event);
      throughAlias(command.command, doctorAlias, context.invokedFunctionArn);
      if (command.command === "accounts") return listAccounts(organizations, settings);
      const { account, regions } = command;
      const isCentral = account === securityAccountId && (!regions || regions.includes(homeRegion));
      const [own, others] = await Promise.all([examineOrTell(account, regions), isCentral ? examineCentral() : []]);
      const results = [...own, ...others];
      const counted: Record<string, number> = {};
      for (const { status } of results) counted[status] = (counted[status] ?? 0) + 1;
      logger.info("examined", { account, ...counted });
      return results;
    };
  };
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type OpenGroupSettings, openGroups } from "../../runtime/functions/openGroups/evaluator";
import { responderVariables } from "../../runtime/functions/shared/environment";
import { isolationGroupsPrefix } from "../../runtime/journal/dynamodb/keys";
import { anyAlarm } from "../anyAlarm";
import { logGroupOf, names } from "../shared/names";
import { functionTrust, policy, type Statement } from "../shared/policies";
import { openGroupCode, responderHandler } from "./closure";
import { functionArchive } from "./functionCode";

export interface OpenGroupFunctionArgs {
  settings: OpenGroupSettings;
  /** Records the groups of isolate-instance. */
  journal: aws.dynamodb.Table;
  /** The Regions of all rules that it evaluates. */
  regions: string[];
  /** The security account. */
  accountId: string;
  /** The organization whose accounts' rules it evaluates. */
  organizationId: string;
  partition: string;
  /** The topics of alarms by Region; an alarm needs a topic in its own Region. */
  topics: Record<string, aws.sns.Topic>;
}

/** The parts of one Region's function. */
interface FunctionParts {
  region: string;
  role: aws.iam.Role;
  allowed: pulumi.Resource;
  code: pulumi.asset.AssetArchive;
  journal: aws.dynamodb.Table;
}

/** A first run in a large account reads thousands of groups. */
const functionSeconds = 300;

/**
 * Evaluates SECURITY_GROUP_OPEN_PROHIBITED for all accounts: one function in each Region, because Config invokes only
 * functions in the rule's Region. All share one role.
 */
export class OpenGroupFunction extends pulumi.ComponentResource {
  constructor(name: string, args: OpenGroupFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:OpenGroupFunction", name, {}, opts);
    const { role, allowed } = this.role(name, args);
    const code = functionArchive(openGroupCode(args.settings));
    for (const region of args.regions) {
      const made = this.function(`${name}-${region}`, { region, role, allowed, code, journal: args.journal });
      this.admit(`${name}-${region}`, region, made, args.organizationId);
      this.alarms(`${name}-${region}`, region, args.topics[region]!);
    }
    this.registerOutputs();
  }

  private role(name: string, args: OpenGroupFunctionArgs): { role: aws.iam.Role; allowed: pulumi.Resource } {
    const role = new aws.iam.Role(
      name,
      {
        name: names.responder(openGroups),
        description: "Firebreak: role of the functions that evaluate security groups",
        assumeRolePolicy: functionTrust(args.accountId),
      },
      { parent: this },
    );
    const allowed = new aws.iam.RolePolicy(
      name,
      { role: role.name, name: openGroups, policy: args.journal.arn.apply((arn) => policy(...statements(args, arn))) },
      { parent: this },
    );
    return { role, allowed };
  }

  private function(name: string, { region, role, allowed, code, journal }: FunctionParts): aws.lambda.Function {
    const log = new aws.cloudwatch.LogGroup(name, { name: logGroup, retentionInDays: 365, region }, { parent: this });
    return new aws.lambda.Function(
      name,
      {
        name: names.responder(openGroups),
        description: `Firebreak: evaluates ${names.openGroupRule}`,
        role: role.arn,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: responderHandler,
        timeout: functionSeconds,
        memorySize: 512,
        code,
        environment: { variables: { [responderVariables.table]: journal.name } },
        loggingConfig: { logFormat: "JSON", logGroup: log.name },
        region,
      },
      { parent: this, dependsOn: [allowed] },
    );
  }

  /**
   * Allows AWS Config to invoke the function for the rules of every account of the organization. AddPermission can only
   * allow one account at a time, and a policy has room for about 70; a whole policy can allow the organization instead
   * (https://docs.aws.amazon.com/lambda/latest/api/API_PutResourcePolicy.html). Config passes the account that it acts
   * for (https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html),
   * and AWS sets the organization whenever it sets the account
   * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html).
   */
  private admit(name: string, region: string, admitting: aws.lambda.Function, organizationId: string): void {
    const document = admitting.arn.apply((arn) =>
      policy({
        Sid: "ConfigOfTheOrganization",
        Effect: "Allow",
        Principal: { Service: "config.amazonaws.com" },
        Action: "lambda:InvokeFunction",
        Resource: arn,
        Condition: { StringEquals: { "aws:SourceOrgID": organizationId } },
      }),
    );
    new aws.lambda.ResourcePolicy(name, { resourceArn: admitting.arn, policy: document, region }, { parent: this });
  }

  /** Config invokes the function asynchronously and does not report failures. */
  private alarms(name: string, region: string, topic: aws.sns.Topic): void {
    const alarm = (kind: string, metricName: string, alarmDescription: string) =>
      anyAlarm(
        `${name}-${kind}`,
        {
          name: `${names.responder(openGroups)}-${kind}`,
          alarmDescription,
          namespace: "AWS/Lambda",
          metricName,
          dimensions: { FunctionName: names.responder(openGroups) },
          alarmActions: [topic.arn],
          region,
        },
        { parent: this },
      );
    alarm("errors", "Errors", "Security groups were not evaluated: see the function's log");
    alarm(
      "dropped",
      "AsyncEventsDropped",
      "Security groups were not evaluated: Lambda dropped the events after retries or for lack of concurrency",
    );
  }
}

const logGroup = logGroupOf(names.responder(openGroups));

function statements(
  { settings, accountId, organizationId, partition }: OpenGroupFunctionArgs,
  tableArn: string,
): Statement[] {
  return [
    {
      Sid: "Log",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `arn:${partition}:logs:*:${accountId}:log-group:${logGroup}:*`,
    },
    {
      Sid: "Accounts",
      Effect: "Allow",
      Action: ["sts:AssumeRole"],
      Resource: `arn:${partition}:iam::*:role/${settings.roleName}`,
      Condition: { StringEquals: { "aws:ResourceOrgID": organizationId } },
    },
    {
      // Excludes the rest of the journal:
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
      Sid: "IsolationGroups",
      Effect: "Allow",
      Action: ["dynamodb:Query"],
      Resource: tableArn,
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [`${isolationGroupsPrefix}*`] } },
    },
  ];
}

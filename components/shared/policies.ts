import type { Permission } from "../../runtime/model/permission";

/** One statement of an IAM policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface Statement {
  Sid: string;
  Effect: "Allow" | "Deny";
  Principal?: "*" | Record<string, string | string[]>;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** A statement that allows actions on resources. */
export const allow = (Sid: string, Action: string[], Resource: string | string[]): Statement => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
});

/** Lets a function read its queues. */
export const readsQueues = (queueArns: string[]): Statement =>
  allow(
    "Queue",
    ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    queueArns,
  );

/** Lets a function keep recorded dead letters, and move them back to its own queue when a person redrives them. */
export const redrivesLetters = (keptArn: string, queueArn: string): Statement[] => [
  allow("Letters", ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"], keptArn),
  allow("OwnQueue", ["sqs:SendMessage"], queueArn),
];

/** Lets a function assume its roles in every account of the organization. */
export function entersAccountsAs(partition: string, roleNames: string[], organizationId: string): Statement {
  const arns = roleNames.map((name) => `arn:${partition}:iam::*:role/${name}`);
  return {
    ...allow("Accounts", ["sts:AssumeRole"], arns.length === 1 ? arns[0]! : arns),
    Condition: { StringEquals: { "aws:ResourceOrgID": organizationId } },
  };
}

/**
 * Lets a function read which units are above an account of the organization. The ARNs have the id of the management account, which
 * the stack does not know
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html).
 */
export const readsUnits = (partition: string, organizationId: string): Statement =>
  allow(
    "Units",
    ["organizations:ListParents"],
    [
      `arn:${partition}:organizations::*:account/${organizationId}/*`,
      `arn:${partition}:organizations::*:ou/${organizationId}/ou-*`,
    ],
  );

/** Lets a function put decisions on the bus of decisions. */
export const putsDecisions = (busArn: string): Statement => allow("Decisions", ["events:PutEvents"], busArn);

/** A policy document. */
export const policy = (...statements: Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A trust policy that lets an AWS service assume the role, with conditions if the service supports them. */
export const trustService = (service: string, condition?: Statement["Condition"]): string =>
  policy({
    Sid: "Service",
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(condition && { Condition: condition }),
  });

/**
 * The trust policy of a function's role: Lambda, for functions of this account. Lambda documents no `aws:SourceArn` for
 * it, only `lambda:SourceFunctionArn` in the role's own policy
 * (https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html), so only iam:PassRole controls
 * which function gets the role.
 */
export const functionTrust = (accountId: string): string =>
  trustService("lambda.amazonaws.com", { StringEquals: { "aws:SourceAccount": accountId } });

const rulesSend = (Sid: string, queueArn: string, ruleArns: string[]): Statement => ({
  Sid,
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: queueArn,
  Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
});

/** Lets EventBridge rules send to a queue, as target or as dead-letter queue. */
export const rulesMaySend = (Sid: string, queueArn: string, ruleArns: string[]): string =>
  policy(rulesSend(Sid, queueArn, ruleArns));

/** The actions that send, receive, delete or hide messages. Moving messages also requires some of these. */
const usingMessages = [
  "sqs:ChangeMessageVisibility",
  "sqs:DeleteMessage",
  "sqs:PurgeQueue",
  "sqs:ReceiveMessage",
  "sqs:SendMessage",
];

/**
 * The policy of a queue whose messages are trusted: its rules send, its function reads, and all other principals in the
 * account are denied both, regardless of their own policies.
 *
 * The deny statement excludes AWS services. Of these, the first statement allows only EventBridge, for those rules; SQS
 * itself moves dead letters according to the queues' redrive policies. A service has no `aws:PrincipalArn`, and an
 * anonymous call has no `aws:PrincipalIsAWSService`
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html). A function reads its queue
 * with its own role (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html). The condition has the
 * role's ARN instead of a principal, so that it still matches a re-created role
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html). Only actions on
 * messages are denied, so that the account's administrators can still change or remove the policy, which CloudTrail
 * records.
 *
 * @param roleArn the role of the function
 * @param ruleArns rules that use the queue, as target or as dead-letter queue
 */
export const queuePolicy = (queueArn: string, roleArn: string, ruleArns: string[]): string =>
  policy(...(ruleArns.length > 0 ? [rulesSend("FindingsOfTheRules", queueArn, ruleArns)] : []), {
    Sid: "NobodyElse",
    Effect: "Deny",
    Principal: "*",
    Action: usingMessages,
    Resource: queueArn,
    Condition: {
      ArnNotEquals: { "aws:PrincipalArn": roleArn },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  });

/** A response's declared permissions as policy statements of its role in an account, for every Region and target. */
export function responseStatements(permissions: Permission[], partition: string, account: string): Statement[] {
  return permissions.map(({ sid, actions, resources, condition }) => ({
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resources.map((pattern) =>
      pattern
        .replaceAll("{partition}", partition)
        .replaceAll("{account}", account)
        .replaceAll("{region}", "*")
        .replaceAll("{target}", "*")
        .replaceAll("{cluster}", "*"),
    ),
    ...(condition && { Condition: condition }),
  }));
}

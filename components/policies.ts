import type { Permission } from "../runtime/response";

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

/** Lets a function work on its queues. */
export const readsQueues = (queueArns: string[]): Statement =>
  allow(
    "Queue",
    ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    queueArns,
  );

/** Lets a function put recorded dead letters where they are kept. */
export const keepsLetters = (keptArn: string): Statement => allow("Letters", ["sqs:SendMessage"], keptArn);

/** Lets a function assume its role in every account of the organization. */
export const entersAccountsAs = (partition: string, roleName: string, organizationId: string): Statement => ({
  ...allow("Accounts", ["sts:AssumeRole"], `arn:${partition}:iam::*:role/${roleName}`),
  Condition: { StringEquals: { "aws:ResourceOrgID": organizationId } },
});

/** A policy document. */
export const policy = (...statements: Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A trust policy that lets an AWS service use the role, on conditions where the service supports them. */
export const trustService = (service: string, condition?: Statement["Condition"]): string =>
  policy({
    Sid: "Service",
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(condition && { Condition: condition }),
  });

/**
 * The trust policy of a function's role: Lambda for functions of this account. Lambda documents no `aws:SourceArn` for it, only
 * `lambda:SourceFunctionArn` in the role's own policy
 * (https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html), so which function gets the role is
 * decided by who may pass it.
 */
export const functionTrust = (accountId: string): string =>
  trustService("lambda.amazonaws.com", { StringEquals: { "aws:SourceAccount": accountId } });

/** Lets EventBridge rules fill a queue, as target or with what they could not deliver. */
export const rulesMaySend = (Sid: string, queueArn: string, ruleArns: string[]): string =>
  policy({
    Sid,
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
  });

/** A response's declared permissions as statements of its role in one account: every Region, every target. */
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
        .replaceAll("{target}", "*"),
    ),
    ...(condition && { Condition: condition }),
  }));
}

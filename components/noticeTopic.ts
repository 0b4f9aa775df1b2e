import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policy, type Statement } from "./shared/policies";

export interface NoticeTopicArgs {
  accountId: string;
  partition: string;
  /** Each recipient gets an email to confirm the subscription. */
  emails: string[];
  /** The Region of the stack if it is left out. An alarm can notify only a topic in its own Region. */
  region?: string;
}

/** The encrypted topic of all notices and alarms. */
export class NoticeTopic extends pulumi.ComponentResource {
  readonly topic: aws.sns.Topic;
  readonly key: aws.kms.Key;

  constructor(name: string, args: NoticeTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:NoticeTopic", name, {}, opts);
    const place = args.region === undefined ? {} : { region: args.region };
    this.key = new aws.kms.Key(
      name,
      {
        description: "Firebreak: key for notices and alarms",
        enableKeyRotation: true,
        policy: policy(accountAdministers(args), alarmsEncrypt(args.accountId)),
        ...place,
      },
      { parent: this },
    );
    new aws.kms.Alias(
      name,
      { name: "alias/firebreak-notices", targetKeyId: this.key.keyId, ...place },
      { parent: this },
    );
    this.topic = new aws.sns.Topic(
      name,
      { name: "firebreak-notices", displayName: "Firebreak", kmsMasterKeyId: this.key.arn, ...place },
      { parent: this },
    );
    new aws.sns.TopicPolicy(
      name,
      {
        arn: this.topic.arn,
        policy: this.topic.arn.apply((arn) => policy(accountUses(args, arn), alarmsPublish(args.accountId, arn))),
        ...place,
      },
      { parent: this },
    );
    for (const email of args.emails) {
      new aws.sns.TopicSubscription(
        `${name}-${email}`,
        { topic: this.topic.arn, protocol: "email", endpoint: email, ...place },
        { parent: this },
      );
    }
    this.registerOutputs({ arn: this.topic.arn });
  }
}

const root = ({ partition, accountId }: NoticeTopicArgs) => ({ AWS: `arn:${partition}:iam::${accountId}:root` });
const ownAlarms = (accountId: string) => ({ StringEquals: { "aws:SourceAccount": accountId } });

/**
 * Without this statement the key could never be changed:
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function accountAdministers(args: NoticeTopicArgs): Statement {
  // In a key policy, "*" means this key.
  return { Sid: "Account", Effect: "Allow", Principal: root(args), Action: "kms:*", Resource: "*" };
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
function alarmsEncrypt(accountId: string): Statement {
  return {
    Sid: "Alarms",
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: ownAlarms(accountId),
  };
}

function accountUses(args: NoticeTopicArgs, topic: string): Statement {
  return {
    Sid: "Account",
    Effect: "Allow",
    Principal: root(args),
    Action: ["sns:Publish", "sns:Subscribe", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"],
    Resource: topic,
  };
}

function alarmsPublish(accountId: string, topic: string): Statement {
  return {
    Sid: "Alarms",
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: "sns:Publish",
    Resource: topic,
    Condition: ownAlarms(accountId),
  };
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { coveredTag, versionTag } from "../runtime/doctor/settings";
import { version } from "../runtime/lib/version";
import { forwardedAccountEvents } from "./documents/accountEvents";
import { forwardingPolicy, forwardingTrust } from "./documents/forwardingRole";
import { forwardedRehearsals } from "./documents/rehearsals";
import { forwardingPattern } from "./documents/sources";
import { callsPattern } from "./documents/undoingCalls";
import { names } from "./shared/names";
import { rulesMaySend } from "./shared/policies";

export interface ForwardingArgs {
  accountId: string;
  /** The bus in the security account's home Region; one hop, because EventBridge forwards an event only once. */
  busArn: pulumi.Input<string>;
  regions: string[];
  /** The documents of the runbooks whose results are forwarded. */
  documents: string[];
  /** The resource types of these runbooks. */
  runbookTypes?: string[];
  /** Changes of this tag are forwarded. */
  exceptionTagKey: string;
  /** API calls by the product's own roles are not forwarded. */
  rolePrefix: string;
  /** Whether the account is listed for rehearsals, and so forwards their events. */
  rehearses?: boolean;
  /**
   * Whether the account is the organization's management account, and so forwards the events about accounts: those of
   * Organizations arrive in this Region, those of Control Tower in its own home Region.
   */
  organizationsRegion?: string | undefined;
}

/** The role that sends, and its permission. */
interface Sender {
  role: aws.iam.Role;
  permission: pulumi.Resource;
}

/** A rule, and what it sends. */
interface Sent {
  /** What tells its resources from those of the Region's other rules. */
  suffix: string;
  rule: string;
  description: string;
  pattern: string;
}

const accountEvents: Sent = {
  suffix: "-accounts",
  rule: names.forwardingAccounts,
  description: "Forwards events about accounts of the organization to the security account",
  pattern: forwardedAccountEvents,
};

/**
 * Forwards the findings on an account's default bus in each Region
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html). A dead-letter queue keeps events
 * that cannot be forwarded.
 */
export class Forwarding extends pulumi.ComponentResource {
  constructor(name: string, args: ForwardingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:Forwarding", name, {}, opts);
    const role = new aws.iam.Role(
      name,
      {
        name: names.forwarding,
        description: "Lets EventBridge forward findings to the security account",
        assumeRolePolicy: forwardingTrust(args.accountId),
        // For the doctor: what deployed the account, and which Regions it covers.
        tags: {
          [versionTag]: version,
          ...Object.fromEntries(args.regions.map((region) => [coveredTag(region), "yes"])),
        },
      },
      { parent: this },
    );
    const permission = new aws.iam.RolePolicy(
      name,
      {
        role: role.name,
        name: "send",
        policy: pulumi.output(args.busArn).apply(forwardingPolicy),
      },
      { parent: this },
    );
    const send = { role, permission };
    for (const region of args.regions) this.forward(`${name}-${region}`, region, send, args);
    const { organizationsRegion } = args;
    if (organizationsRegion !== undefined && !args.regions.includes(organizationsRegion)) {
      this.send(`${name}-${organizationsRegion}`, organizationsRegion, [accountEvents], { ...send, ...args });
    }
    this.registerOutputs();
  }

  private forward(name: string, region: string, send: Sender, args: ForwardingArgs): void {
    const sent: Sent[] = [
      {
        suffix: "",
        rule: names.forwarding,
        description: "Forwards findings to the security account",
        pattern: forwardingPattern(args.documents, args.exceptionTagKey, args.runbookTypes),
      },
      {
        suffix: "-calls",
        rule: names.forwardingCalls,
        description: "Forwards calls that may undo a containment to the security account",
        pattern: callsPattern(args.rolePrefix),
      },
    ];
    if (args.rehearses) {
      sent.push({
        suffix: "-rehearsals",
        rule: names.forwardingRehearsals,
        description: "Forwards rehearsals to the security account",
        pattern: forwardedRehearsals,
      });
    }
    if (args.organizationsRegion !== undefined) sent.push(accountEvents);
    this.send(name, region, sent, { ...send, ...args });
  }

  /** The rules of a Region, and their queue. */
  private send(name: string, region: string, sent: Sent[], args: Sender & Pick<ForwardingArgs, "busArn">): void {
    const rules = sent.map(
      ({ suffix, rule, description, pattern }) =>
        new aws.cloudwatch.EventRule(
          `${name}${suffix}`,
          { name: rule, description, eventPattern: pattern, region },
          { parent: this },
        ),
    );
    const dead = new aws.sqs.Queue(
      name,
      { name: `${names.forwarding}-dead`, messageRetentionSeconds: 14 * 86_400, sqsManagedSseEnabled: true, region },
      { parent: this },
    );
    const admitted = new aws.sqs.QueuePolicy(
      name,
      {
        queueUrl: dead.url,
        region,
        policy: pulumi
          .all([dead.arn, ...rules.map(({ arn }) => arn)])
          .apply(([queue, ...sources]) => rulesMaySend("UndeliveredFindings", queue!, sources)),
      },
      { parent: this },
    );
    rules.forEach((rule, at) => {
      new aws.cloudwatch.EventTarget(
        `${name}${sent[at]!.suffix}`,
        {
          rule: rule.name,
          region,
          targetId: "security-account",
          arn: args.busArn,
          roleArn: args.role.arn,
          deadLetterConfig: { arn: dead.arn },
        },
        { parent: this, dependsOn: [args.permission, admitted] },
      );
    });
  }
}

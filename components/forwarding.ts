import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { coveredTag } from "../runtime/doctor/settings";
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
}

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
        // Show other tools which Regions the stack covers.
        tags: Object.fromEntries(args.regions.map((region) => [coveredTag(region), "yes"])),
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
    for (const region of args.regions) {
      this.forward(`${name}-${region}`, region, { role, permission }, args);
    }
    this.registerOutputs();
  }

  private forward(
    name: string,
    region: string,
    { role, permission }: { role: aws.iam.Role; permission: pulumi.Resource },
    args: ForwardingArgs,
  ): void {
    const rule = new aws.cloudwatch.EventRule(
      name,
      {
        name: names.forwarding,
        description: "Forwards findings to the security account",
        eventPattern: forwardingPattern(args.documents, args.exceptionTagKey, args.runbookTypes),
        region,
      },
      { parent: this },
    );
    const calls = new aws.cloudwatch.EventRule(
      `${name}-calls`,
      {
        name: names.forwardingCalls,
        description: "Forwards calls that may undo a containment to the security account",
        eventPattern: callsPattern(args.rolePrefix),
        region,
      },
      { parent: this },
    );
    const rehearsals = args.rehearses
      ? [
          new aws.cloudwatch.EventRule(
            `${name}-rehearsals`,
            {
              name: names.forwardingRehearsals,
              description: "Forwards rehearsals to the security account",
              eventPattern: forwardedRehearsals,
              region,
            },
            { parent: this },
          ),
        ]
      : [];
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
          .all([dead.arn, rule.arn, calls.arn, ...rehearsals.map(({ arn }) => arn)])
          .apply(([queue, ...sources]) => rulesMaySend("UndeliveredFindings", queue!, sources)),
      },
      { parent: this },
    );
    for (const [target, from] of [
      [name, rule],
      [`${name}-calls`, calls],
      ...rehearsals.map((sent) => [`${name}-rehearsals`, sent] as const),
    ] as const) {
      new aws.cloudwatch.EventTarget(
        target,
        {
          rule: from.name,
          region,
          targetId: "security-account",
          arn: args.busArn,
          roleArn: role.arn,
          deadLetterConfig: { arn: dead.arn },
        },
        { parent: this, dependsOn: [permission, admitted] },
      );
    }
  }
}

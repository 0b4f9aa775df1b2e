import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { names, pathed } from "./names";
import { policy, type Statement } from "./policies";
import { rehearsalsMayCome } from "./rehearsals";
import { eventDetailTypes, eventSources } from "./sources";

export interface FindingsBusArgs {
  /** Only accounts of this organization may send. */
  organizationId: string;
  partition: string;
  /** The accounts that may send rehearsals. */
  rehearsalAccounts: string[];
  /** The path of the roles that send. */
  rolePath: string;
}

/** The bus that the findings of every account arrive on. */
export class FindingsBus extends pulumi.ComponentResource {
  readonly bus: aws.cloudwatch.EventBus;

  constructor(name: string, args: FindingsBusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:FindingsBus", name, {}, opts);
    this.bus = new aws.cloudwatch.EventBus(
      name,
      { name: names.bus, description: "Findings of every account" },
      { parent: this },
    );
    new aws.cloudwatch.EventBusPolicy(
      name,
      {
        eventBusName: this.bus.name,
        policy: this.bus.arn.apply((arn) => busPolicy(arn, args)),
      },
      { parent: this },
    );
    this.registerOutputs({ arn: this.bus.arn });
  }
}

/** The policy of the bus. */
export const busPolicy = (bus: string, args: FindingsBusArgs): string =>
  policy(
    organizationMaySend(bus, args),
    ...rehearsalsMayCome(
      bus,
      args.rehearsalAccounts.map((account) => forwardingRole(args, account)),
    ),
  );

const forwardingRole = ({ partition, rolePath }: Pick<FindingsBusArgs, "partition" | "rolePath">, account: string) =>
  `arn:${partition}:iam::${account}:role/${pathed(rolePath, names.forwarding)}`;

/**
 * Only the role that forwards findings, in any account of the organization: EventBridge sends with the role of the rule's target,
 * and who may send by himself could make up what the doctor takes for a proof that an account is covered
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-example-policy-cross-account-custom-bus-source.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn).
 */
function organizationMaySend(bus: string, { organizationId, partition, rolePath }: FindingsBusArgs): Statement {
  return {
    Sid: "FindingsOfTheOrganization",
    Effect: "Allow",
    Principal: "*",
    Action: "events:PutEvents",
    Resource: bus,
    Condition: {
      ArnLike: { "aws:PrincipalArn": forwardingRole({ partition, rolePath }, "*") },
      StringEquals: { "aws:PrincipalOrgID": organizationId },
      "ForAllValues:StringEquals": {
        "events:source": eventSources,
        "events:detail-type": eventDetailTypes,
      },
    },
  };
}

import { names, pathed } from "../shared/names";
import { policy, type Statement } from "../shared/policies";
import { accountEventsMayCome } from "./accountEvents";
import { rehearsalsMayCome } from "./rehearsals";
import { eventDetailTypes, eventSources } from "./sources";

export interface FindingsBusArgs {
  /** Only accounts of this organization may send. */
  organizationId: string;
  partition: string;
  /** The accounts that may send rehearsals. */
  rehearsalAccounts: string[];
  /** The account that may send events about accounts. */
  managementAccountId?: string | undefined;
  /** The path of the sending roles. */
  rolePath: string;
}

/** The policy of the bus. */
export const busPolicy = (bus: string, args: FindingsBusArgs): string =>
  policy(
    organizationMaySend(bus, args),
    ...rehearsalsMayCome(
      bus,
      args.rehearsalAccounts.map((account) => forwardingRole(args, account)),
    ),
    ...accountEventsMayCome(bus, args.managementAccountId && forwardingRole(args, args.managementAccountId)),
  );

export const forwardingRole = (
  { partition, rolePath }: Pick<FindingsBusArgs, "partition" | "rolePath">,
  account: string,
) => `arn:${partition}:iam::${account}:role/${pathed(rolePath, names.forwarding)}`;

/**
 * Allows only the forwarding role, in any account of the organization. EventBridge sends with the role of the rule's
 * target. A principal that may send events directly could forge the events which prove to the doctor that an account is
 * covered
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-example-policy-cross-account-custom-bus-source.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn).
 */
export function organizationMaySend(bus: string, { organizationId, partition, rolePath }: FindingsBusArgs): Statement {
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

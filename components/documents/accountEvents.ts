import { accountEventDetailTypes, accountEventNames, accountEventSources } from "../../runtime/doctor/accountEvents";
import { partitionNamed } from "../../runtime/lib/partitions";
import type { Statement } from "../shared/policies";

/**
 * The pattern of the events about accounts that the management account forwards: a call that was made, or the result of one. A
 * refused call changed nothing. EventBridge receives them if a CloudTrail trail of the management account records management
 * events (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html).
 */
const pattern = {
  source: accountEventSources,
  "detail-type": accountEventDetailTypes,
  detail: { eventName: accountEventNames, errorCode: [{ exists: false }] },
};

export const forwardedAccountEvents = JSON.stringify(pattern);

/** The same on the findings bus. EventBridge sets the account of an event. */
export const receivedAccountEvents = (managementAccountId: string): string =>
  JSON.stringify({ ...pattern, account: [managementAccountId] });

/**
 * The Region in which Organizations' events arrive, whatever the home Region
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html).
 */
export function organizationsRegion(partition: string): string {
  const { organizationsRegion: own, globalRegion } = partitionNamed(partition);
  return own ?? globalRegion;
}

/**
 * The statement of the bus's policy that accepts the events about accounts. Only AWS may send events of such sources
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html), and only the rule of the management
 * account forwards them; none without a management account.
 */
export function accountEventsMayCome(bus: string, forwardingRole: string | undefined): Statement[] {
  if (forwardingRole === undefined) return [];
  return [
    {
      Sid: "AccountsOfTheOrganization",
      Effect: "Allow",
      Principal: "*",
      Action: "events:PutEvents",
      Resource: bus,
      Condition: {
        ArnEquals: { "aws:PrincipalArn": forwardingRole },
        StringEquals: { "events:source": accountEventSources, "events:detail-type": accountEventDetailTypes },
      },
    },
  ];
}

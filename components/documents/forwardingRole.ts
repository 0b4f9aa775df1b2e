import { policy, trustService } from "../shared/policies";

/** The trust of the role by which an account's rules send. */
export const forwardingTrust = (accountId: string): string =>
  trustService("events.amazonaws.com", { StringEquals: { "aws:SourceAccount": accountId } });

/** The policy of that role. */
export const forwardingPolicy = (bus: string): string =>
  policy({ Sid: "Send", Effect: "Allow", Action: "events:PutEvents", Resource: bus });

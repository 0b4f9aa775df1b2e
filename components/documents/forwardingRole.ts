import { policy, trustService } from "../shared/policies";

/** The trust policy of the role with which an account's rules send events. */
export const forwardingTrust = (accountId: string): string =>
  trustService("events.amazonaws.com", { StringEquals: { "aws:SourceAccount": accountId } });

/** The policy of the forwarding role. */
export const forwardingPolicy = (bus: string): string =>
  policy({ Sid: "Send", Effect: "Allow", Action: "events:PutEvents", Resource: bus });

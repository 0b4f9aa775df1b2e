import { partName, type RolePart } from "../../runtime/aws/rolePart";

/** Names that the stacks of different accounts share, because no stack reads the outputs of another. */
export const names = {
  bus: "firebreak-findings",
  /** The bus on which every decision is an event. */
  decisionBus: "firebreak-decisions",
  /** A channel's rules, connection and API destination, and what all channels share. */
  channel: (name: string) => `firebreak-channel-${name}`,
  channels: "firebreak-channels",
  /** The queue of what no channel could deliver. */
  channelLetters: "firebreak-channels-dead",
  /** The queue of the decisions that could not be written to the data lake. */
  lakeLetters: "firebreak-lake-dead",
  /** The role of a response's function in the security account. */
  responder: (response: string) => `firebreak-${response}`,
  /** The releasing function of a response, and its role. */
  releaser: (response: string) => `firebreak-${partName(response, "release")}`,
  /** The role that a response assumes in the account of its target. */
  serviceRole: (prefix: string, response: string, part?: RolePart) => partName(`${prefix}-${response}`, part),
  forwarding: "firebreak-forwarding",
  forwardingCalls: "firebreak-forwarding-calls",
  /** The rule of the management account, for the events about accounts. */
  forwardingAccounts: "firebreak-forwarding-accounts",
  /** The rule of an account that is listed for rehearsals. */
  forwardingRehearsals: "firebreak-forwarding-rehearsals",
  /** The alias of the key that signs exceptions, and the role that may sign. */
  exceptionKey: "alias/firebreak-exceptions",
  exceptionApprover: "firebreak-exception-approver",
  /** The custom rule, in every account. */
  openGroupRule: "SECURITY_GROUP_OPEN_PROHIBITED",
};

/** The ARN of the findings bus, for any account. */
export const busArn = (partition: string, region: string, securityAccountId: string) =>
  `arn:${partition}:events:${region}:${securityAccountId}:event-bus/${names.bus}`;

/**
 * The part after `role/` in a role's ARN: the path of all roles of the product, and the role's name
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
 */
export const pathed = (rolePath: string, name: string): string => `${rolePath.slice(1)}${name}`;

/** The partition, account and path of the product's roles. */
export interface RolePlace {
  partition: string;
  securityAccountId: string;
  rolePath: string;
}

/** The ARN of the role of a response's function, for any account. */
export const responderArn = ({ partition, securityAccountId, rolePath }: RolePlace, response: string) =>
  `arn:${partition}:iam::${securityAccountId}:role/${pathed(rolePath, names.responder(response))}`;

/** The ARN of a function of the security account, for any account. */
export const functionArn = (partition: string, region: string, securityAccountId: string, name: string) =>
  `arn:${partition}:lambda:${region}:${securityAccountId}:function:${name}`;

/** The ARN of the role that signs and grants exceptions, for any account. */
export const exceptionApproverArn = ({ partition, securityAccountId, rolePath }: RolePlace) =>
  `arn:${partition}:iam::${securityAccountId}:role/${pathed(rolePath, names.exceptionApprover)}`;

/** The log group that Lambda uses for a function. */
export const logGroupOf = (functionName: string): string => `/aws/lambda/${functionName}`;

/** The name of the event log's group. */
export const eventLogName = `/aws/events/${names.bus}`;

export const eventLogRule = `${names.bus}-log`;

/** The rule of the findings bus for the events about accounts. */
export const accountEventsRule = `${names.bus}-accounts`;

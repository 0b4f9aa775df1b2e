import { partName, type RolePart } from "../../runtime/aws/rolePart";

/** Names that the stacks of different accounts have to agree on; no stack reads another one's outputs. */
export const names = {
  bus: "firebreak-findings",
  /** The role of a response's function in the security account. */
  responder: (response: string) => `firebreak-${response}`,
  /** The function of a response that releases, and its role. */
  releaser: (response: string) => `firebreak-${partName(response, "release")}`,
  /** The role that a response assumes in the account of its target. */
  serviceRole: (prefix: string, response: string, part?: RolePart) => partName(`${prefix}-${response}`, part),
  forwarding: "firebreak-forwarding",
  forwardingCalls: "firebreak-forwarding-calls",
  /** The rule of an account that is named for rehearsals. */
  forwardingRehearsals: "firebreak-forwarding-rehearsals",
  /** The alias of the key that signs exceptions, and the role that may sign. */
  exceptionKey: "alias/firebreak-exceptions",
  exceptionApprover: "firebreak-exception-approver",
  /** The rule of our own, in every account. */
  openGroupRule: "SECURITY_GROUP_OPEN_PROHIBITED",
};

/** The findings bus, from any account. */
export const busArn = (partition: string, region: string, securityAccountId: string) =>
  `arn:${partition}:events:${region}:${securityAccountId}:event-bus/${names.bus}`;

/**
 * What follows `role/` in the ARN of a role: its name behind the path that all roles of the product have
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
 */
export const pathed = (rolePath: string, name: string): string => `${rolePath.slice(1)}${name}`;

/** Where the product's roles are. */
export interface RolePlace {
  partition: string;
  securityAccountId: string;
  rolePath: string;
}

/** The role of a response's function, from any account. */
export const responderArn = ({ partition, securityAccountId, rolePath }: RolePlace, response: string) =>
  `arn:${partition}:iam::${securityAccountId}:role/${pathed(rolePath, names.responder(response))}`;

/** A function of the security account, from any account. */
export const functionArn = (partition: string, region: string, securityAccountId: string, name: string) =>
  `arn:${partition}:lambda:${region}:${securityAccountId}:function:${name}`;

/** The role that signs and grants exceptions, from any account. */
export const exceptionApproverArn = ({ partition, securityAccountId, rolePath }: RolePlace) =>
  `arn:${partition}:iam::${securityAccountId}:role/${pathed(rolePath, names.exceptionApprover)}`;

/** The log group of a function, by the name that Lambda gives it. */
export const logGroupOf = (functionName: string): string => `/aws/lambda/${functionName}`;

/** Its name, and that of the rule that fills it. */
export const eventLogName = `/aws/events/${names.bus}`;

export const eventLogRule = `${names.bus}-log`;

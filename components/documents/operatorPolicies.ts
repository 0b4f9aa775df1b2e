import { exceptionApproverArn, functionArn } from "../shared/names";
import { allow, policy, type Statement } from "../shared/policies";
import { directoryParameter } from "./directoryContent";

/** The names in the policies for people. */
export interface PeoplePolicyArgs {
  partition: string;
  region: string;
  /** The security account. */
  accountId: string;
  tableArn: string;
  /** The path of every role. */
  rolePath: string;
  /** Names of the functions of the responses that contain. */
  functions: string[];
  /** Names of the functions that only release. */
  releases?: string[];
  /** Names of functions that do not contain, but have dead letters to redrive. */
  notifiers?: string[];
  /** Name of the function that grants exceptions. */
  exceptionsFunction?: string;
  /** Name of the function that examines accounts. */
  doctorFunction?: string;
}

/** The policies for people by their output's name, as JSON to attach to their roles or permission sets. */
export type PeoplePolicies = Record<"operatorPolicy" | "approverPolicy" | "auditorPolicy", string>;

/**
 * The least privileges for the command line. An auditor reads; an operator contains and releases; an approver approves
 * requests and grants exceptions. None of them may write to the journal, use a queue, invoke a function other than
 * through its alias, or assume a role in another account.
 */
export function peoplePolicies(args: PeoplePolicyArgs): PeoplePolicies {
  const { functions, releases = [], notifiers = [], exceptionsFunction, doctorFunction } = args;
  const exceptions = exceptionsFunction === undefined ? [] : [exceptionsFunction];
  const operated = [
    ...functions,
    ...releases,
    ...notifiers,
    ...exceptions,
    ...(doctorFunction === undefined ? [] : [doctorFunction]),
  ];
  const reading = [...read(args), invoke(args, "Modes", functions, "read")];
  // Approvers must be able to check and revoke exceptions too.
  const caring = exceptions.length > 0 ? [invoke(args, "Exceptions", exceptions, "operate")] : [];
  // Only this role may sign with the key; it trusts the approvers of the configuration.
  const approver = exceptionApproverArn({ ...args, securityAccountId: args.accountId });
  const signing = allow("GrantExceptions", ["sts:AssumeRole"], [approver]);
  return {
    operatorPolicy: policy(...reading, invoke(args, "Operate", operated, "operate")),
    approverPolicy: policy(...reading, invoke(args, "Approve", functions, "approve"), ...caring, signing),
    auditorPolicy: policy(...reading),
  };
}

function read({ partition, region, accountId, tableArn }: PeoplePolicyArgs): Statement[] {
  const parameter = `arn:${partition}:ssm:${region}:${accountId}:parameter${directoryParameter}`;
  return [
    allow("Directory", ["ssm:GetParameter"], [parameter]),
    allow("Journal", ["dynamodb:GetItem", "dynamodb:Query"], [tableArn, `${tableArn}/index/*`]),
  ];
}

const invoke = (
  { partition, region, accountId }: PeoplePolicyArgs,
  sid: string,
  functions: string[],
  alias: "operate" | "approve" | "read",
): Statement =>
  allow(
    sid,
    ["lambda:InvokeFunction"],
    functions.map((name) => `${functionArn(partition, region, accountId, name)}:${alias}`),
  );

import { z } from "zod";
import { isReal } from "../../runtime/lib/accountId";
import type { PeopleSettings } from "../../runtime/model/responderSettings";

/**
 * A list of ARN patterns of roles and users. The account must be given, because a role's trust policy needs accounts. A
 * session's ARN does not have its role's path, so a path followed only by `*` would admit every role of the account.
 */
const principals = z
  .array(
    z
      .string()
      .regex(
        /^arn:[\w-]+:iam::\d{12}:(role|user)\/[\w+=,.@*/-]+$/,
        "the ARN of a role or user, such as arn:aws:iam::123456789012:role/exception-board; * stands for anything in the name",
      )
      .regex(
        /^(?!.*:role\/.*\/\**$)/,
        "the ARN of a role with its name after the path: a path alone cannot be distinguished from a session",
      )
      .refine((arn) => isReal(arn.split(":")[4] ?? ""), "of a real account, not the placeholder"),
  )
  .default([]);

/** Principals that may plan, contain by hand, release and pause. */
export const operatorsSchema = principals;

/** Principals that may approve, decline and grant exceptions. */
export const approversSchema = principals;

/** Roles whose session names identify people and cannot be chosen by them. */
export const personalSessionsSchema = principals;

/** Roles that deploy the stacks, in any account. */
export const deployersSchema = z
  .array(
    z
      .string()
      .regex(
        /^arn:[\w-]+:iam::(\d{12}|\*):role\/[\w+=,.@*/-]*[\w+=,.@-][\w+=,.@*/-]*$/,
        "the ARN of a role with its name, such as arn:aws:iam::*:role/deploy; * stands for anything in the name, or for every account",
      ),
  )
  .default([]);

/** The settings for who may give commands. */
interface PeopleKeys {
  accountId: string;
  operators: string[];
  approvers: string[];
  personalSessions: string[];
}

/** Principals that may give commands to the functions of responses, all of the security account. */
export function peopleOf({ accountId, operators, approvers, personalSessions }: PeopleKeys): PeopleSettings {
  const here = (arns: string[]) => arns.filter((arn) => arn.split(":")[4] === accountId);
  return { operate: here(operators), approve: here(approvers), personalSessions };
}

/**
 * Principals that may give commands about exceptions. These include approvers of other accounts, who can also revoke
 * exceptions.
 */
export function peopleOfExceptions({ operators, approvers }: PeopleKeys): Pick<PeopleSettings, "operate" | "approve"> {
  return { operate: [...new Set([...operators, ...approvers])], approve: approvers };
}

/** Operators of other accounts, who could not invoke any function. */
export const foreignOperators = ({ accountId, operators }: PeopleKeys): string[] =>
  operators
    .filter((arn) => arn.split(":")[4] !== accountId)
    .map(
      (arn) =>
        `operators has ${arn}: it must be of the security account ${accountId}, because only its principals may call the functions`,
    );

/** Commands that no one can give with these settings, one sentence each. */
export function peopleWarnings(settings: PeopleKeys): string[] {
  const { operate, approve, personalSessions } = peopleOf(settings);
  return [
    ...(operate.length === 0 ? ["operators is empty: no one can contain by hand, release or pause"] : []),
    ...(approve.length === 0
      ? ["approvers has no principal of the security account: no one can approve pending requests"]
      : []),
    ...[...new Set([...operate, ...approve])]
      .filter((arn) => arn.includes(":role/") && !/\/\*?AWSReservedSSO_/.test(arn) && !personalSessions.includes(arn))
      .map(
        (arn) =>
          `sessions of ${arn} do not identify a person: no one can approve containments by hand that they request, and they cannot approve those of others (personalSessions)`,
      ),
  ];
}

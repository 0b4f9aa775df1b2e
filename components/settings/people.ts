import { z } from "zod";
import { isReal } from "../../runtime/lib/accountId";
import type { PeopleSettings } from "../../runtime/model/responderSettings";

/**
 * A list of roles and users by ARN, with `*` for anything in the name. Their account is named, since a role has to trust
 * accounts. A session does not tell its role's path, so a path followed by `*` alone would admit every role of the account.
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
        "the ARN of a role with its name after the path: the path alone cannot be told from a session",
      )
      .refine((arn) => isReal(arn.split(":")[4] ?? ""), "of a real account, not the placeholder"),
  )
  .default([]);

/** Who may plan, contain by hand, release and pause. */
export const operatorsSchema = principals;

/** Who may approve, decline and grant exceptions. */
export const approversSchema = principals;

/** The roles whose session names are names of people and cannot be chosen by them. */
export const personalSessionsSchema = principals;

/** The roles that deploy the stacks, in any account. */
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

/** The settings that say who may give commands. */
interface PeopleKeys {
  accountId: string;
  operators: string[];
  approvers: string[];
  personalSessions: string[];
}

/** Who may give commands to the functions of responses: people of the security account only. */
export function peopleOf({ accountId, operators, approvers, personalSessions }: PeopleKeys): PeopleSettings {
  const here = (arns: string[]) => arns.filter((arn) => arn.split(":")[4] === accountId);
  return { operate: here(operators), approve: here(approvers), personalSessions };
}

/** Who may give commands about exceptions: approvers of other accounts too, who can also take back what they granted. */
export function peopleOfExceptions({ operators, approvers }: PeopleKeys): Pick<PeopleSettings, "operate" | "approve"> {
  return { operate: [...new Set([...operators, ...approvers])], approve: approvers };
}

/** Operators of other accounts could not call a function at all. */
export const foreignOperators = ({ accountId, operators }: PeopleKeys): string[] =>
  operators
    .filter((arn) => arn.split(":")[4] !== accountId)
    .map(
      (arn) =>
        `operators has ${arn}: it has to be of the security account ${accountId}, as nobody else may call the functions`,
    );

/** What the settings leave nobody able to do, a sentence each. */
export function peopleWarnings(settings: PeopleKeys): string[] {
  const { operate, approve, personalSessions } = peopleOf(settings);
  return [
    ...(operate.length === 0 ? ["operators is empty: nobody can contain by hand, release or pause"] : []),
    ...(approve.length === 0
      ? ["approvers has nobody of the security account: nobody can approve what waits for a person"]
      : []),
    ...[...new Set([...operate, ...approve])]
      .filter((arn) => arn.includes(":role/") && !/\/\*?AWSReservedSSO_/.test(arn) && !personalSessions.includes(arn))
      .map(
        (arn) =>
          `sessions of ${arn} do not tell who a person is: what they ask for by hand nobody can approve, and they can approve nothing that was asked for by hand (personalSessions)`,
      ),
  ];
}

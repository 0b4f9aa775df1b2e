import type { Response } from "../../runtime/model/response";

/** The descriptions of the aliases. */
export const purposes = {
  operate: "Plan, contain by hand, release, pause, redrive",
  approve: "Approve, decline, grant exceptions",
  read: "Say which modes are deployed",
  "give-back": "Restore what a containment opened and cannot close, and remove what it no longer needs",
} as const;

/** An alias of a function that takes commands. */
export type CommandAlias = keyof typeof purposes;

/**
 * A function that releases accepts commands of operators and, if a containment may have to give something back, of the containing
 * function.
 */
export const releaseAliases = ({ givesBack }: Pick<Response, "givesBack">): CommandAlias[] =>
  givesBack ? ["operate", "give-back"] : ["operate"];

/** What contains has an alias for each group of people. Other functions accept only operators, who redrive their dead letters. */
export const aliasesFor = ({ contains }: { contains: boolean }): CommandAlias[] =>
  contains ? ["operate", "approve", "read"] : ["operate"];

/** Operators check and revoke exceptions, approvers grant them. */
export const exceptionAliases: CommandAlias[] = ["operate", "approve"];

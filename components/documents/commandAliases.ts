import type { Response } from "../../runtime/model/response";

/** What each alias is for. */
export const purposes = {
  operate: "Plan, contain by hand, release, pause, redrive",
  approve: "Approve, decline, grant exceptions",
  "give-back": "Give back what a containment opened and cannot close",
} as const;

/** An alias of a function that takes commands. */
export type CommandAlias = keyof typeof purposes;

/** What releases takes the commands of operators, and where a containment opens something, those of the function that contains. */
export const releaseAliases = ({ leftOpen }: Pick<Response, "leftOpen">): CommandAlias[] =>
  leftOpen ? ["operate", "give-back"] : ["operate"];

/** What contains can be approved; what does not still has dead letters to redrive. */
export const aliasesFor = ({ contains }: { contains: boolean }): CommandAlias[] =>
  contains ? ["operate", "approve"] : ["operate"];

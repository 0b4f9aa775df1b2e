import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Response } from "../../runtime/model/response";

/** What each alias is for. */
const purposes = {
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

/**
 * The aliases of a function that takes commands, one for each group of people: IAM can allow an alias and cannot look into
 * a command. Both stand for the newest code
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html).
 */
export function commandAliases(
  name: string,
  function_: aws.lambda.Function,
  opts: pulumi.CustomResourceOptions,
  aliases: CommandAlias[] = ["operate", "approve"],
): aws.lambda.Alias[] {
  return aliases.map(
    (alias) =>
      new aws.lambda.Alias(
        `${name}-${alias}`,
        { name: alias, functionName: function_.name, functionVersion: "$LATEST", description: purposes[alias] },
        opts,
      ),
  );
}

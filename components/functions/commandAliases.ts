import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type CommandAlias, purposes } from "../documents/commandAliases";

/**
 * The aliases of a function that accepts commands, one for each group of people: IAM can allow an alias, but it cannot
 * inspect a command. All aliases point to the newest code
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html).
 */
export function commandAliases(
  name: string,
  function_: aws.lambda.Function,
  opts: pulumi.CustomResourceOptions,
  aliases: CommandAlias[],
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

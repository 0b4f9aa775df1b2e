import { coded } from "../../lib/errors";

const qualifierOf = (invokedArn: string): string | undefined => invokedArn.split(":")[7];

/**
 * The partition in the ARN that a function was invoked by, if that was the alias of the command.
 *
 * @throws NotAllowedHere otherwise: who may use one alias may not do what the other one is for
 */
export function throughAlias(command: string, alias: string, invokedArn: string): string {
  const qualifier = qualifierOf(invokedArn);
  if (qualifier === alias) return invokedArn.split(":")[1]!;
  throw coded("NotAllowedHere", `${command} comes through the function's alias "${alias}", not "${qualifier ?? ""}"`);
}

/**
 * Messages of queues are believed, so only what reads the queues may deliver them. It invokes the function itself, as its
 * mapping names no alias; people may invoke nothing but an alias, and would otherwise make up a message.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html (`invokedFunctionArn`)
 *
 * @throws NotAllowedHere if the function was invoked through an alias
 */
export function notThroughAlias(invokedArn: string): void {
  const qualifier = qualifierOf(invokedArn);
  if (qualifier === undefined || qualifier === "$LATEST") return;
  throw coded(
    "NotAllowedHere",
    `messages of a queue do not come through an alias, and these came through "${qualifier}"`,
  );
}

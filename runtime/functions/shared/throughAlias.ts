import { coded } from "../../lib/errors";

const qualifierOf = (invokedArn: string): string | undefined => invokedArn.split(":")[7];

/**
 * The partition in the ARN that a function was invoked by, if that was the alias of the command.
 *
 * @throws NotAllowedHere otherwise: each alias has its own permissions
 */
export function throughAlias(command: string, alias: string, invokedArn: string): string {
  const qualifier = qualifierOf(invokedArn);
  if (qualifier === alias) return invokedArn.split(":")[1]!;
  throw coded("NotAllowedHere", `send ${command} through the function's alias "${alias}", not "${qualifier ?? ""}"`);
}

/**
 * Queue messages are trusted, so only the event source mapping may deliver them. It invokes the function without an alias; people
 * may only invoke aliases, and could otherwise forge a message.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html (`invokedFunctionArn`)
 *
 * @throws NotAllowedHere if the function was invoked through an alias
 */
export function notThroughAlias(invokedArn: string): void {
  const qualifier = qualifierOf(invokedArn);
  if (qualifier === undefined || qualifier === "$LATEST") return;
  throw coded("NotAllowedHere", `queue messages must not come through an alias; these came through "${qualifier}"`);
}

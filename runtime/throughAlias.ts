import { coded } from "./errors";

/**
 * The partition in the ARN that a function was invoked by, if that was the alias of the command.
 *
 * @throws NotAllowedHere otherwise: who may use one alias may not do what the other one is for
 */
export function throughAlias(command: string, alias: string, invokedArn: string): string {
  const [, partition, , , , , , qualifier] = invokedArn.split(":");
  if (qualifier === alias) return partition!;
  throw coded("NotAllowedHere", `${command} comes through the function's alias "${alias}", not "${qualifier ?? ""}"`);
}

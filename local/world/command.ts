import { Lambda } from "@aws-sdk/client-lambda";
import { STS } from "@aws-sdk/client-sts";
import { callerProof } from "../../cli/aws/callerProof";
import { changes } from "../../cli/invoke";
import { commandAliases } from "../../runtime/functions/responder/command";
import type { rootOf } from "./accounts";
import { userWith } from "./users";
import type { World } from "./world";

/** An operator's command, without the proof of its caller. */
export type GivenCommand = { command: keyof typeof commandAliases } & Record<string, unknown>;

/** The configuration of an SDK client. */
export type Caller = ReturnType<typeof rootOf>;

/** The operator of each world, created on first use, because the root user cannot prove its identity. */
const operators = new WeakMap<World, Promise<Caller>>();

/** A user who may give every command. */
export function operatorOf(world: World): Promise<Caller> {
  const invoke = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "*" };
  const operator = operators.get(world) ?? userWith(world, "operator", [invoke]);
  operators.set(world, operator);
  return operator;
}

/**
 * Sends an operator's command to a response's function and returns its answer.
 *
 * @param given the caller; by default that of `operatorOf`
 * @throws Error with the function's own message if it fails
 */
export async function command(world: World, response: string, payload: GivenCommand, given?: Caller): Promise<any> {
  const caller = given ?? (await operatorOf(world));
  const lambda = new Lambda({ ...caller, maxAttempts: 1 });
  const proof = changes(payload) && { proof: await callerProof(new STS(caller), payload) };
  const isRelease = payload.command.endsWith("release");
  const answer = await lambda.invoke({
    FunctionName: (isRelease && world.master.releases[response]) || world.master.functions[response]!,
    Qualifier: commandAliases[payload.command],
    Payload: new TextEncoder().encode(JSON.stringify({ ...payload, ...proof })),
  });
  lambda.destroy();
  const text = new TextDecoder().decode(answer.Payload);
  if (answer.FunctionError) throw new Error(JSON.parse(text).errorMessage ?? text);
  return JSON.parse(text);
}

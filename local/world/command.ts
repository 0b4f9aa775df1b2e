import { Lambda } from "@aws-sdk/client-lambda";
import { STS } from "@aws-sdk/client-sts";
import { callerProof } from "../../cli/aws/callerProof";
import { commandAliases } from "../../runtime/command";
import { accounts, rootOf } from "./accounts";
import type { World } from "./world";

/** An operator's command, without the proof of who gives it. */
export type GivenCommand = { command: keyof typeof commandAliases } & Record<string, unknown>;

/** What an SDK client is made with. */
export type Caller = ReturnType<typeof rootOf>;

/**
 * Sends an operator's command to a response's function and returns its answer.
 *
 * @param caller whose command it is; the root user of the security account unless somebody else is given
 * @throws Error with the function's own message if it fails
 */
export async function command(
  world: World,
  response: string,
  payload: GivenCommand,
  caller: Caller = rootOf(accounts.security.id, world.endpoint),
): Promise<any> {
  const lambda = new Lambda({ ...caller, maxAttempts: 1 });
  const proof = "reason" in payload && { proof: await callerProof(new STS(caller), payload) };
  const answer = await lambda.invoke({
    FunctionName: world.master.functions[response]!,
    Qualifier: commandAliases[payload.command],
    Payload: new TextEncoder().encode(JSON.stringify({ ...payload, ...proof })),
  });
  lambda.destroy();
  const text = new TextDecoder().decode(answer.Payload);
  if (answer.FunctionError) throw new Error(JSON.parse(text).errorMessage ?? text);
  return JSON.parse(text);
}

import { Lambda } from "@aws-sdk/client-lambda";
import { accounts, rootOf } from "./accounts";
import type { World } from "./world";

/**
 * Sends an operator's command to a response's function and returns its answer.
 *
 * @throws Error with the function's own message if it fails
 */
export async function command(world: World, response: string, payload: Record<string, unknown>): Promise<any> {
  const lambda = new Lambda({ ...rootOf(accounts.security.id, world.endpoint), maxAttempts: 1 });
  const answer = await lambda.invoke({
    FunctionName: world.master.functions[response]!,
    Payload: new TextEncoder().encode(JSON.stringify(payload)),
  });
  lambda.destroy();
  const text = new TextDecoder().decode(answer.Payload);
  if (answer.FunctionError) throw new Error(JSON.parse(text).errorMessage ?? text);
  return JSON.parse(text);
}

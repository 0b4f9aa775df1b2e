import { coded } from "../../lib/errors";
import type { GiveBackRequest } from "../../run/run";

/** The alias of the function that releases, through which the function that contains asks it to restore something. */
export const giveBackAlias = "give-back";

/**
 * Asks the function that releases to restore what a containment opened and cannot close, and waits for it
 * (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html).
 *
 * @throws NotGivenBack with the function's error
 */
export async function askToGiveBack(FunctionName: string, request: GiveBackRequest): Promise<void> {
  // Rarely needed.
  const { Lambda } = await import("@aws-sdk/client-lambda");
  const lambda = new Lambda({ maxAttempts: 5 });
  const Payload = new TextEncoder().encode(JSON.stringify({ command: giveBackAlias, ...request }));
  const answer = await lambda.invoke({ FunctionName, Qualifier: giveBackAlias, Payload });
  if (!answer.FunctionError) return;
  const { errorMessage } = JSON.parse(new TextDecoder().decode(answer.Payload));
  throw coded("NotGivenBack", `${FunctionName} did not restore it: ${errorMessage}`);
}

import { codeOf, isDenied } from "../runtime/lib/errors";
import { oneLine } from "../runtime/lib/oneLine";
import type { RoleCredentials } from "./aws/clients";
import { callAws, type PeoplePolicy, problem } from "./problem";
import type { World } from "./world";

/** The function alias of a group of people. */
export type Alias = "operate" | "approve" | "read";

const policies: Record<Alias, PeoplePolicy> = {
  operate: "operatorPolicy",
  approve: "approverPolicy",
  read: "auditorPolicy",
};

/** A function that takes commands. */
interface Receiver {
  functionName: string;
  /** By which IAM tells operators and approvers apart. */
  alias: Alias;
  /** Of the role that may use the alias, if it is not the user's own that may. */
  credentials?: RoleCredentials;
  /** The environment's if it is left out. */
  region?: string;
}

/**
 * Sends a command to a function and returns its answer.
 *
 * @throws Problem with the function's own message if it refuses or fails
 */
export async function invoke<Answer>(
  world: World,
  { functionName, alias, credentials, region }: Receiver,
  payload: { command: string } & Record<string, unknown>,
): Promise<Answer> {
  const name = `${functionName}:${alias}`;
  const answer = await callAws(`invoke the function ${name}`, policies[alias], async () => {
    const proof = changes(payload) ? { proof: await world.aws.prove(payload) } : {};
    const lambda = await world.aws.lambda(credentials, region);
    return lambda
      .invoke({
        FunctionName: functionName,
        Qualifier: alias,
        Payload: new TextEncoder().encode(JSON.stringify({ ...payload, ...proof })),
      })
      .catch((error: unknown) => {
        if (codeOf(error) !== "ResourceNotFoundException") throw error;
        throw problem(`There is no function ${name}: deploy the security account's stack with this version.`);
      });
  });
  const text = new TextDecoder().decode(answer.Payload);
  if (answer.FunctionError) throw problem(`${functionName} did not ${payload.command}: ${faultIn(text)}`);
  return JSON.parse(text) as Answer;
}

/**
 * Whether IAM lets the user give commands through an alias, without one:
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, DryRun. What else may be wrong, a command will say.
 */
export async function mayInvoke(world: World, { functionName, alias }: Receiver): Promise<boolean> {
  try {
    const lambda = await world.aws.lambda();
    await lambda.invoke({ FunctionName: functionName, Qualifier: alias, InvocationType: "DryRun" });
    return true;
  } catch (error) {
    return !isDenied(error);
  }
}

/**
 * Whether a command changes something and so must identify its caller. All of these carry a reason, except these two.
 */
export const changes = (payload: { command: string }): boolean =>
  "reason" in payload || ["grant", "redrive"].includes(payload.command);

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
function faultIn(text: string): string {
  try {
    const { errorMessage } = JSON.parse(text);
    if (typeof errorMessage === "string") return oneLine(errorMessage);
  } catch {
    // Not the form of Lambda's runtime.
  }
  return oneLine(text).slice(0, 300);
}

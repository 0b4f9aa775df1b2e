import { type CreateFunctionCommandInput, Lambda, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { accounts, rootOf } from "./accounts";
import { iamIn } from "./principals";
import type { World } from "./world";

/** Lambda in one of the accounts, as its root user: the workload's owner, not the product. */
export const lambdaIn = (world: World, account: keyof typeof accounts) =>
  new Lambda(rootOf(accounts[account].id, world.endpoint));

/** The code of a function with this handler. */
export const functionCode = (handler: string) => ({
  ZipFile: zipSync({ "index.js": strToU8(`exports.handler = ${handler};`) }),
});

/**
 * Creates a function, with a role of its own, named after it, unless the settings give one, and waits until it runs. Returns the ARN
 * of the role.
 */
export async function makeFunction(
  world: World,
  account: keyof typeof accounts,
  name: string,
  settings: Partial<CreateFunctionCommandInput> = {},
): Promise<string> {
  const lambda = lambdaIn(world, account);
  const Principal = { Service: "lambda.amazonaws.com" };
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] };
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  const Role =
    settings.Role ??
    (await iamIn(world, account).createRole({ RoleName: `${name}-function`, AssumeRolePolicyDocument })).Role!.Arn!;
  await lambda.createFunction({
    FunctionName: name,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Role,
    Code: functionCode(`async () => "paid"`),
    ...settings,
  });
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.2 },
    { FunctionName: name },
  );
  return Role;
}

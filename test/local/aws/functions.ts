import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { security } from "./instance";
import { allow, as, role, type Statement, trust, unique } from "./principals";

/** A zip archive of text files by name. */
export function archive(files: Record<string, string>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

/** What a function's role needs to write its log. */
export const logging = allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]);

/** What a function's role needs to read a queue. */
export const reading = allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]);

/** How to create a function. */
export interface FunctionOptions {
  /** Text of index.js, or files by name. */
  code: string | Record<string, string>;
  statements?: Statement[];
  settings?: Partial<CreateFunctionCommandInput>;
}

/** Creates a function in the security account, waits until it is active, and returns its ARN and name. */
export async function lambdaFunction(options: FunctionOptions): Promise<{ arn: string; name: string }> {
  const lambda = new LambdaClient(await as(security));
  const name = unique("function");
  const files = typeof options.code === "string" ? { "index.js": options.code } : options.code;
  const created = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Timeout: 10,
      Role: await role(security, {
        trust: trust("lambda.amazonaws.com"),
        statements: options.statements ?? [logging],
      }),
      Code: { ZipFile: archive(files) },
      ...options.settings,
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 10, minDelay: 0.1, maxDelay: 0.2 },
    { FunctionName: name },
  );
  return { arn: created.FunctionArn!, name };
}

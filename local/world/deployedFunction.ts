import { randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { Lambda, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { strToU8, unzipSync, zipSync } from "fflate";
import { accounts, region, rootOf } from "./accounts";
import { eventOf } from "./findings";
import type { World } from "./world";

/** A deployed function, unpacked so that exactly its code can run in a separate process. */
export interface DeployedFunction {
  /** The code's main file. */
  file: string;
  /** Size of the archive as deployed, in bytes. */
  archiveBytes: number;
  /** Its environment in Lambda, with credentials of its own role. */
  environment: Record<string, string>;
}

/**
 * Reads the code, the variables and the role of a response's function from the local AWS.
 *
 * @param response the response's name; with `-release` its releasing function
 */
export async function deployedFunction(world: World, response: string): Promise<DeployedFunction> {
  const lambda = new Lambda(rootOf(accounts.security.id, world.endpoint));
  const [name = "", releases] = response.split(/(-release)$/);
  const FunctionName = (releases ? world.master.releases : world.master.functions)[name]!;
  const { Code, Configuration } = await lambda.getFunction({ FunctionName });
  const archive = new Uint8Array(await (await fetch(Code!.Location!)).arrayBuffer());
  const folder = path.join(world.folder, "code", response);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, "index.js");
  // A process that loads it from an earlier call must not find half of it.
  const half = `${file}.${randomUUID()}`;
  await writeFile(half, unzipSync(archive)["index.js"]!);
  await rename(half, file);
  const environment = {
    PATH: process.env["PATH"]!,
    NODE_PATH: path.join(world.folder, "lambda", "node_modules"),
    NODE_NO_WARNINGS: "1",
    ...Configuration!.Environment!.Variables,
    ...(await credentialsOf(lambda, Configuration!.Role!)),
    AWS_LAMBDA_FUNCTION_NAME: FunctionName,
    AWS_REGION: region,
    AWS_ENDPOINT_URL: world.endpoint,
  };
  return { file, archiveBytes: archive.length, environment };
}

/** Credentials of the function's own role: only Lambda can assume it, so a temporary function returns them. */
async function credentialsOf(lambda: Lambda, Role: string): Promise<Record<string, string>> {
  const code = `exports.handler = async () => Object.fromEntries(Object.entries(process.env).filter(([name]) => /^AWS_(ACCESS|SECRET|SESSION)/.test(name)));`;
  const FunctionName = "credentials";
  await lambda.createFunction({
    FunctionName,
    Role,
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Code: { ZipFile: zipSync({ "index.js": strToU8(code) }) },
  });
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 300, minDelay: 0.2, maxDelay: 1 }, { FunctionName });
  const answer = await lambda.invoke({ FunctionName });
  await lambda.deleteFunction({ FunctionName });
  return JSON.parse(new TextDecoder().decode(answer.Payload));
}

/** A finding as the queue delivers it to the function, sent by the finding's account. */
export function queueEvent(finding: Record<string, any>): unknown {
  const attributes = { ApproximateReceiveCount: "1" };
  const body = JSON.stringify(eventOf(finding));
  const from = {
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-west-1:111122223333:firebreak-isolate-instance",
  };
  return { Records: [{ messageId: "12345678-0000", receiptHandle: "none", attributes, ...from, body }] };
}

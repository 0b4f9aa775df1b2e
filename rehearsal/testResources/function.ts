import type { CreateFunctionRequest } from "@aws-sdk/client-lambda";
import { functionTarget } from "../../runtime/resources/targets";
import { type Course, type Stage, unchangedSince } from "../course";
import { stoppedFunction } from "../incidents/function";
import { bothWays } from "../incidents/release";
import { nameOf, tagsOf } from "../names";
import { concurrencyOf } from "../readBack";
import { soon } from "../soon";

/** A zip archive with one file, index.js, whose handler returns "rehearsal". */
const archive =
  "UEsDBBQAAAAAAAAAIQCEzPv1KwAAACsAAAAIAAAAaW5kZXguanNleHBvcnRzLmhhbmRsZXIgPSBhc3luYyAoKSA9PiAicmVoZWFyc2FsIj" +
  "sKUEsBAhQDFAAAAAAAAAAhAITM+/UrAAAAKwAAAAgAAAAAAAAAAAAAAKQBAAAAAGluZGV4LmpzUEsFBgAAAAABAAEANgAAAFEAAAAAAA==";

/** The rehearsal of stop-function: a function that nobody calls, with a role without permissions. */
export const functionRehearsal: Course = async (stage) => {
  const { place, pause } = stage;
  const { account: accountId, region, partition } = place;
  const name = await makeFunction(stage);
  const { lambda } = place.clients;
  const proof = await unchangedSince(() => soon(pause, async () => ({ reserved: await concurrencyOf(lambda, name) })));
  // Without its role in the finding, block-principal has nothing to do.
  return bothWays(stage, stoppedFunction(place, { functionName: name }), {
    response: "stop-function",
    what: "function",
    arn: functionTarget({ accountId, region, partition }, name).arn,
    proof,
  });
};

async function makeFunction({ run, place, pause }: Stage): Promise<string> {
  const { iam, lambda } = place.clients;
  const Principal = { Service: "lambda.amazonaws.com" };
  const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const RoleName = nameOf(run, "function-role");
  const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument, Tags: tagsOf(run) });
  const FunctionName = nameOf(run, "function");
  const input: CreateFunctionRequest = {
    FunctionName,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Role: Role!.Arn!,
    Code: { ZipFile: Buffer.from(archive, "base64") },
    Tags: Object.fromEntries(tagsOf(run).map(({ Key, Value }) => [Key, Value])),
  };
  await soon(pause, () => lambda.createFunction(input), isNewRole);
  for (let left = 10; left > 0; left--) {
    if ((await lambda.getFunctionConfiguration({ FunctionName })).State === "Active") break;
    await pause(1000);
  }
  return FunctionName;
}

/**
 * IAM has not propagated the role to Lambda yet
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency).
 */
const isNewRole = ({ name, message }: Error): boolean =>
  name === "InvalidParameterValueException" && message.includes("cannot be assumed");

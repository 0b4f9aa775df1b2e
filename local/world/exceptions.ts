import { KMS } from "@aws-sdk/client-kms";
import { Lambda } from "@aws-sdk/client-lambda";
import { STS } from "@aws-sdk/client-sts";
import { callerProof } from "../../cli/aws/callerProof";
import { exceptionCommands } from "../../runtime/exceptions/commands";
import { macAlgorithm, type SignedException, signedText } from "../../runtime/exceptions/signedText";
import type { Target } from "../../runtime/model/target";
import { region } from "./accounts";
import type { Caller } from "./command";
import type { World } from "./world";

/** A requested exception. */
export interface WantedException {
  target: Target;
  responses: string[];
  until: string;
  owner: string;
  reference: string;
  /** Now by default. */
  issuedAt?: string;
}

/** A time in the format of exceptions. */
export const second = (time = Date.now()): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** A session of the approver role, assumed by an allowed caller. */
export async function approverSession(world: World, who: Caller): Promise<Caller> {
  const sts = new STS(who);
  const { Credentials } = await sts.assumeRole({
    RoleArn: world.master.exceptionApprover,
    RoleSessionName: "ann",
  });
  sts.destroy();
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
  const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
  return { endpoint: world.endpoint, region, credentials };
}

/** Signs an exception with the security account's key, as the given caller. */
export async function signException(exception: SignedException, who: Caller): Promise<string> {
  const kms = new KMS(who);
  const { Mac } = await kms.generateMac({
    KeyId: "alias/firebreak-exceptions",
    MacAlgorithm: macAlgorithm,
    Message: Buffer.from(signedText(exception)),
  });
  kms.destroy();
  return Buffer.from(Mac!).toString("base64url");
}

/** The command that grants an exception, signed. */
export async function grantCommand(wanted: WantedException, who: Caller) {
  const { target, responses, until, owner, reference, issuedAt = second() } = wanted;
  const { accountId, region: at, kind, id, arn } = target;
  const words = { responses, until, owner, reference, issuedAt };
  const signature = await signException({ accountId, arn, kind, ...words }, who);
  return { command: "grant" as const, account: accountId, region: at, kind, id, ...words, signature };
}

/**
 * Sends a command to the function of exceptions and returns its answer.
 *
 * @param who the caller of the function
 * @param person the person whose proof is sent, if the caller is a role
 * @throws Error with the function's own message if it fails
 */
export async function exceptionCommand(
  payload: { command: keyof typeof exceptionCommands } & Record<string, unknown>,
  who: Caller,
  person: Caller = who,
): Promise<any> {
  const lambda = new Lambda({ ...who, maxAttempts: 1 });
  const proof = payload.command !== "check" && { proof: await callerProof(new STS(person), payload) };
  const answer = await lambda.invoke({
    FunctionName: "firebreak-exceptions",
    Qualifier: exceptionCommands[payload.command],
    Payload: new TextEncoder().encode(JSON.stringify({ ...payload, ...proof })),
  });
  lambda.destroy();
  const text = new TextDecoder().decode(answer.Payload);
  if (answer.FunctionError) throw new Error(JSON.parse(text).errorMessage ?? text);
  return JSON.parse(text);
}

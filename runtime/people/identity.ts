import { z } from "zod";
import { coded, messageOf } from "../lib/errors";
import { callerIn } from "./caller";

/** An unparsed answer of STS. */
export interface StsAnswer {
  status: number;
  /** Its content type. */
  type: string;
  text: string;
}

/**
 * The ARN in an answer to GetCallerIdentity. Only JSON: it has one place for the ARN, whatever names and paths contain. Account
 * and user id must match the ARN.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html; its form as JSON is that which the authenticator
 * of Kubernetes relies on (https://github.com/kubernetes-sigs/aws-iam-authenticator/blob/master/pkg/token/token.go).
 *
 * @throws NotProven with the reason
 */
export function identityIn({ status, type, text }: StsAnswer): string {
  const json = /^application\/json(?:\s*;.*)?$/i.test(type) ? parsed(text) : undefined;
  if (json === undefined) throw notProven(`STS did not return JSON, but "${type}" with status ${status}`);
  if (status !== 200) throw notProven(`STS rejected it: ${faultIn(json) ?? `status ${status}`}`);
  const result = answerSchema().safeParse(json);
  if (!result.success) throw notProven(`STS returned no valid answer to GetCallerIdentity: ${messageOf(result.error)}`);
  const { Account, Arn, UserId } = result.data.GetCallerIdentityResponse.GetCallerIdentityResult;
  const caller = callerIn(Arn);
  if (!caller) throw notProven(`${Arn} is neither a user nor a session of a role`);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  const [, kind, session] = /^(AIDA|AROA)[A-Z0-9]{12,124}(?::(.+))?$/.exec(UserId) ?? [];
  const fits = kind === (caller.kind === "user" ? "AIDA" : "AROA") && session === caller.session;
  if (!fits || Account !== caller.accountId) {
    throw notProven(`the answer of STS is inconsistent: ${Arn}, account ${Account}, user id ${UserId}`);
  }
  return Arn;
}

export const notProven = (why: string) => coded("NotProven", `the sender of the command is not proven: ${why}`);

function answerSchema() {
  const GetCallerIdentityResult = z.object({
    Account: z.string().regex(/^\d{12}$/),
    Arn: z.string().min(20).max(2048),
    UserId: z.string().max(256),
  });
  const ResponseMetadata = z.object({ RequestId: z.string() });
  return z.strictObject({
    GetCallerIdentityResponse: z.strictObject({ GetCallerIdentityResult, ResponseMetadata }),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function faultIn(json: unknown): string | undefined {
  const fault = z.object({ Error: z.object({ Message: z.string() }) }).safeParse(json);
  return fault.success ? fault.data.Error.Message : undefined;
}

import type { KMS } from "@aws-sdk/client-kms";
import type { Exceptions } from "../journal/exceptions";
import { codeOf } from "../lib/errors";
import type { ExceptionLimits } from "../model/responderSettings";
import type { Target } from "../model/target";
import { whyFalse, whyNotInForce } from "./falseSignature";
import { type ExceptionVerdict, judgeException, type SignatureCheck } from "./judge";
import { macAlgorithm, type SignedException, signaturePattern, signedText } from "./signedText";
import { type ExceptionFields, readTagValue } from "./tagValue";

/** What exceptions are judged with. */
export interface ExceptionJudge {
  journal: Exceptions;
  kms: KMS;
  /** The ARN of the key that signs exceptions. */
  keyArn(): string;
  tagKey: string;
  limits: ExceptionLimits;
}

/** A target with the tags that it has now, and the response that acts on it. */
export interface Tagged {
  response: string;
  /** The finding's first activity, ISO 8601. */
  firstSeen: string;
  target: Target;
  tags: Record<string, string>;
}

/**
 * Whether the tags of a target exempt it from a response now. Only a signed value needs calls: KMS verifies it, and the register
 * says whether it was revoked.
 *
 * @throws what KMS or the journal throws: a signature that could not be checked is neither genuine nor false
 */
export async function exceptionOf(
  judge: ExceptionJudge,
  { response, firstSeen, target, tags }: Tagged,
): Promise<ExceptionVerdict> {
  const { tagKey: key, limits } = judge;
  const given = { tags, key, limits, response, now: new Date(), firstSeen };
  const value = tags[key] === undefined ? undefined : readTagValue(tags[key]);
  if (value?.form !== "fields" || value.fields.sig === undefined) return judgeException(given);
  const judged = (signature: SignatureCheck) => judgeException({ ...given, signature });
  if (!(await isGenuine(judge, target, value.fields))) {
    return judged({ genuine: false, why: whyFalse(value.fields, target, await judge.journal.allGranted()) });
  }
  const verdict = judged({ genuine: true });
  if (!verdict.exempt) return verdict;
  const why = whyNotInForce(value.fields, await judge.journal.grantedFor(target.arn));
  return why ? judged({ genuine: false, why }) : verdict;
}

const isGenuine = (judge: ExceptionJudge, { accountId, arn, kind }: Target, fields: ExceptionFields) => {
  const { for: responses = [], until = "", by: owner = "", ref: reference = "", at: issuedAt = "", sig = "" } = fields;
  return verify(judge, { accountId, arn, kind, responses, until, owner, reference, issuedAt }, sig);
};

/**
 * Whether the exception key made this signature for this exception.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_VerifyMac.html
 */
export async function verify(
  { kms, keyArn }: Pick<ExceptionJudge, "kms" | "keyArn">,
  exception: SignedException,
  signature: string,
): Promise<boolean> {
  if (!new RegExp(signaturePattern).test(signature)) return false;
  try {
    const answer = await kms.verifyMac({
      KeyId: keyArn(),
      MacAlgorithm: macAlgorithm,
      Message: Buffer.from(signedText(exception)),
      Mac: Buffer.from(signature, "base64url"),
    });
    return answer.MacValid === true;
  } catch (error) {
    if (codeOf(error) === "KMSInvalidMacException") return false;
    throw error;
  }
}

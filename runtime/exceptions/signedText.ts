/** Everything that the signature of an exception covers. */
export interface SignedException {
  accountId: string;
  /** As the product names the resource, see `runtime/model/target.ts`. */
  arn: string;
  kind: string;
  responses: string[];
  until: string;
  owner: string;
  reference: string;
  issuedAt: string;
}

/** The algorithm of the key: https://docs.aws.amazon.com/kms/latest/developerguide/hmac.html */
export const macAlgorithm = "HMAC_SHA_256";

/** A signature in a tag: 32 bytes in base64url. */
export const signaturePattern = "^[A-Za-z0-9_-]{43}$";

/**
 * The text that is signed. Every part has a fixed place in the list, so that no two exceptions have the same text; the order of
 * the responses does not matter.
 */
export function signedText(exception: SignedException): string {
  const { accountId, arn, kind, responses, until, owner, reference, issuedAt } = exception;
  const scope = [...new Set(responses)].sort();
  return JSON.stringify(["firebreak-exception-1", accountId, arn, kind, scope, until, owner, reference, issuedAt]);
}

import { createHmac } from "node:crypto";
import type { KMS } from "@aws-sdk/client-kms";
import type { ExceptionJudge } from "../../../runtime/exceptions/exceptionOf";
import { noLimits } from "../../../runtime/exceptions/judge";
import { type SignedException, signedText } from "../../../runtime/exceptions/signedText";
import { grantedValue } from "../../../runtime/exceptions/tagValue";
import type { GrantedException } from "../../../runtime/model/journalItems";
import type { Target } from "../../../runtime/model/target";
import { instanceTarget } from "../../../runtime/resources/targets";
import { dynamo } from "../../models/dynamo";

const secret = "of this test only";

/** The signature that the approver's key gives this exception. */
export const sign = (exception: SignedException): string =>
  createHmac("sha256", secret).update(signedText(exception)).digest("base64url");

/** KMS with one key, only for verifying. */
export function kmsModel(keyArn: string) {
  const calls: string[] = [];
  const kms = {
    async verifyMac({ KeyId, MacAlgorithm, Message, Mac }: Record<string, any>) {
      calls.push("VerifyMac");
      if (KeyId !== keyArn || MacAlgorithm !== "HMAC_SHA_256") throw named("NotFoundException");
      const genuine = createHmac("sha256", secret).update(Message).digest().equals(Mac);
      if (!genuine) throw named("KMSInvalidMacException");
      return { MacValid: true };
    },
  };
  return { kms: kms as unknown as KMS, calls };
}

const named = (name: string) => Object.assign(new Error(`${name} of the model`), { name });

/** A journal: the model of DynamoDB with the names of its calls as AWS writes them. */
export function tableModel() {
  const { journal, items, calls, hooks } = dynamo();
  return {
    journal,
    hooks,
    items,
    get calls() {
      return calls.map((name) => name.charAt(0).toUpperCase() + name.slice(1));
    },
    all: () => [...items.values()],
  };
}

export const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
export const instance = instanceTarget(place, "i-0123456789abcdef0");
export const tagKey = "SecurityException";

/** Judge with one key, an empty register and the limits of the compatibility form. */
export function judgeModel() {
  const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/1";
  const { kms, calls } = kmsModel(keyArn);
  const table = tableModel();
  const judge: ExceptionJudge = {
    journal: table.journal,
    kms,
    keyArn: () => keyArn,
    tagKey,
    limits: { ...noLimits, signatureRequired: true },
  };
  return { judge, table, kmsCalls: calls };
}

/** An exception as it is granted, for an instance unless another target is given. */
export function granted(more: Partial<GrantedException> = {}, target: Target = instance): GrantedException {
  const entry = {
    arn: target.arn,
    kind: target.kind,
    resource: target.id,
    ...place,
    responses: ["isolate-instance"],
    until: "2099-01-31",
    owner: "owner@example.com",
    reference: "SEC-1",
    issuedAt: "2026-11-25T10:00:00Z",
    grantedBy: "arn:aws:sts::111122223333:assumed-role/firebreak-exception-approver/ann",
    status: "granted" as const,
    ...more,
  };
  return { ...entry, signature: more.signature ?? sign(entry) };
}

/** Grants it, so that the register knows it. */
export async function grantedTag(judge: ExceptionJudge, entry: GrantedException): Promise<Record<string, string>> {
  await judge.journal.putGranted(entry, undefined);
  return { [judge.tagKey]: grantedValue(entry) };
}

import { createHmac } from "node:crypto";
import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { KMS } from "@aws-sdk/client-kms";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { ExceptionJudge } from "../../../runtime/exceptions/exceptionOf";
import { noLimits } from "../../../runtime/exceptions/judge";
import { type SignedException, signedText } from "../../../runtime/exceptions/signedText";
import { grantedValue } from "../../../runtime/exceptions/tagValue";
import { putGranted } from "../../../runtime/journal/exceptions";
import type { GrantedException } from "../../../runtime/journal/items";
import { instanceTarget, type Target } from "../../../runtime/target";

const secret = "of this test only";

/** What the key of the approver makes of an exception. */
export const sign = (exception: SignedException): string =>
  createHmac("sha256", secret).update(signedText(exception)).digest("base64url");

/** KMS with one key, as far as verifying goes. */
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

/** A table with keys `pk` and `sk`. */
export function tableModel() {
  const items: Record<string, any> = {};
  const calls: string[] = [];
  const keyOf = (key: any) => {
    const { pk, sk } = unmarshall(key);
    return `${pk}|${sk}`;
  };
  const db = {
    async getItem({ Key }: any) {
      calls.push("GetItem");
      return { Item: items[keyOf(Key)] };
    },
    async putItem({ Item }: any) {
      calls.push("PutItem");
      items[keyOf(Item)] = Item;
    },
    async deleteItem({ Key }: any) {
      calls.push("DeleteItem");
      delete items[keyOf(Key)];
    },
    async updateItem() {
      calls.push("UpdateItem");
    },
    async query({ ExpressionAttributeValues }: any) {
      calls.push("Query");
      const { ":pk": pk } = unmarshall(ExpressionAttributeValues);
      return { Items: Object.entries(items).flatMap(([key, item]) => (key.startsWith(`${pk}|`) ? [item] : [])) };
    },
  };
  const all = () => Object.values(items).map((item) => unmarshall(item) as Record<string, any>);
  return { db: db as unknown as DynamoDB, calls, all };
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
    db: table.db,
    table: "journal",
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

/** Grants it: the register knows it. */
export async function grantedTag(judge: ExceptionJudge, entry: GrantedException): Promise<Record<string, string>> {
  await putGranted(judge, entry);
  return { [judge.tagKey]: grantedValue(entry) };
}

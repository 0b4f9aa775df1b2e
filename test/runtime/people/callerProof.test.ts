import assert from "node:assert/strict";
import { STS } from "@aws-sdk/client-sts";
import { callerProof } from "../../../cli/aws/callerProof";
import { commandDigest, proofFault, provenCaller, type Send, stsEndpoint } from "../../../runtime/people/callerProof";

const command = { command: "approve", approval: "0123456789abcdef", reason: "it is ours" };
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "never-sent", sessionToken: "token" };
const endpoint = "https://sts.eu-west-1.amazonaws.com";
const region = "eu-west-1";
const sts = { endpoint, region, people: ["arn:aws:iam::111122223333:role/approver"], setting: "approvers" };
const arn = "arn:aws:sts::111122223333:assumed-role/approver/ana";
const answerFor = (Arn: string, Account = "111122223333", UserId = "AROA0123456789ABCDEF0:ana") =>
  JSON.stringify({
    GetCallerIdentityResponse: {
      GetCallerIdentityResult: { Account, Arn, UserId },
      ResponseMetadata: { RequestId: "r" },
    },
  });
const answer = { status: 200, type: "application/json", text: answerFor(arn) };

describe("the proof of a command's caller", () => {
  const proofOf = (given = command, at = region) => callerProof(new STS({ region: at, credentials }), given);
  const send: Send = async () => answer;

  it("Y3: is a signed GetCallerIdentity call that the function builds itself, except for the signature", async () => {
    const sent: unknown[] = [];
    const proof = await proofOf();
    assert.deepEqual(Object.keys(proof.headers), [
      "authorization",
      "x-amz-date",
      "x-amz-security-token",
      "x-firebreak-command",
    ]);
    const by = await provenCaller(proof, command, sts, async (...args) => {
      sent.push(args);
      return answer;
    });
    assert.equal(by, arn);
    const [[url, headers, body]] = sent as [[string, Record<string, string>, string]];
    assert.equal(url, endpoint);
    assert.equal(body, "Action=GetCallerIdentity&Version=2011-06-15");
    assert.match(headers["authorization"]!, /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sts/);
    const { accept, "content-type": type, "x-amz-content-sha256": hash, ...given } = headers;
    assert.deepEqual(given, proof.headers);
    assert.deepEqual([accept, type], ["application/json", "application/x-www-form-urlencoded"]);
    assert.equal(hash, "ab821ae955788b0e33ebd34c208442ccfc2d406e2edc5e7a39bd6458fbb4f843");
    assert.ok(!JSON.stringify(proof).includes("never-sent"));
  });

  it("Y3: has no token for long-term credentials", async () => {
    const { accessKeyId, secretAccessKey } = credentials;
    const proof = await callerProof(new STS({ region, credentials: { accessKeyId, secretAccessKey } }), command);
    assert.deepEqual(Object.keys(proof.headers), ["authorization", "x-amz-date", "x-firebreak-command"]);
    assert.equal(await provenCaller(proof, command, sts, send), arn);
    const withToken = { headers: { ...proof.headers, "x-amz-security-token": "token" } };
    await assert.rejects(provenCaller(withToken, command, sts, send), /the signed headers are/);
  });

  it("is valid for its command only", async () => {
    const proof = await proofOf();
    const other = { ...command, approval: "fedcba9876543210" };
    await assert.rejects(provenCaller(proof, other, sts, send), /NotProven|made for another command/);
    proof.headers["x-firebreak-command"] = commandDigest(other);
    // Now the digest matches and the signature does not: only STS can tell.
    const text = JSON.stringify({ Error: { Message: "The request signature does not match" }, RequestId: "r" });
    const refuse: Send = async () => ({ ...answer, status: 403, text });
    await assert.rejects(provenCaller(proof, other, sts, refuse), { code: "NotProven", message: /does not match/ });
  });

  it("Y3: is valid for five minutes, and for the Region that it was signed for", async () => {
    const { headers } = await proofOf();
    const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    for (const minutes of [-4.9, 0, 4.9]) assert.equal(proofFault(headers, command, region, later(minutes)), undefined);
    for (const minutes of [-5.1, 5.1, 15]) {
      assert.match(proofFault(headers, command, region, later(minutes))!, /more than 5 minutes/);
    }
    assert.match(
      proofFault((await proofOf(command, "us-east-1")).headers, command, region, new Date())!,
      /it was signed for us-east-1: set AWS_REGION to eu-west-1/,
    );
  });

  it("Y3: has the time of its signature, in one format", async () => {
    const { headers } = await proofOf();
    for (const at of [
      "20200101T000000Z",
      "2026-11-29T00:00:00Z",
      "",
      "20261399T000000Z",
      `${headers["x-amz-date"]}Z`,
    ]) {
      assert.match(
        proofFault({ ...headers, "x-amz-date": at }, command, region, new Date())!,
        /its time does not match the date of its signature/,
      );
    }
    const impossible = headers["x-amz-date"]!.replace(/T.*/, "T996199Z");
    assert.match(proofFault({ ...headers, "x-amz-date": impossible }, command, region, new Date())!, /more than 5/);
  });

  it("Y3: has a printable token that is no longer than STS's", async () => {
    const { headers } = await proofOf();
    for (const token of ["a b", "a\nb", "", "x".repeat(8193)]) {
      const fault = proofFault({ ...headers, "x-amz-security-token": token }, command, region, new Date());
      assert.match(fault!, /x-amz-security-token is malformed/);
    }
  });

  it("has exactly the required headers", async () => {
    await assert.rejects(provenCaller({ headers: {} }, command, sts, send), { code: "NotProven", message: /none/ });
    const { headers } = await proofOf();
    for (const name of ["authorization", "x-amz-date", "x-firebreak-command"]) {
      const { [name]: _, ...rest } = headers;
      assert.match(proofFault(rest, command, region, new Date())!, /its headers must be/);
    }
    const more = JSON.parse(`{"__proto__": "x", "accept": "x"}`);
    assert.match(proofFault({ ...headers, ...more }, command, region, new Date())!, /its headers must be/);
  });

  it("Y4: is accepted only from those whom the setting names", async () => {
    const proof = await proofOf();
    for (const [who, people] of [
      ["arn:aws:sts::111122223333:assumed-role/ReadOnlyCi/build-1", sts.people],
      ["arn:aws:sts::444455556666:assumed-role/approver/ana", sts.people],
      ["arn:aws-cn:sts::111122223333:assumed-role/approver/ana", sts.people],
      ["arn:aws:sts::111122223333:assumed-role/approver2/ana", sts.people],
      [arn, []],
      [arn, ["arn:aws:iam::111122223333:user/approver"]],
    ] as [string, string[]][]) {
      const [, , , , account = ""] = who.split(":");
      const text = answerFor(who, account, `AROA0123456789ABCDEF0:${who.split("/").at(-1)}`);
      const said: Send = async () => ({ ...answer, text });
      const message = /is not among the approvers of the security account's stack/;
      await assert.rejects(provenCaller(proof, command, { ...sts, people }, said), { code: "NotProven", message }, who);
    }
  });

  it("M46: goes to the partition's own STS", () => {
    assert.equal(stsEndpoint("eu-west-1", "aws"), endpoint);
    assert.equal(stsEndpoint("cn-north-1", "aws-cn"), "https://sts.cn-north-1.amazonaws.com.cn");
  });
});

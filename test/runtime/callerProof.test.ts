import assert from "node:assert/strict";
import { STS } from "@aws-sdk/client-sts";
import { callerProof } from "../../cli/aws/callerProof";
import { commandDigest, provenCaller, type Send, stsEndpoint } from "../../runtime/callerProof";

const command = { command: "approve", approval: "0123456789abcdef", reason: "it is ours" };
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "never-sent", sessionToken: "token" };
const endpoint = "https://sts.eu-west-1.amazonaws.com";
const sts = { endpoint, accounts: ["111122223333"] };
const answer =
  "<GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/approver/ana</Arn></GetCallerIdentityResult>";

describe("the proof of who gives a command", () => {
  const proofOf = (given = command) => callerProof(new STS({ region: "eu-west-1", credentials }), given);
  const send: Send = async () => [200, answer];

  it("is a signed call of GetCallerIdentity that the function passes on to STS of its own Region, and nothing else", async () => {
    const sent: unknown[] = [];
    const proof = await proofOf();
    const arn = await provenCaller(proof, command, sts, async (...args) => {
      sent.push(args);
      return [200, answer];
    });
    assert.equal(arn, "arn:aws:sts::111122223333:assumed-role/approver/ana");
    const [[url, headers, body]] = sent as [[string, Record<string, string>, string]];
    assert.equal(url, endpoint);
    assert.equal(body, "Action=GetCallerIdentity&Version=2011-06-15");
    assert.match(headers["authorization"]!, /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sts/);
    assert.ok(!("host" in headers) && !("user-agent" in headers));
    assert.ok(!JSON.stringify(proof).includes("never-sent"));
  });

  it("is good for its command only", async () => {
    const proof = await proofOf();
    const other = { ...command, approval: "fedcba9876543210" };
    await assert.rejects(provenCaller(proof, other, sts, send), /NotProven|made for another command/);
    proof.headers["x-firebreak-command"] = commandDigest(other);
    // Now the digest fits and the signature does not: that is for STS to say.
    const refuse: Send = async () => [403, "<Error><Message>The request signature does not match</Message></Error>"];
    await assert.rejects(provenCaller(proof, other, sts, refuse), {
      code: "NotProven",
      message: /does not match/,
    });
  });

  it("has to have the command and the host among the signed headers", async () => {
    const proof = await proofOf();
    const unbound = { headers: { ...proof.headers } };
    unbound.headers["authorization"] = unbound.headers["authorization"]!.replace(";x-firebreak-command", "");
    await assert.rejects(provenCaller(unbound, command, sts, send), { code: "NotProven" });
    await assert.rejects(provenCaller({ headers: {} }, command, sts, send), {
      code: "NotProven",
      message: /none/,
    });
  });

  it("proves nothing if STS does not name anybody", async () => {
    const proof = await proofOf();
    await assert.rejects(
      provenCaller(proof, command, sts, async () => [200, "<html/>"]),
      { code: "NotProven" },
    );
    await assert.rejects(
      provenCaller(proof, command, sts, async () => [403, ""]),
      { message: /status 403/ },
    );
  });

  it("is not taken from an account whose people have nothing to say here", async () => {
    const theirs = { endpoint, accounts: ["444455556666"] };
    const message = /approver\/ana is not of account 444455556666/;
    await assert.rejects(provenCaller(await proofOf(), command, theirs, send), { code: "NotProven", message });
  });

  it("M46: goes to the partition's own STS", () => {
    assert.equal(stsEndpoint("eu-west-1", "aws"), endpoint);
    assert.equal(stsEndpoint("cn-north-1", "aws-cn"), "https://sts.cn-north-1.amazonaws.com.cn");
  });
});

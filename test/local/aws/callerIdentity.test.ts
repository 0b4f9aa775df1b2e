import assert from "node:assert/strict";
import { STS } from "@aws-sdk/client-sts";
import { callerProof } from "../../../cli/aws/callerProof";
import { provenCaller, sendProof } from "../../../runtime/people/callerProof";
import { member, region, testAws } from "./instance";
import { allow, as, session, user } from "./principals";

describe("local AWS: the caller's identity from STS", () => {
  async function answer(
    accessKeyId: string,
    token?: string,
    more: Record<string, string> = {},
    action = "GetCallerIdentity",
  ) {
    const { endpoint } = await testAws();
    const scope = `${accessKeyId}/20260101/${region}/sts/aws4_request`;
    const response = await fetch(endpoint, {
      method: "POST",
      body: `Action=${action}&Version=2011-06-15`,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        // Signatures are not verified, only read.
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
        ...(token && { "x-amz-security-token": token }),
        ...more,
      },
    });
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  }
  const accept = "application/json";

  it("Y3: is JSON on request, with ids that distinguish users from roles", async () => {
    const ana = await user(member);
    const role = await session(member, allow("s3:*"));
    for (const [who, id, arn] of [
      [ana, /^AIDA[A-Z0-9]{17}$/, /:user\/user-\d+$/],
      [role, /^AROA[A-Z0-9]+:test$/, /:assumed-role\/role-\d+\/test$/],
      [{ accessKeyId: member, sessionToken: undefined }, /^444455556666$/, /:root$/],
    ] as [{ accessKeyId: string; sessionToken?: string }, RegExp, RegExp][]) {
      const { status, type, text } = await answer(who.accessKeyId, who.sessionToken, { accept });
      assert.deepEqual([status, type], [200, "application/json"]);
      const { GetCallerIdentityResult: said } = JSON.parse(text).GetCallerIdentityResponse;
      assert.match(said.UserId, id);
      assert.match(said.Arn, arn);
      assert.equal(said.Account, member);
      assert.match((await answer(who.accessKeyId, who.sessionToken)).text, /<GetCallerIdentityResult>/);
    }
  });

  it("Y3: has no outer element in a JSON error", async () => {
    const { accessKeyId } = await user(member);
    const { status, text } = await answer(
      accessKeyId,
      undefined,
      { accept },
      "AssumeRole&RoleArn=arn:aws:iam::1:role/x&RoleSessionName=xx",
    );
    assert.ok(status >= 400);
    const { Error: fault, RequestId, ...rest } = JSON.parse(text);
    assert.ok(fault.Code && fault.Message && RequestId);
    assert.deepEqual(rest, {});
  });

  it("Y3: accepts a proof that the command line makes, and distinguishes users from sessions", async () => {
    const { endpoint } = await testAws();
    const command = { command: "resume", reason: "mended" };
    const taking = {
      endpoint,
      region,
      people: [`arn:aws:iam::${member}:role/*`, `arn:aws:iam::${member}:user/*`],
      setting: "operators",
    };
    for (const who of [await user(member), await session(member, allow("s3:*"))]) {
      const proof = await callerProof(new STS(await as(who)), command);
      const by = await provenCaller(proof, command, taking, sendProof);
      assert.equal(by, (await new STS(await as(who)).getCallerIdentity({})).Arn);
    }
    const root = await callerProof(new STS(await as(member)), command);
    await assert.rejects(
      provenCaller(root, command, taking, sendProof),
      /:root is neither a user nor a session of a role/,
    );
  });
});

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { identityIn } from "../../../runtime/people/identity";

const account = "111122223333";
const user = { Account: account, Arn: `arn:aws:iam::${account}:user/team/ana`, UserId: "AIDA0123456789ABCDEF0" };
const session = {
  Account: account,
  Arn: `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Ops_0123456789abcdef/ana@example.com`,
  UserId: "AROA0123456789ABCDEF0:ana@example.com",
};
const wrapped = (GetCallerIdentityResult: object) => ({
  GetCallerIdentityResponse: { GetCallerIdentityResult, ResponseMetadata: { RequestId: "r" } },
});
const read = (body: unknown, status = 200, type = "application/json") =>
  identityIn({ status, type, text: typeof body === "string" ? body : JSON.stringify(body) });
const refuses = (work: () => string, message: RegExp) => assert.throws(work, { code: "NotProven", message });

describe("the identity in STS's answer", () => {
  it("Y3: is the ARN of a user or of a session of a role", () => {
    assert.equal(read(wrapped(user)), user.Arn);
    assert.equal(read(wrapped(session), 200, "application/json; charset=utf-8"), session.Arn);
    assert.equal(read(wrapped({ ...user, NewOne: "x" })), user.Arn, "AWS may add to the result");
  });

  it("Y3 CVE-2020-16250: is taken from JSON only, whatever else contains an ARN", () => {
    const xml = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${user.Arn}</Arn><UserId>${user.UserId}</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
    refuses(() => read(xml, 200, "text/xml"), /STS did not return JSON, but "text\/xml" with status 200/);
    refuses(() => read(xml), /did not return JSON/);
    refuses(() => read(wrapped(user), 200, "text/xml"), /did not return JSON/);
    refuses(() => read(wrapped(user), 200, "application/jsonp"), /did not return JSON/);
    refuses(() => read(wrapped(user), 200, ""), /did not return JSON/);
    refuses(() => read(`${JSON.stringify(wrapped(user))}<x/>`), /did not return JSON/);
    refuses(() => read(`<x/>${JSON.stringify(wrapped(user))}`), /did not return JSON/);
    refuses(() => read(""), /did not return JSON/);
  });

  it("Y3 CVE-2020-16250: is not taken from another operation, nor reflected in another answer", () => {
    const reflected = JSON.stringify(wrapped(user));
    for (const body of [
      { AssumeRoleWithWebIdentityResponse: { SubjectFromWebIdentityToken: reflected } },
      { AssumeRoleWithWebIdentityResponse: {}, ...wrapped(user) },
      { GetCallerIdentityResponse: { ...wrapped(user).GetCallerIdentityResponse, More: user } },
      wrapped([user]),
      [wrapped(user)],
      { GetCallerIdentityResult: user },
      user,
      null,
      reflected.length,
      wrapped({ ...user, Arn: [user.Arn] }),
      wrapped({ ...user, Account: 111122223333 }),
    ]) {
      refuses(() => read(body), /STS returned no valid answer to GetCallerIdentity/);
    }
  });

  it("Y3: has one exact format, from the first character to the last", () => {
    for (const Arn of [
      `arn:aws:iam::${account}:root`,
      `arn:aws:sts::${account}:federated-user/ana`,
      `arn:aws:iam::${account}:role/approver`,
      `arn:aws:iam::${account}:user/<Arn>arn:aws:sts::${account}:assumed-role/approver/ana</Arn>/ana`,
      `arn:aws:iam::${account}:user/a:b/ana`,
      `arn:aws:iam::${account}:user/`,
      `arn:aws:iam::${account}:user/ana\n`,
      `x arn:aws:iam::${account}:user/ana`,
      `arn:aws:sts::${account}:assumed-role/approver`,
      `arn:aws:sts::${account}:assumed-role/approver/ana/bob`,
      `arn:aws:sts::${account}:assumed-role/approver/ana bob`,
      `arn:aws:sts:eu-west-1:${account}:assumed-role/approver/ana`,
      `arn:aws:iam::1234556789012:user/ana`,
      `arn:evil:iam::${account}:user/ana`,
      "arn:aws:iam::account://///////",
    ]) {
      refuses(() => read(wrapped({ ...user, Arn })), /is neither a user nor a session of a role/);
    }
  });

  it("Y3: matches its account and user id", () => {
    const misfits: [object, object][] = [
      [user, { Account: "999999999999" }],
      [user, { UserId: session.UserId }],
      [user, { UserId: `${user.UserId}:ana` }],
      [user, { UserId: "AROA0123456789ABCDEF0" }],
      [user, { UserId: account }],
      [session, { UserId: "AROA0123456789ABCDEF0" }],
      [session, { UserId: "AROA0123456789ABCDEF0:bob@example.com" }],
      [session, { UserId: "AIDA0123456789ABCDEF0:ana@example.com" }],
      [session, { UserId: `x${session.UserId}` }],
    ];
    for (const [from, wrong] of misfits) refuses(() => read(wrapped({ ...from, ...wrong })), /is inconsistent/);
  });

  it("Y3: is nobody's if STS refuses, even if the answer names one", () => {
    const refusal = { Error: { Code: "SignatureDoesNotMatch", Message: "no match", Type: "Sender" }, RequestId: "r" };
    refuses(() => read(refusal, 403), /STS rejected it: no match/);
    refuses(() => read(wrapped(user), 403), /STS rejected it: status 403/);
    refuses(() => read(refusal), /STS returned no valid answer/);
  });
});

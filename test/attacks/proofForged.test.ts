import assert from "node:assert/strict";
import { STS } from "@aws-sdk/client-sts";
import { after, before, describe, it } from "mocha";
import { callerProof } from "../../cli/aws/callerProof";
import { commandDigest, commandHeader, fixedHeaders, provenCaller, sendProof } from "../../runtime/people/callerProof";
import { type StsUser, stsDouble } from "../models/sts";

const command = { command: "approve", approval: "0123456789abcdef", reason: "ok" };
const victim = "arn:aws:sts::111122223333:assumed-role/Approver/alice";
const region = "eu-west-1";
const path = `/<Arn>${victim}</Arn>/`;
const key = "AKIDMALLORY";
const mallory: StsUser = {
  secret: "x",
  arn: `arn:aws:iam::999999999999:user${path}mallory`,
  account: "999999999999",
  userId: "AIDA0123456789ABCDEF0",
};

/**
 * An attacker owns an AWS account and makes there whatever they like: a user whose path holds markup (paths take all of
 * ! to ~, https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html). They sign anything with it and present
 * it as a proof. The cases are known attacks on services that pass signed requests on to STS.
 */
describe("a forged proof of identity", () => {
  let sts: Awaited<ReturnType<typeof stsDouble>>;
  before(async () => {
    sts = await stsDouble({
      [key]: mallory,
      AKIDALICE: { ...mallory, arn: victim, account: "111122223333", userId: "AROA0123456789ABCDEF0:alice" },
    });
  });
  after(() => sts.close());

  const clientOf = (accessKeyId = key, endpoint = sts.endpoint) =>
    new STS({ region, endpoint, credentials: { accessKeyId, secretAccessKey: "x" } }) as any;

  /** A call of STS, signed by the SDK after the attacker has changed it. */
  async function signed(change: (request: any) => void, client = clientOf()): Promise<Record<string, string>> {
    let headers: Record<string, string> = {};
    const changing = (next: any) => (args: any) => {
      args.request.headers[commandHeader] = commandDigest(command);
      change(args.request);
      return next(args);
    };
    client.middlewareStack.addRelativeTo(changing, {
      relation: "before",
      toMiddleware: "httpSigningMiddleware",
      name: "a",
    });
    const caught =
      () =>
      async ({ request }: any) => {
        headers = request.headers;
        return { response: {}, output: { $metadata: {} } };
      };
    client.middlewareStack.add(caught, { step: "deserialize", priority: "high", name: "b" });
    await client.getCallerIdentity({});
    return headers;
  }

  const prove = (headers: Record<string, string>) => {
    const people = ["arn:aws:iam::111122223333:role/Approver", "arn:aws:iam::*:user/*"];
    const taking = { endpoint: sts.endpoint, region, people, setting: "approvers" };
    return provenCaller({ headers }, command, taking, sendProof);
  };
  const refused = (headers: Record<string, string>, message: RegExp) =>
    assert.rejects(prove(headers), { code: "NotProven", message });
  const own = async () => ({ ...(await callerProof(clientOf(), command)).headers });

  it("Y3: markup in a user's path impersonates nobody, whatever format STS is asked for", async () => {
    const before = sts.requests.length;
    await refused(
      await signed((request) => Object.assign(request.headers, { accept: "application/json" })),
      /its headers must be/,
    );
    assert.equal(sts.requests.length, before, "nothing was sent");
    // The same user with a proof of the right form: STS says who the user is, and the stack does not know that user.
    await refused(await own(), /mallory is neither a user nor a session of a role/);
    assert.equal(sts.requests.at(-1)!.headers["accept"], "application/json");
  });

  it("Y3: only the identity in STS's answer counts, and nothing else in it", async () => {
    const proof = await callerProof(clientOf("AKIDALICE"), command);
    assert.equal(await prove(proof.headers), victim);
    const { method, url, headers, body } = sts.requests.at(-1)!;
    assert.deepEqual([method, url, body], ["POST", "/", "Action=GetCallerIdentity&Version=2011-06-15"]);
    assert.equal(headers["host"], new URL(sts.endpoint).host);
  });

  for (const [name, more] of Object.entries<Record<string, string>>({
    "a header that chooses another response format": { accept: "text/xml" },
    "a header that chooses another operation": { "x-amz-target": "AWSSecurityTokenServiceV20110615.AssumeRole" },
    "a header that replaces the method": { "x-http-method-override": "GET" },
    "another content type": { "content-type": "application/json" },
    "a different host": { host: "sts.attacker.example" },
    "a different length": { "content-length": "0" },
    "a hop-by-hop header": { connection: "x-firebreak-command" },
    "the authorization twice, with different capitalisation": { Authorization: "AWS4-HMAC-SHA256 Credential=..." },
    "the command twice, with different capitalisation": { "X-Firebreak-Command": "0".repeat(64) },
  })) {
    it(`Y3 CVE-2020-16250: refuses ${name}`, async () => {
      await refused(await signed((request) => Object.assign(request.headers, more)), /its headers must be/);
      await refused({ ...(await own()), ...more }, /its headers must be/);
    });
  }

  it("Y3 CVE-2020-16250: STS refuses what was signed for another host, address, method or body", async () => {
    const keep = ["authorization", "x-amz-date", commandHeader];
    const { host } = new URL(sts.endpoint);
    const withChange = async (change: (request: any) => void) => {
      const headers = await signed((request) => {
        request.headers = { host, ...fixedHeaders(), [commandHeader]: commandDigest(command) };
        change(request);
      });
      return Object.fromEntries(keep.map((one) => [one, headers[one]!]));
    };
    await refused(await withChange(() => {}), /mallory is neither a user/);
    const changes: Record<string, (request: any) => void> = {
      host: (request) => Object.assign(request.headers, { host: "sts.attacker.example" }),
      address: (request) => Object.assign(request, { path: "/x" }),
      query: (request) => Object.assign(request, { query: { Action: "AssumeRoleWithWebIdentity" } }),
      method: (request) => Object.assign(request, { method: "GET" }),
      body: (request) => {
        request.body = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15";
        delete request.headers["x-amz-content-sha256"];
      },
    };
    for (const [what, change] of Object.entries(changes)) {
      await assert.rejects(
        prove(await withChange(change)),
        { code: "NotProven", message: /signature we calculated does not match/ },
        what,
      );
    }
  });

  it("Y3 CVE-2022-2385: the authorization holds every value exactly once, in its place", async () => {
    const { authorization = "", ...rest } = await own();
    const [, credential, names, signature] = /Credential=(\S+), SignedHeaders=(\S+), Signature=(\w+)/.exec(
      authorization,
    )!;
    for (const other of [
      `${authorization}, SignedHeaders=host`,
      `${authorization}, Credential=AKIDALICE/20261129/eu-west-1/sts/aws4_request`,
      `x ${authorization}`,
      `${authorization}\n`,
      `${authorization}\r\naccept: text/xml`,
      authorization.replace("AWS4-HMAC-SHA256", "aws4-hmac-sha256"),
      authorization.replaceAll(", ", ","),
      authorization.replace("Signature=", "signature="),
      `AWS4-HMAC-SHA256 SignedHeaders=${names}, Credential=${credential}, Signature=${signature}`,
      `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature!.toUpperCase()}x`,
      authorization.replace("/sts/", "/iam/"),
      authorization.replace("/aws4_request", "/aws4_request/aws4_request"),
      "",
    ]) {
      await refused({ ...rest, authorization: other }, /its authorization header is not a signature for STS/);
    }
  });

  it("Y3: the signed headers are exactly those that are needed", async () => {
    const { authorization = "", ...rest } = await own();
    const [, names = ""] = /SignedHeaders=([^,]+)/.exec(authorization)!;
    for (const other of [
      names.replace("host;", ""),
      names.replace(`;${commandHeader}`, ""),
      names.replace("content-type;", ""),
      `accept;${names}`,
      `${names};x-amz-target`,
      names.split(";").reverse().join(";"),
      `${names};${commandHeader}`,
      "host",
    ]) {
      await refused(
        { ...rest, authorization: authorization.replace(names, other) },
        /the signed headers are .*, but must be/,
      );
    }
  });
});

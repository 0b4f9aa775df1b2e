import assert from "node:assert/strict";
import { STS } from "@aws-sdk/client-sts";
import { after, before, describe, it } from "mocha";
import { callerProof } from "../../../cli/aws/callerProof";
import { exceptionGranter } from "../../../runtime/functions/exceptions/granter";
import { responder } from "../../../runtime/functions/responder/responder";
import { blockPublicBucket } from "../../../runtime/responses/blockPublicBucket";
import { settingsFor } from "../../attacks/harness";
import { stsDouble } from "../../models/sts";

const account = "111122223333";
const user = (name: string) => `arn:aws:iam::${account}:user/${name}`;
const region = "eu-west-1";
const variables = [
  "AWS_REGION",
  "AWS_ENDPOINT_URL",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "JOURNAL_TABLE",
  "NOTICE_TOPIC",
  "DECISION_BUS",
  "EXCEPTION_KEY",
];

/** The functions as they are deployed, with an STS that verifies and a journal that answers nothing but refusals. */
describe("who may give commands through an alias", () => {
  let sts: Awaited<ReturnType<typeof stsDouble>>;
  const earlier = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
  before(async () => {
    const known = (name: string, id: string) => ({
      secret: "x",
      arn: user(name),
      account,
      userId: `AIDA${id.repeat(17)}`,
    });
    sts = await stsDouble({
      ANALYST: known("analyst", "A"),
      APPROVER: known("approver", "B"),
      OTHER: known("other", "C"),
    });
    for (const name of variables) process.env[name] = "x";
    Object.assign(process.env, { AWS_REGION: region, AWS_ENDPOINT_URL: sts.endpoint });
  });
  after(() => {
    sts.close();
    for (const [name, value] of Object.entries(earlier)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  const people = { operate: [user("analyst")], approve: [user("approver")], personalSessions: [] };
  const context = (alias: string) => ({
    awsRequestId: "r",
    invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:firebreak:${alias}`,
    getRemainingTimeInMillis: () => 60_000,
  });
  const proven = async (key: string, command: Record<string, unknown>) => {
    const client = new STS({ region, endpoint: sts.endpoint, credentials: { accessKeyId: key, secretAccessKey: "x" } });
    return { ...command, proof: await callerProof(client, command) };
  };
  const outcome = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => "done",
      (error) => (error.code === "NotProven" ? error.message : "goes on to the journal"),
    );
  const on = "goes on to the journal";
  const not = (name: string, setting: string) =>
    `the sender of the command is not proven: ${user(name)} is not among the ${setting} of the security account's stack`;

  it("Y4: are operators for `operate` and approvers for `approve` of a response, and nobody else", async () => {
    const handler: any = responder(blockPublicBucket, settingsFor({ people }))();
    const run = async (key: string, command: Record<string, unknown>, alias: string) =>
      outcome(handler(await proven(key, command), context(alias)));
    const resume = { command: "resume", reason: "x" };
    const approve = { command: "approve", approval: "a", reason: "x" };
    assert.equal(await run("ANALYST", resume, "operate"), on);
    assert.equal(await run("APPROVER", approve, "approve"), on);
    assert.equal(await run("APPROVER", resume, "operate"), not("approver", "operators"));
    assert.equal(await run("ANALYST", approve, "approve"), not("analyst", "approvers"));
    assert.equal(await run("OTHER", resume, "operate"), not("other", "operators"));
  });

  it("Y4: are approvers to grant exceptions, and operators too to revoke them", async () => {
    const settings: any = {
      people: { operate: [user("analyst"), user("approver")], approve: [user("approver")] },
      exceptionTagKey: "SecurityException",
      limits: {},
      roleName: "r",
      responses: [{ name: "isolate-instance", kind: "ec2-instance" }],
      noticeFormat: "text",
      deliveryAttempts: 5,
    };
    const handler: any = exceptionGranter(settings)();
    const run = async (key: string, command: Record<string, unknown>, alias: string) =>
      outcome(handler(await proven(key, command), context(alias)));
    const place = { account: "444455556666", region, kind: "ec2-instance", id: "i-0123456789abcdef0" };
    const words = { responses: ["isolate-instance"], until: "2027-01-31", owner: "o", reference: "r" };
    const grant = { command: "grant", ...place, ...words, issuedAt: "2026-01-01T00:00:00Z", signature: "x".repeat(43) };
    const revoke = { command: "revoke", arn: "arn:aws:ec2:eu-west-1:444455556666:instance/i-1", reason: "x" };
    assert.equal(await run("APPROVER", grant, "approve"), on);
    assert.equal(await run("ANALYST", grant, "approve"), not("analyst", "approvers"));
    assert.equal(await run("ANALYST", revoke, "operate"), on);
    assert.equal(await run("OTHER", revoke, "operate"), not("other", "operators or approvers"));
  });
});

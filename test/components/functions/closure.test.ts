import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { strToU8, zipSync } from "fflate";
import { after, before, describe, it } from "mocha";
import { layOutLambdaModules } from "../../../local/aws/lambdaModules";
import { isResponse } from "../../../runtime/model/response";
import { noticeContent } from "../../../runtime/notices/content";
import { decisionEvent } from "../../../runtime/notices/decisionEvent";
import { catalogue } from "../../../runtime/responses/catalogue";
import { decision } from "../../cli/journal";
import { type CleanProcess, logOf, runClean } from "../cleanProcess";
import { codeIn, deploy, masterConfig } from "../deploy";

const project = path.join(__dirname, "..", "..", "..");

/** Calls the handler once for each event and prints what it returns or throws; sees nothing of the test's process. */
const driver = `
const { handler } = require("./index.js");
const arn = "arn:aws:lambda:eu-west-1:111122223333:function:name";
const contextOf = (event) => ({
  awsRequestId: "request-1",
  // Queue messages come without an alias; one of them is forged by a caller who may use an alias.
  invokedFunctionArn: event.Records && !event.forged ? arn : arn + ":operate",
  getRemainingTimeInMillis: () => 30000,
});
(async () => {
  const answers = [];
  for (const event of JSON.parse(process.argv[2])) {
    answers.push(await handler(event, contextOf(event)).then(
      (value) => ({ value }),
      (error) => ({ isError: error instanceof Error, code: error.code, message: error.message })));
  }
  process.stdout.write("\\nANSWERS" + JSON.stringify(answers));
})();`;

/** 400 KB, as the README says. */
const largestArchive = 400 * 1024;

/** With every function. */
const config = {
  ...masterConfig,
  "firebreak:securityLake": JSON.stringify({ bucket: "lake-1" }),
  "firebreak:channels": JSON.stringify({ soc: { kind: "jira", url: "https://soc.example.com", project: "SOC" } }),
  "firebreak:channelSecrets": JSON.stringify({ soc: "bot@example.com:token-1" }),
};

describe("the functions' code as deployed", () => {
  let folder: string;
  const code: Record<string, string> = {};
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-closure-"));
    await layOutLambdaModules(project, folder);
    const stack = await deploy(config, { code: true });
    for (const { name, inputs } of stack.of("aws:lambda/function:Function")) {
      assert.equal(inputs["handler"], "index.handler");
      assert.deepEqual(Object.keys(await inputs["code"].assets), ["index.js"]);
      code[name] = await codeIn(inputs);
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const processOf = (name: string): CleanProcess => {
    const environment = {
      AWS_MAX_ATTEMPTS: "1",
      AWS_LAMBDA_FUNCTION_NAME: name,
      JOURNAL_TABLE: "journal",
      NOTICE_TOPIC: "arn:aws:sns:eu-west-1:111122223333:notices",
      DECISION_BUS: "firebreak-decisions",
      QUEUE_URL: "http://127.0.0.1:9/queue",
      CHANNEL_SECRET: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:firebreak-channel-soc-a1b2c3",
    };
    return { code: code[name]!, modules: folder, driver, environment };
  };

  async function run(name: string, events: unknown[]): Promise<any[]> {
    const stdout = await runClean(processOf(name), events);
    return JSON.parse(stdout.split("ANSWERS")[1]!);
  }

  const message = {
    messageId: "12345678-9abc",
    receiptHandle: "r",
    body: "{}",
    attributes: { ApproximateReceiveCount: "1" },
  };

  it("M58: a change in a response's settings changes the code of its functions, and of no other", async () => {
    const responses = JSON.stringify({ "isolate-instance": { modes: [{ mode: "off" }] } });
    const changed = await deploy({ ...config, "firebreak:responses": responses }, { code: true });
    for (const { name, inputs } of changed.of("aws:lambda/function:Function")) {
      const text = await codeIn(inputs);
      assert.equal(text !== code[name], /^isolate-instance(-release)?$/.test(name), name);
    }
  });

  it("F47: exceptions: loads in a clean process, answers, and fails as an Error with its code", async () => {
    const resource = { account: "444455556666", region: "eu-west-1", kind: "ec2-instance", id: "i-0123456789abcdef0" };
    const [wrong, elsewhere, unproven, unreachable, batch] = await run("exceptions", [
      { command: "check", ...resource, id: "web" },
      {
        ...resource,
        command: "grant",
        responses: ["isolate-instance"],
        until: "2027-01-31",
        owner: "o@example.com",
        reference: "SEC-1",
        issuedAt: "2026-11-26T02:41:00Z",
        signature: "s".repeat(43),
        proof: { headers: {} },
      },
      { command: "revoke", ...resource, reason: "r", proof: { headers: {} } },
      { command: "check", ...resource },
      { Records: [message] },
    ]);
    assert.equal(wrong.code, "BadCommand");
    assert.match(wrong.message, /id web has to be an instance id such as/);
    assert.equal(elsewhere.code, "NotAllowedHere");
    assert.equal(unproven.code, "NotProven");
    assert.match(unreachable.message, /444455556666 cannot be entered as Security-IR-Role-exceptions/);
    assert.deepEqual(batch.value, { batchItemFailures: [{ itemIdentifier: message.messageId }] });
  });

  it("F47 P61: lake: loads in a clean process, and returns what is no decision or could not be written", async () => {
    const detail = decisionEvent(noticeContent(decision(), undefined));
    const event = { ...message, messageId: "event-1", body: JSON.stringify({ source: "firebreak", detail }) };
    const [batch] = await run("lake", [{ Records: [message, event] }]);
    assert.deepEqual(batch.value, {
      batchItemFailures: [{ itemIdentifier: message.messageId }, { itemIdentifier: event.messageId }],
    });
    const log = await logOf(processOf("lake"), [{ Records: [event] }]);
    assert.match(String(log[0]?.["message"]), /^not written: ext\/firebreak\/.*\.parquet$/);
    assert.match(String(log[0]?.["error"]), /ECONNREFUSED/);
  });

  it("F47 P66: tickets: loads in a clean process, and returns what is no decision or could not be told", async () => {
    const detail = decisionEvent(noticeContent(decision(), undefined));
    const event = { ...message, body: JSON.stringify({ source: "firebreak", detail }) };
    for (const record of [message, event]) {
      const [batch] = await run("channel-soc", [{ Records: [record] }]);
      assert.deepEqual(batch.value, { batchItemFailures: [{ itemIdentifier: message.messageId }] });
    }
    const log = await logOf(processOf("channel-soc"), [{ Records: [event] }]);
    assert.deepEqual([log[0]?.["message"], /ECONNREFUSED/.test(String(log[0]?.["error"]))], ["not told", true]);
  });

  for (const route of catalogue) {
    it(`F47 case 52 Y2: ${route.name}: loads in a clean process, answers, and fails as an Error with its code`, async () => {
      const [planned, unknown, elsewhere, unproven, batch, forged, redriven] = await run(route.name, [
        { command: "plan", event: { source: "aws.health" } },
        { command: "dance" },
        { command: "approve", approval: "a", reason: "r", proof: { headers: {} } },
        { command: "pause", reason: "r", proof: { headers: {} } },
        { Records: [message] },
        { Records: [message], forged: true },
        { command: "redrive", proof: { headers: {} } },
      ]);
      if (isResponse(route)) {
        assert.equal(planned.value[0].outcome, "refused");
        assert.match(planned.value[0].reason, /detail-type is missing/);
      } else {
        assert.equal(planned.code, "BadCommand");
      }
      assert.equal(unknown.isError, true);
      assert.equal(unknown.code, "BadCommand");
      assert.match(unknown.message, /command: one of plan, contain/);
      assert.equal(elsewhere.code, "NotAllowedHere");
      assert.equal(unproven.code, "NotProven");
      assert.deepEqual(batch.value, { batchItemFailures: [{ itemIdentifier: message.messageId }] });
      assert.equal(forged.code, "NotAllowedHere");
      assert.equal(redriven.code, "NotProven");
    });

    it(`${route.name}: its archive has at most 400 KB`, () => {
      const size = zipSync({ "index.js": strToU8(code[route.name]!) }, { level: 9 }).length;
      assert.ok(size <= largestArchive, `${size} bytes`);
    });

    it(`F47: ${route.name}: requires only AWS clients of Lambda's runtime and Node's own modules`, () => {
      const wanted = [...code[route.name]!.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1]!);
      const others = wanted.filter((name) => !/^(@aws-sdk\/client-|node:|[a-z_]+$)/.test(name));
      assert.deepEqual(others, []);
    });
  }
});

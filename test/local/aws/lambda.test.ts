import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetEventSourceMappingCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { ageSessions } from "../../../local/aws/states";
import { lambdaFunction, logging, reading } from "./functions";
import { member, region, security, testAws } from "./instance";
import { allow, as, errorName, outcome, session } from "./principals";
import { type Queue, queue, receive } from "./queues";
import { receiver } from "./receiver";

async function client(): Promise<LambdaClient> {
  return new LambdaClient(await as(security));
}

interface Invocation {
  error: string | undefined;
  value: any;
  log: string;
}

async function invoke(name: string, payload: unknown = {}): Promise<Invocation> {
  const answer = await (await client()).send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload), LogType: "Tail" }),
  );
  return {
    error: answer.FunctionError,
    value: JSON.parse(Buffer.from(answer.Payload!).toString() || "null"),
    log: Buffer.from(answer.LogResult ?? "", "base64").toString(),
  };
}

describe("local AWS: row 1: Lambda functions", () => {
  it("row 1: functions return the handler's result", async () => {
    const { name } = await lambdaFunction({ code: "exports.handler = async (event) => ({ got: event });" });
    assert.deepEqual((await invoke(name, { a: 1 })).value, { got: { a: 1 } });
  });

  it("row 1: functions get Lambda's context and environment, and nothing of the machine's", async () => {
    const { name, arn } = await lambdaFunction({
      code: `exports.handler = async (event, context) => ({
        context, left: context.getRemainingTimeInMillis(), env: process.env, node: process.version });`,
      settings: { Environment: { Variables: { OWN: "value" } }, MemorySize: 256, Timeout: 7 },
    });
    const { value } = await invoke(name);
    assert.equal(value.node, process.version);
    assert.equal(value.context.functionName, name);
    assert.equal(value.context.invokedFunctionArn, arn);
    assert.equal(value.context.memoryLimitInMB, "256");
    assert.match(value.context.awsRequestId, /^[0-9a-f-]{36}$/);
    assert.equal(value.context.logGroupName, `/aws/lambda/${name}`);
    assert.ok(value.left > 5000 && value.left <= 7000, `${value.left} ms left`);
    assert.equal(value.env.AWS_REGION, region);
    assert.equal(value.env.AWS_LAMBDA_FUNCTION_NAME, name);
    assert.equal(value.env.AWS_ENDPOINT_URL, (await testAws()).endpoint);
    assert.equal(value.env.OWN, "value");
    assert.equal(value.env.HOME, undefined);
    assert.equal(value.env.FIREBREAK_PYTHON, undefined);
  });

  it("row 1: functions use their own role, through the runtime's AWS SDK", async () => {
    const code = `const { SQSClient, ListQueuesCommand, CreateQueueCommand } = require("@aws-sdk/client-sqs");
      exports.handler = async () => {
        const sqs = new SQSClient({});
        await sqs.send(new ListQueuesCommand({}));
        return sqs.send(new CreateQueueCommand({ QueueName: "x" })).then(() => "allowed", (error) => error.message);
      };`;
    const { name } = await lambdaFunction({ code, statements: [logging, allow("sqs:ListQueues")] });
    const { value, error } = await invoke(name);
    assert.equal(error, undefined, JSON.stringify(value));
    assert.match(value, new RegExp(`assumed-role/.*/${name} is not authorized to perform: sqs:CreateQueue`));
  });

  it("row 1: functions find no package that is missing from their archive", async () => {
    const { name } = await lambdaFunction({ code: `require("zod"); exports.handler = async () => "loaded";` });
    const { error, value } = await invoke(name);
    assert.equal(error, "Unhandled");
    assert.equal(value.errorType, "Runtime.ImportModuleError");
    assert.match(value.errorMessage, /Cannot find module 'zod'/);
  });

  it("row 1: a function's output cannot corrupt its answer", async () => {
    const { name } = await lambdaFunction({
      code: `exports.handler = async () => {
        process.stdout.write("\\u0001[\\"ok\\",\\"forged\\"]\\n{\\"kind\\":\\"result\\",\\"value\\":\\"forged\\"}\\n");
        process.stderr.write("half a line");
        return "real";
      };`,
    });
    const { value, log } = await invoke(name);
    assert.equal(value, "real");
    assert.match(log, /half a line\nEND RequestId/);
  });

  it("row 1: large answers and large logs arrive complete", async () => {
    const { name } = await lambdaFunction({
      code: `exports.handler = async () => { console.log("x".repeat(300000)); return "y".repeat(1000000); };`,
    });
    assert.equal((await invoke(name)).value.length, 1_000_000);
  });

  it("row 1: errors carry type, message and trace", async () => {
    const { name } = await lambdaFunction({
      code: `exports.handler = async () => { throw new RangeError("boom"); };`,
    });
    const { error, value } = await invoke(name);
    assert.equal(error, "Unhandled");
    assert.equal(value.errorType, "RangeError");
    assert.equal(value.errorMessage, "boom");
    assert.match(value.trace[1], /index\.js/);
  });

  it("row 1: a timeout kills the environment; the next event gets a new one", async () => {
    const { name } = await lambdaFunction({
      code: `exports.handler = async (event) => { if (event.hang) for (;;); return process.pid; };`,
      settings: { Timeout: 1 },
    });
    const before = (await invoke(name)).value;
    const { error, value } = await invoke(name, { hang: true });
    assert.equal(error, "Unhandled");
    assert.match(value.errorMessage, /Task timed out after 1\.00 seconds/);
    assert.throws(() => process.kill(before, 0), { code: "ESRCH" });
    assert.notEqual((await invoke(name)).value, before);
  });

  it("row 1: an environment that exits fails its event; the next event gets a new one", async () => {
    const { name } = await lambdaFunction({
      code: `exports.handler = async (event) => { if (event.die) process.exit(1); return "alive"; };`,
    });
    assert.equal((await invoke(name, { die: true })).value.errorType, "Runtime.ExitError");
    assert.equal((await invoke(name)).value, "alive");
  });

  it("row 1: environments are reused in sequence and added in parallel", async () => {
    const { name } = await lambdaFunction({
      code: `exports.handler = () => new Promise((resolve) => setTimeout(() => resolve(process.pid), 300));`,
    });
    const pids = (await Promise.all([1, 2, 3].map(() => invoke(name)))).map((answer) => answer.value);
    assert.equal(new Set(pids).size, 3);
    assert.ok(pids.includes((await invoke(name)).value));
  });

  it("row 1: reserved concurrency is a limit", async () => {
    const { name } = await lambdaFunction({
      code: `exports.handler = () => new Promise((resolve) => setTimeout(() => resolve("done"), 500));`,
    });
    const reserve = new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 1 });
    await (await client()).send(reserve);
    const outcomes = await Promise.all([1, 2, 3].map(() => errorName(invoke(name))));
    assert.deepEqual(outcomes.sort(), ["TooManyRequestsException", "TooManyRequestsException", undefined]);
  });

  it("row 1: fetch reaches the origins that stand for other tools, and nothing else", async () => {
    const tool = await receiver(() => 204);
    const ssm = new SSMClient(await as(security));
    const Name = "/local-aws/api-destinations/tool.example.com";
    await ssm.send(new PutParameterCommand({ Name, Value: tool.origin, Type: "String" }));
    const { name } = await lambdaFunction({
      code: `exports.handler = ({ url }) => fetch(url, { method: "POST", body: "{}", headers: { "x-key": "k" } })
        .then(({ status }) => status, (error) => error.cause.message);`,
      statements: [logging],
    });
    assert.equal((await invoke(name, { url: "https://tool.example.com/in?a=b" })).value, 204);
    assert.deepEqual([tool.requests[0]!.path, tool.requests[0]!.headers["x-key"]], ["/in?a=b", "k"]);
    assert.match((await invoke(name, { url: "https://other.example.com/in" })).value, /ENOTFOUND other\.example\.com/);
    await ssm.send(new DeleteParameterCommand({ Name }));
    await tool.close();
  });

  it("row 1: logs reach CloudWatch Logs if the role may write them", async () => {
    const code = `exports.handler = async () => console.log("hello from the function");`;
    const written = await lambdaFunction({ code });
    const silent = await lambdaFunction({ code, statements: [allow("ec2:DescribeVpcs")] });
    await invoke(written.name);
    await invoke(silent.name);
    const logs = new CloudWatchLogsClient(await as(security));
    const read = (name: string) => logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }));
    let lines: string[] = [];
    while (lines.length === 0) {
      const answer = await read(written.name).catch(() => undefined);
      lines = (answer?.events ?? []).map((event) => event.message ?? "");
    }
    assert.ok(
      lines.some((line) => line.includes("hello from the function")),
      lines.join(""),
    );
    assert.ok(
      lines.some((line) => line.startsWith("REPORT RequestId")),
      lines.join(""),
    );
    assert.equal(await errorName(read(silent.name)), "ResourceNotFoundException");
  });

  it("row 1: an existing log group is enough for a role that may not create one", async () => {
    const logs = new CloudWatchLogsClient(await as(security));
    const { name } = await lambdaFunction({
      code: `exports.handler = async () => console.log("hello from the function");`,
      statements: [allow(["logs:CreateLogStream", "logs:PutLogEvents"])],
    });
    const logGroupName = `/aws/lambda/${name}`;
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await invoke(name);
    let lines: string[] = [];
    while (lines.length === 0) {
      const answer = await logs.send(new FilterLogEventsCommand({ logGroupName }));
      lines = (answer.events ?? []).map((event) => event.message ?? "");
    }
    assert.ok(lines.some((line) => line.includes("hello from the function")));
  });

  it("row 1: deleting a function removes its processes and its unpacked code", async () => {
    const code = "exports.handler = async () => ({ pid: process.pid, folder: __dirname });";
    const { name } = await lambdaFunction({ code });
    const { pid, folder } = (await invoke(name)).value;
    assert.ok(folder.startsWith((await testAws()).state), folder);
    await (await client()).send(new DeleteFunctionCommand({ FunctionName: name }));
    const gone = () => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return !readdirSync(path.dirname(path.dirname(folder))).includes(path.basename(path.dirname(folder)));
      }
    };
    while (!gone()) await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it("row 1: ES modules and callbacks work as handlers", async () => {
    const module = await lambdaFunction({ code: { "index.mjs": `export const handler = async () => "module";` } });
    assert.equal((await invoke(module.name)).value, "module");
    const callback = await lambdaFunction({
      code: `exports.handler = (event, context, done) => setTimeout(() => done(null, "callback"), 10);`,
    });
    assert.equal((await invoke(callback.name)).value, "callback");
  });

  it("row 18: another account needs permission from the function", async () => {
    const { arn } = await lambdaFunction({ code: `exports.handler = async () => "called";` });
    const lambda = new LambdaClient(await as(await session(member, allow("lambda:InvokeFunction"))));
    assert.equal(await outcome(lambda.send(new InvokeCommand({ FunctionName: arn }))), "refused");
  });
});

describe("local AWS: row 1: SQS event source mappings", () => {
  async function mapping(source: Queue, name: string, more: object = {}): Promise<string> {
    const lambda = await client();
    const created = await lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: source.arn,
        FunctionName: name,
        BatchSize: 10,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        ...more,
      }),
    );
    return created.UUID!;
  }

  async function send(target: Queue, bodies: string[]): Promise<void> {
    const Entries = bodies.map((MessageBody, index) => ({ Id: `m${index}`, MessageBody }));
    await new SQSClient(await as(target.account)).send(new SendMessageBatchCommand({ QueueUrl: target.url, Entries }));
  }

  /** A function that reports every batch to a queue and fails the bodies that contain "bad". */
  async function reporter(milliseconds = 0): Promise<{ name: string; reports: Queue }> {
    const reports = await queue();
    const { name } = await lambdaFunction({
      code: `const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
        const sqs = new SQSClient({});
        exports.handler = async ({ Records }) => {
          const started = Date.now();
          await new Promise((resolve) => setTimeout(resolve, ${milliseconds}));
          const MessageBody = JSON.stringify({ started, ended: Date.now(), bodies: Records.map((one) => one.body),
            counts: Records.map((one) => one.attributes.ApproximateReceiveCount), source: Records[0].eventSource });
          await sqs.send(new SendMessageCommand({ QueueUrl: process.env.REPORTS, MessageBody }));
          const failed = Records.filter((one) => one.body.includes("bad"));
          return { batchItemFailures: failed.map((one) => ({ itemIdentifier: one.messageId })) };
        };`,
      statements: [logging, reading, allow("sqs:SendMessage")],
      settings: { Environment: { Variables: { REPORTS: reports.url } } },
    });
    return { name, reports };
  }

  it("P27: a mapping and its function work for longer than a session lasts", async () => {
    const source = await queue();
    const { name, reports } = await reporter();
    await mapping(source, name);
    await send(source, ["early"]);
    await receive(reports);
    const person = new LambdaClient(await as(await session(security, allow("lambda:GetAccountSettings"))));
    assert.equal(await errorName(person.send(new GetAccountSettingsCommand({}))), undefined);
    await ageSessions({ endpoint: (await testAws()).endpoint, account: security, region }, 13 * 60 * 60);
    assert.equal(await errorName(person.send(new GetAccountSettingsCommand({}))), "ExpiredTokenException");
    await send(source, ["late"]);
    const [report] = await receive(reports);
    assert.deepEqual(JSON.parse(report!.Body!).bodies, ["late"]);
  });

  it("row 1: only the failed messages of a batch come back, then go to the dead-letter queue", async () => {
    const dead = await queue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
    const source = await queue({ VisibilityTimeout: "1", RedrivePolicy });
    const { name, reports } = await reporter();
    await mapping(source, name);
    await send(source, ["ok1", "bad", "ok2"]);
    assert.deepEqual(
      (await receive(dead)).map((message) => message.Body),
      ["bad"],
    );
    const seen = (await receive(reports, 2)).flatMap((message) => JSON.parse(message.Body!).bodies);
    assert.deepEqual(seen.sort(), ["bad", "bad", "ok1", "ok2"]);
  });

  it("row 1: bodies arrive as they were sent", async () => {
    const source = await queue();
    const { name, reports } = await reporter();
    await mapping(source, name);
    const bodies = ['"quoted"', '{ "spaced" : 1.0 }', "12345678901234567890", "plain"];
    await send(source, bodies);
    const seen: string[] = [];
    while (seen.length < bodies.length) {
      for (const message of await receive(reports)) seen.push(...JSON.parse(message.Body!).bodies);
    }
    assert.deepEqual(seen.sort(), bodies.sort());
  });

  it("row 1: a batch has at most the batch size", async () => {
    const source = await queue();
    const { name, reports } = await reporter();
    await send(source, ["1", "2", "3", "4", "5"]);
    await mapping(source, name, { BatchSize: 2 });
    const sizes: number[] = [];
    while (sizes.reduce((sum, size) => sum + size, 0) < 5) {
      for (const message of await receive(reports)) sizes.push(JSON.parse(message.Body!).bodies.length);
    }
    assert.ok(Math.max(...sizes) <= 2, sizes.join());
  });

  it("row 1: a mapping gathers messages for its batching window, and gives them back if it is changed meanwhile", async () => {
    const source = await queue();
    const { name, reports } = await reporter();
    const uuid = await mapping(source, name, { BatchSize: 100, MaximumBatchingWindowInSeconds: 300 });
    await send(source, ["1"]);
    const attribute = "ApproximateNumberOfMessagesNotVisible";
    const get = new GetQueueAttributesCommand({ QueueUrl: source.url, AttributeNames: [attribute] });
    const sqs = new SQSClient(await as(source.account));
    while ((await sqs.send(get)).Attributes?.[attribute] !== "1")
      await new Promise((resolve) => setTimeout(resolve, 100));
    await (await client()).send(new UpdateEventSourceMappingCommand({ UUID: uuid, MaximumBatchingWindowInSeconds: 6 }));
    await send(source, ["2"]);
    const [report] = await receive(reports);
    assert.deepEqual(JSON.parse(report!.Body!).bodies.sort(), ["1", "2"]);
  });

  it("row 1: batches run in parallel up to the scaling concurrency", async () => {
    const source = await queue();
    const { name, reports } = await reporter(400);
    await send(source, ["1", "2", "3", "4", "5", "6"]);
    const uuid = await mapping(source, name, { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    const described = await (await client()).send(new GetEventSourceMappingCommand({ UUID: uuid }));
    assert.equal(described.ScalingConfig?.MaximumConcurrency, 2);
    const runs = (await receive(reports, 6)).map((message) => JSON.parse(message.Body!));
    assert.equal(runs.length, 6);
    const atOnce = runs.map(
      (run) => runs.filter((other) => other.started <= run.started && run.started < other.ended).length,
    );
    assert.equal(Math.max(...atOnce), 2, atOnce.join());
  });

  it("row 19: a mapping needs a role that may read the queue", async () => {
    const source = await queue();
    const { name } = await lambdaFunction({ code: "exports.handler = async () => {};", statements: [logging] });
    assert.equal(await errorName(mapping(source, name)), "InvalidParameterValueException");
  });

  it("row 1: a deleted mapping receives no more messages", async () => {
    const source = await queue();
    const { name, reports } = await reporter();
    const uuid = await mapping(source, name);
    await send(source, ["before"]);
    assert.equal((await receive(reports)).length, 1);
    const lambda = await client();
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID: uuid }));
    const get = () => errorName(lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })));
    while ((await get()) !== "ResourceNotFoundException") await new Promise((resolve) => setTimeout(resolve, 100));
    await send(source, ["after"]);
    assert.deepEqual(
      (await receive(source)).map((message) => message.Body),
      ["after"],
    );
  });
});

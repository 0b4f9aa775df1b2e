import assert from "node:assert/strict";
import { CreateEventSourceMappingCommand, LambdaClient, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { lambdaFunction, logging, reading } from "./functions";
import { security } from "./instance";
import { allow, as } from "./principals";
import { type Queue, queue, receive } from "./queues";

/** A function that reports the body of each message to a queue. */
async function counter(): Promise<{ name: string; reports: Queue }> {
  const reports = await queue();
  const { name } = await lambdaFunction({
    code: `const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
      const sqs = new SQSClient({});
      exports.handler = async ({ Records }) => {
        for (const record of Records) {
          await sqs.send(new SendMessageCommand({ QueueUrl: process.env.REPORTS, MessageBody: record.body }));
        }
      };`,
    statements: [logging, reading, allow("sqs:SendMessage")],
    settings: { Environment: { Variables: { REPORTS: reports.url } } },
  });
  return { name, reports };
}

async function send(target: Queue, count: number): Promise<string[]> {
  const sqs = new SQSClient(await as(security));
  const bodies = Array.from({ length: count }, (_, index) => `message-${index}`);
  for (let start = 0; start < count; start += 10) {
    const Entries = bodies.slice(start, start + 10).map((MessageBody, index) => ({ Id: `m${index}`, MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: target.url, Entries }));
  }
  return bodies;
}

async function bodiesOf(reports: Queue, count: number, seconds: number): Promise<string[]> {
  return (await receive(reports, count, seconds)).map((message) => message.Body!);
}

describe("local AWS: row 1: bursts", () => {
  it("row 1: 200 simultaneous messages are each handled once, ten at a time", async () => {
    const source = await queue({ VisibilityTimeout: "60" });
    const { name, reports } = await counter();
    const lambda = new LambdaClient(await as(security));
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 10 }));
    await lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: source.arn,
        FunctionName: name,
        BatchSize: 1,
        ScalingConfig: { MaximumConcurrency: 10 },
      }),
    );
    const sent = await send(source, 200);
    const seen = await bodiesOf(reports, 200, 90);
    assert.deepEqual(seen.sort(), sent.sort());
    assert.equal((await receive(reports, 1, 1)).length, 0, "nothing twice");
  });

  it("row 1: a message for which a function has no room comes back and is not lost", async () => {
    const dead = await queue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 100 });
    const source = await queue({ VisibilityTimeout: "5", RedrivePolicy });
    const { name, reports } = await counter();
    const lambda = new LambdaClient(await as(security));
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 1 }));
    await lambda.send(
      new CreateEventSourceMappingCommand({ EventSourceArn: source.arn, FunctionName: name, BatchSize: 1 }),
    );
    const sent = await send(source, 20);
    const seen = await bodiesOf(reports, 20, 60);
    assert.deepEqual([...new Set(seen)].sort(), sent.sort());
    assert.equal((await receive(dead, 1, 1)).length, 0);
  });
});

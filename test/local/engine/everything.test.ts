import assert from "node:assert/strict";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, ListEventBusesCommand } from "@aws-sdk/client-eventbridge";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { LambdaClient, ListEventSourceMappingsCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { before as setUp } from "mocha";
import { kinds } from "../../../local/engine/provider/types";
import { destroy, refresh, type Stack, state, up } from "../../../local/engine/stack";
import { stranger } from "../aws/instance";
import { as } from "../aws/principals";
import { caseStack } from "./stacks";

describe("local engine: every type", () => {
  let stack: Stack;
  let changed: Stack;
  let before: Awaited<ReturnType<typeof inventory>>;

  setUp(async () => {
    before = await inventory();
    stack = await caseStack("everything", stranger);
    changed = await caseStack("everything", stranger, { changed: true });
  });

  it("creates a resource of every type", async () => {
    const { changes } = await up(stack);
    assert.deepEqual(Object.keys(changes), ["create"]);
    const { resources } = await state(stack);
    const types = new Set(resources.map((resource) => resource.type));
    assert.deepEqual(
      Object.keys(kinds).filter((type) => !types.has(type)),
      [],
    );
  });

  it("finds nothing to do the second time", async () => {
    assert.deepEqual(Object.keys((await up(stack)).changes), ["same"]);
  });

  it("updates in place what can be updated", async () => {
    const { changes, resources } = await up(changed);
    assert.deepEqual(Object.keys(changes).sort(), ["same", "update"]);
    assert.ok(changes.update! > 40, `${changes.update} updates`);
    const fn = resources.find(({ urn }) => urn.endsWith("aws:lambda/function:Function::fn"));
    const expected = ["code", "description", "environment", "reservedConcurrentExecutions", "tags", "timeout"];
    assert.deepEqual(fn?.differences, [...expected, "tracingConfig"]);
  });

  it("has applied every update", async () => {
    assert.deepEqual((await refresh(changed)).resources, []);
  });

  it("can go back, and sees no drift then", async () => {
    await up(stack);
    assert.deepEqual((await refresh(stack)).resources, []);
  });

  it("leaves nothing behind", async () => {
    await destroy(stack);
    assert.deepEqual((await state(stack)).resources, []);
    assert.deepEqual(await inventory(), before);
  });
});

/** What the account has of the main kinds of resources. */
async function inventory() {
  const settings = await as(stranger);
  const iam = new IAMClient(settings);
  const lambda = new LambdaClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  return {
    roles: (await iam.send(new ListRolesCommand({}))).Roles?.map((role) => role.RoleName),
    functions: (await lambda.send(new ListFunctionsCommand({}))).Functions?.map((fn) => fn.FunctionName),
    mappings: (await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings?.map(({ UUID }) => UUID),
    queues: (await new SQSClient(settings).send(new ListQueuesCommand({}))).QueueUrls,
    tables: (await new DynamoDBClient(settings).send(new ListTablesCommand({}))).TableNames,
    buckets: (await s3.send(new ListBucketsCommand({}))).Buckets?.map((bucket) => bucket.Name),
    buses: (await new EventBridgeClient(settings).send(new ListEventBusesCommand({}))).EventBuses?.map(
      ({ Name }) => Name,
    ),
  };
}

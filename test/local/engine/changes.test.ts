import assert from "node:assert/strict";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DeleteQueueCommand, SetQueueAttributesCommand, SQSClient, TagQueueCommand } from "@aws-sdk/client-sqs";
import { destroy, outputs, preview, refresh, state, up } from "../../../local/engine/stack";
import { member } from "../aws/instance";
import { as, trust, unique } from "../aws/principals";
import { caseStack } from "./stacks";

const operations = (resources: { urn: string; operation: string; differences: string[] }[]) =>
  resources.map(({ urn, operation, differences }) => [urn.split("::").at(-1), operation, differences]);

describe("local engine: changes", () => {
  it("previews without doing anything", async () => {
    const stack = await caseStack("names", member);
    assert.deepEqual((await preview(stack)).changes, { create: 3 });
    assert.deepEqual((await state(stack)).resources, []);
  });

  it("deletes before it replaces only if the resource has a fixed name", async () => {
    const stack = await caseStack("names", member);
    await up(stack);
    const before = await outputs(stack);
    const { changes } = await up(await caseStack("names", member, { path: "/other/" }));
    assert.deepEqual(changes, { replace: 2, same: 1 });
    const after = await outputs(stack);
    assert.equal(after.fixed, `arn:aws:iam::${member}:role/other/fixed-name`);
    assert.notEqual(after.madeUp.split("/").at(-1), before.madeUp.split("/").at(-1));
    await destroy(stack);
  });

  it("sees outside changes, and reverts them", async () => {
    const stack = await caseStack("queue", member);
    await up(stack);
    const { url: QueueUrl } = await outputs(stack);
    const sqs = new SQSClient(await as(member));
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "5", DelaySeconds: "7" } }),
    );
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { owner: "someone" } }));
    const drift = ["delaySeconds", "tags", "visibilityTimeoutSeconds"];
    const seen = await refresh(stack);
    assert.deepEqual(seen.changes, { same: 1, update: 1 });
    assert.deepEqual(operations((await preview(stack)).resources), [["queue", "update", drift]]);
    await up(stack);
    assert.deepEqual((await refresh(stack)).changes, { same: 2 });
  });

  it("recreates what was deleted outside", async () => {
    const stack = await caseStack("queue", member);
    const { url: QueueUrl } = await outputs(stack);
    await new SQSClient(await as(member)).send(new DeleteQueueCommand({ QueueUrl }));
    assert.deepEqual((await refresh(stack)).changes, { delete: 1, same: 1 });
    assert.deepEqual((await up(stack)).changes, { create: 1, same: 1 });
  });

  it("accepts that what it deletes is already gone", async () => {
    const stack = await caseStack("queue", member);
    const { url: QueueUrl } = await outputs(stack);
    await new SQSClient(await as(member)).send(new DeleteQueueCommand({ QueueUrl }));
    assert.deepEqual((await destroy(stack)).changes, { delete: 2 });
  });

  it("imports and reads existing resources", async () => {
    const name = unique("existing");
    const iam = new IAMClient(await as(member));
    const AssumeRolePolicyDocument = trust("lambda.amazonaws.com");
    const created = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
    const stack = await caseStack("existing", member, { role: name });
    assert.equal((await up(stack)).changes.import, 1);
    assert.equal((await outputs(stack)).arn, created.Role!.Arn);
    assert.deepEqual(Object.keys((await up(stack)).changes), ["same"]);
    await destroy(stack);
  });
});

import assert from "node:assert/strict";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { Lambda } from "@aws-sdk/client-lambda";
import { SQS } from "@aws-sdk/client-sqs";
import { before, describe, it } from "mocha";
import { destroy } from "../../local/engine/stack";
import { accounts, region, rootOf, secondRegion } from "../../local/world/accounts";
import type { World } from "../../local/world/world";
import { deployedRoles } from "./deployedRoles";
import { leaveRoles } from "./left";
import { worldToDestroy } from "./world";

// The last of the end-to-end tests by its name: the others need the stacks.
describe("end to end: teardown", () => {
  let world: World;
  before(async () => {
    world = await worldToDestroy();
    await leaveRoles(await deployedRoles(world));
  });

  it("destroys all three stacks", async () => {
    for (const stack of [world.stacks.website, world.stacks.payments, world.stacks.security]) await destroy(stack);
  });

  const places = Object.entries(accounts).flatMap(([name, { id }]) =>
    [region, secondRegion].map((at) => ({ name, id, at })),
  );
  for (const { name, id, at } of places) {
    it(`F35 M63: leaves nothing in ${name}, ${at}, except what the README lists`, async () => {
      const as = rootOf(id, world.endpoint, at);
      const ours = (items: (string | undefined)[]) => items.filter((item) => /firebreak|Security-IR/i.test(item ?? ""));
      const roles = (await new IAM(as).listRoles({})).Roles ?? [];
      const queues = (await new SQS(as).listQueues({})).QueueUrls ?? [];
      const rules = (await new EventBridge(as).listRules({})).Rules ?? [];
      const buses = (await new EventBridge(as).listEventBuses({})).EventBuses ?? [];
      const functions = (await new Lambda(as).listFunctions({})).Functions ?? [];
      const alarms = (await new CloudWatch(as).describeAlarms({})).MetricAlarms ?? [];
      const logs = (await new CloudWatchLogs(as).describeLogGroups({})).logGroups ?? [];
      assert.deepEqual(
        ours([
          ...roles.map((role) => role.RoleName),
          ...queues,
          ...rules.map((rule) => rule.Name),
          ...buses.map((bus) => bus.Name),
          ...functions.map((item) => item.FunctionName),
          ...alarms.map((alarm) => alarm.AlarmName),
          ...logs.map((log) => log.logGroupName),
        ]),
        [],
      );
    });
  }

  it("M63: keeps the journal, which cannot be deleted by mistake, and the notice key until its waiting period ends", async () => {
    const as = rootOf(accounts.security.id, world.endpoint);
    const { Table } = await new DynamoDB(as).describeTable({ TableName: world.master.journalTable });
    assert.equal(Table!.DeletionProtectionEnabled, true);
    const kms = new KMS(as);
    const keys = (await kms.listKeys({})).Keys ?? [];
    const described = await Promise.all(keys.map((key) => kms.describeKey({ KeyId: key.KeyId! })));
    const notice = described.filter((key) => key.KeyMetadata!.Description === "Firebreak: key for notices and alarms");
    assert.deepEqual(
      notice.map((key) => key.KeyMetadata!.KeyState),
      ["PendingDeletion"],
    );
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { eventReader } from "../../../../runtime/findings/eventReader";
import { hubResources } from "../../../../runtime/findings/securityHub/resources";
import type { Finding } from "../../../../runtime/model/finding";
import { reasonOf } from "../../../../runtime/model/refusal";
import type { Target } from "../../../../runtime/model/target";
import { isolateTask } from "../../../../runtime/responses/isolateTask";
import { taskId } from "./model";

const events = path.join(__dirname, "..", "..", "findings", "events");
const event = () => JSON.parse(readFileSync(path.join(events, "guardduty-ecs-fargate.json"), "utf8"));
const read = eventReader();
const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const arn = `arn:aws:ecs:eu-west-1:444455556666:task/shop/${taskId}`;

/** The finding of the event, with other details of the task. */
function finding(details: object = {}): Finding {
  const changed = event();
  Object.assign(changed.detail.resource.ecsClusterDetails, details);
  const [first] = read(changed).findings;
  return (first as { finding: Finding }).finding;
}

/** The finding of an attack sequence with these resources. */
function sequence(resources: object[]): Finding {
  const changed = event();
  changed.detail.type = "AttackSequence:ECS/CompromisedCluster";
  changed.detail.resource = { resourceType: "AttackSequence" };
  changed.detail.service.detection = { sequence: { resources } };
  const [first] = read(changed).findings;
  return (first as { finding: Finding }).finding;
}

const arns = (found: Finding) => (isolateTask.targets(found) as Target[]).map((target) => target.arn);

describe("what a finding about a task asks for", () => {
  it("N27: isolate-task gets the task by its ARN, which names the cluster", () => {
    assert.deepEqual(arns(finding()), [arn]);
    assert.deepEqual((isolateTask.targets(finding()) as Target[])[0]!.details, { channel: "traffic" });
  });

  it("N27: a finding that reports DNS says so", () => {
    const dns = { ...finding(), type: "Backdoor:Runtime/C&CActivity.B!DNS" };
    assert.deepEqual((isolateTask.targets(dns) as Target[])[0]!.details, { channel: "dns" });
  });

  it("N27: a cluster without a task, and a task without its cluster, are left to a person", () => {
    const old = arn.replace("shop/", "");
    for (const taskDetails of [undefined, null, {}, { arn: null }, { arn: old }, { arn: arn.replace("ecs", "eks") }])
      assert.match(reasonOf(isolateTask.targets(finding({ taskDetails })) as any), /names no task/);
  });

  it("N27: an attack sequence names its tasks, each in its account and Region", () => {
    const other = arn.replace("444455556666", "111122223333").replace("eu-west-1", "us-east-1");
    const found = sequence([
      { uid: arn, resourceType: "ECS_TASK", accountId: "444455556666", region: "eu-west-1" },
      { uid: other, resourceType: "ECS_TASK", accountId: "111122223333", region: "us-east-1" },
      { uid: arn.replace(/task.*/, "cluster/shop"), resourceType: "ECS_CLUSTER" },
    ]);
    assert.deepEqual(arns(found), [arn, other]);
  });

  it("N27: Security Hub names a task by its ARN", () => {
    const named = (type: string) => hubResources([{ type, id: arn }], place).map(({ kind, id }) => [kind, id]);
    for (const type of ["AwsEcsTask", "AWS::ECS::Task"])
      assert.deepEqual(named(type), [["ecs-task", `shop/${taskId}`]]);
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { eventReader } from "../../../../runtime/findings/eventReader";
import { podTypes } from "../../../../runtime/findings/podTypes";
import { taskTypes } from "../../../../runtime/findings/runtimeTypes";
import type { Finding } from "../../../../runtime/model/finding";
import type { Target } from "../../../../runtime/model/target";
import { principalTarget } from "../../../../runtime/resources/targets";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import { guardDutyEvent } from "../../../faults/scenarios/events";

const events = path.join(__dirname, "..", "..", "findings", "events");
const event = JSON.parse(readFileSync(path.join(events, "guardduty-ecs-fargate.json"), "utf8"));
const [first] = eventReader()(event).findings;
const [target, ...rest] = blockPrincipal.targets((first as { finding: Finding }).finding) as Target[];
const id = "0123456789abcdef0123456789abcdef";
const { isNeeded, find } = blockPrincipal.lookUp!;

/** ECS with one task. */
const ecs = (task: object | undefined, definition: object = {}) => ({
  describeTasks: async (input: object) => {
    assert.deepEqual(input, { cluster: "shop", tasks: [id], include: ["TAGS"] });
    return task ? { tasks: [task] } : { tasks: [], failures: [{ reason: "MISSING" }] };
  },
  describeTaskDefinition: async ({ taskDefinition }: { taskDefinition: string }) => {
    assert.equal(taskDefinition, "checkout:12");
    return { taskDefinition: definition };
  },
});
const task = { taskDefinitionArn: "checkout:12" };
const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const arn = (name: string) => `arn:aws:iam::444455556666:role/service/${name}`;

describe("block-principal: the role of a task", () => {
  it("N25: a finding names the task alone, whose id is the name of its sessions", () => {
    assert.deepEqual(rest, []);
    assert.deepEqual(target!.details, { sessionNames: id, task: `shop/${id}`, accessKeys: "" });
    assert.equal(isNeeded(target!), true);
    assert.ok(taskTypes.every((type) => blockPrincipal.findingTypes.includes(type)));
  });

  it("N25: the role is that of the task, or else of its definition", async () => {
    const found = await find({ ecs: ecs(task, { taskRoleArn: arn("checkout") }) }, target!);
    assert.deepEqual(found, { ...principalTarget(place, "role", "checkout"), details: target!.details });
    assert.equal(isNeeded(found as Target), false);
    const own = { ...task, overrides: { taskRoleArn: arn("special") } };
    assert.equal(((await find({ ecs: ecs(own) }, target!)) as Target).id, "special");
  });

  it("N25: a task without a role, and one that ECS no longer shows, are said to be so", async () => {
    assert.match((await find({ ecs: ecs(task) }, target!)) as string, /has no role/);
    assert.match((await find({ ecs: ecs(undefined) }, target!)) as string, /no longer shows task shop\//);
  });

  it("N66: a finding about an instance names its profile, and the instance's id is the name of its sessions", async () => {
    const instanceId = "i-0123456789abcdef0";
    const iamInstanceProfile = { arn: "arn:aws:iam::444455556666:instance-profile/team/web", id: "AIPAEXAMPLE" };
    const instanceDetails = { instanceId, iamInstanceProfile };
    const about = { resourceType: "Instance", instanceDetails };
    const [read] = eventReader()(guardDutyEvent("f-1", "Backdoor:EC2/Spambot", about)).findings;
    const [ofInstance, ...others] = blockPrincipal.targets((read as { finding: Finding }).finding) as Target[];
    assert.deepEqual(others, []);
    const { instanceProfile, sessionNames } = ofInstance!.details!;
    assert.deepEqual([instanceProfile, sessionNames], ["web", instanceId]);
    assert.equal(isNeeded(ofInstance!), true);
    const iam = (answer: object | Error) => ({
      getInstanceProfile: async ({ InstanceProfileName }: { InstanceProfileName: string }) => {
        assert.equal(InstanceProfileName, instanceProfile);
        if (answer instanceof Error) throw answer;
        return { InstanceProfile: answer };
      },
    });
    const found = await find({ iam: iam({ Roles: [{ Arn: arn("frontend") }] }) }, ofInstance!);
    assert.deepEqual(found, { ...principalTarget(place, "role", "frontend"), details: ofInstance!.details });
    assert.equal(isNeeded(found as Target), false);
    assert.match((await find({ iam: iam({ Roles: [] }) }, ofInstance!)) as string, /has no role now/);
    const gone = Object.assign(new Error("gone"), { name: "NoSuchEntity" });
    assert.match((await find({ iam: iam(gone) }, ofInstance!)) as string, /no longer exists/);
    const denied = Object.assign(new Error("denied"), { name: "AccessDenied" });
    await assert.rejects(find({ iam: iam(denied) }, ofInstance!), /denied/);
    for (const unknown of [{ arn: "web" }, { arn: 7 }, "web", null]) {
      const named = { ...about, instanceDetails: { instanceId, iamInstanceProfile: unknown } };
      const [odd] = eventReader()(guardDutyEvent("f-1", "Backdoor:EC2/Spambot", named)).findings;
      assert.deepEqual(
        (odd as { finding: Finding }).finding.resources.map(({ kind }) => kind),
        ["ec2-instance"],
      );
    }
  });

  it("roles and users are still found by their unique ids", () => {
    const byId = {
      ...principalTarget(place, "role", "AROAEXAMPLEEXAMPLE001"),
      details: { uniqueId: "AROAEXAMPLEEXAMPLE001" },
    };
    assert.equal(isNeeded(byId), true);
    assert.equal(isNeeded(principalTarget(place, "user", "alice")), false);
  });
});

describe("block-principal: the role of a pod", () => {
  const event = JSON.parse(readFileSync(path.join(events, "guardduty-eks-runtime.json"), "utf8"));
  const finding = (change: (workload: Record<string, unknown>) => void = () => {}) => {
    const given = structuredClone(event);
    change(given.detail.resource.kubernetesDetails.kubernetesWorkloadDetails);
    return (eventReader()(given).findings[0] as { finding: Finding }).finding;
  };
  const pod = "shop-prod/shop/checkout-7d9f8";
  const [ofPod] = blockPrincipal.targets(finding()) as Target[];
  const eks = (association: object | undefined) => ({
    listPodIdentityAssociations: async (input: object) => {
      assert.deepEqual(input, { clusterName: "shop-prod", namespace: "shop", serviceAccount: "checkout" });
      return { associations: association ? [{ associationId: "a-1" }] : [] };
    },
    describePodIdentityAssociation: async (input: object) => {
      assert.deepEqual(input, { clusterName: "shop-prod", associationId: "a-1" });
      return { association };
    },
  });
  const found = async (association: object | undefined) => find({ eks: eks(association) }, ofPod!);

  it("N7a: a finding names the pod and its service account, and the pod's uid is a tag of its sessions", () => {
    const sessions = "pod:00000000-1111-4222-8333-444444444444";
    assert.deepEqual(ofPod!.details, { sessions, pod, serviceAccount: "checkout", accessKeys: "" });
    assert.equal(isNeeded(ofPod!), true);
    assert.ok(podTypes.every((type) => blockPrincipal.findingTypes.includes(type)));
    for (const lacking of ["uid", "serviceAccountName"]) {
      const { resources } = finding((workload) => void delete workload[lacking]);
      assert.ok(!resources.some(({ principal }) => principal), lacking);
    }
  });

  it("N7a: the role is that of the service account's Pod Identity association", async () => {
    const role = (await found({ roleArn: arn("checkout") })) as Target;
    assert.deepEqual(role, { ...principalTarget(place, "role", "checkout"), details: ofPod!.details });
    assert.equal(isNeeded(role), false);
    const target = (await found({ roleArn: arn("base"), targetRoleArn: arn("orders") })) as Target;
    assert.equal(target.id, "orders");
  });

  it("N7a: no association, a role of another account and sessions without tags are left to a person", async () => {
    assert.match(String(await found(undefined)), /no role by EKS Pod Identity.*eks\.amazonaws\.com\/role-arn/);
    const foreign = arn("orders").replace("444455556666", "111122223333");
    assert.match(String(await found({ roleArn: arn("base"), targetRoleArn: foreign })), /in another account/);
    assert.match(String(await found({ roleArn: arn("checkout"), disableSessionTags: true })), /have no tags/);
    const gone = Object.assign(new Error("gone"), { name: "ResourceNotFoundException" });
    const closed = { listPodIdentityAssociations: () => Promise.reject(gone) };
    assert.match(String(await find({ eks: closed }, ofPod!)), /no role by EKS Pod Identity/);
  });
});

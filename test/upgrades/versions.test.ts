import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { before, describe, it } from "mocha";
import { parse } from "yaml";
import { readInventory } from "../../cli/fleet/inventory/schema";
import { templateSettings } from "../../cli/fleet/template/settings";
import { templateOf } from "../../cli/fleet/template/template";
import { dnsPermissions } from "../../runtime/responses/isolateInstance/dnsPermissions";
import { lacks, type MemberTemplate } from "./compare";

/** A resource of a permission as CloudFormation's templates have it. */
function writtenAs(resource: string): string {
  if (resource === "*") return '"*"';
  const [partition, account] = ["AWS::Partition", "AWS::AccountId"].map((name) => `\${${name}}`) as [string, string];
  const text = resource.replace("{partition}", partition).replace("{region}", "*").replace("{account}", account);
  return JSON.stringify({ "Fn::Sub": text });
}

/** What this version needs in a member account and the landed one does not have, each with what happens until it is there. */
const newer: Record<string, string> = {
  'AWS::IAM::Role "Security-IR-Role-stop-function"':
    "a finding about a function fails, with a notice that the role is missing",
  'AWS::IAM::Role "Security-IR-Role-stop-function-release"': "nothing is stopped there yet, so nothing is released",
  ...Object.fromEntries(
    ["ListTags", "TagResource", "UntagResource"].map((action) => [
      `AWS::IAM::Role "Security-IR-Role-exceptions": lambda:${action} on {"Fn::Sub":"arn:\${AWS::Partition}:lambda:*:\${AWS::AccountId}:function:*"}`,
      "an exception for a function is refused, because its tags are out of reach",
    ]),
  ),
  ...Object.fromEntries(
    [
      "source aws.lambda",
      "eventName DeleteFunctionConcurrency20171031",
      "eventName PutFunctionConcurrency20171031",
      "eventName UpdateEventSourceMapping20150331",
    ].map((what) => [
      `AWS::Events::Rule "firebreak-forwarding-calls": events with ${what}`,
      "nothing is stopped there yet, so nothing is undone",
    ]),
  ),
  'AWS::IAM::Role "Security-IR-Role-isolate-database"':
    "an incident of isolate-database fails with a notice that the role is missing",
  'AWS::IAM::Role "Security-IR-Role-isolate-database-release"': "nothing was contained that a release could give back",
  'AWS::IAM::Role "Security-IR-Role-exceptions": rds:DescribeDBClusters on "*"':
    "an exception of a database cluster is refused, because its tags cannot be read",
  'AWS::IAM::Role "Security-IR-Role-exceptions": rds:AddTagsToResource on {"Fn::Sub":"arn:${AWS::Partition}:rds:*:${AWS::AccountId}:cluster:*"}':
    "the same",
  'AWS::IAM::Role "Security-IR-Role-exceptions": rds:RemoveTagsFromResource on {"Fn::Sub":"arn:${AWS::Partition}:rds:*:${AWS::AccountId}:cluster:*"}':
    "the same",
  ...Object.fromEntries(
    ["source aws.rds", "eventName ModifyDBCluster", "eventName ModifyDBInstance"].map((what) => [
      `AWS::Events::Rule "firebreak-forwarding-calls": events with ${what}`,
      "a containment of a database that is undone is found by the hourly check instead of at once",
    ]),
  ),
  ...Object.fromEntries(
    ["EC2", "IAM", "RDS", "S3"].map((service) => [
      `AWS::Events::Rule "firebreak-forwarding": events with resourceType AWS::${service}::*`,
      "rules of AWS Config about types that no response answers by default, such as database clusters, are not forwarded",
    ]),
  ),
  'AWS::IAM::Role "Security-IR-Role-unshare-copy"':
    "a finding about a shared copy fails, with a notice that the role is missing",
  'AWS::IAM::Role "Security-IR-Role-unshare-copy-release"': "nothing was contained that a release could give back",
  ...Object.fromEntries(
    ["image", "snapshot"].flatMap((type) =>
      ["CreateTags", "DeleteTags"].map((action) => [
        `AWS::IAM::Role "Security-IR-Role-exceptions": ec2:${action} on {"Fn::Sub":"arn:\${AWS::Partition}:ec2:*::${type}/*"}`,
        "an exception for a snapshot or an AMI is refused, because its tags are out of reach",
      ]),
    ),
  ),
  ...Object.fromEntries(
    ["DescribeImages", "DescribeSnapshots"].map((action) => [
      `AWS::IAM::Role "Security-IR-Role-exceptions": ec2:${action} on "*"`,
      "the same",
    ]),
  ),
  ...Object.fromEntries(
    [
      ["snapshot", "DescribeDBSnapshots"],
      ["cluster-snapshot", "DescribeDBClusterSnapshots"],
    ].flatMap(([type, reading]) =>
      [reading, "AddTagsToResource", "RemoveTagsFromResource"].map((action) => [
        `AWS::IAM::Role "Security-IR-Role-exceptions": rds:${action} on {"Fn::Sub":"arn:\${AWS::Partition}:rds:*:\${AWS::AccountId}:${type}:*"}`,
        "the same",
      ]),
    ),
  ),
  ...Object.fromEntries(
    [
      "ModifyDBClusterSnapshotAttribute",
      "ModifyDBSnapshotAttribute",
      "ModifyImageAttribute",
      "ModifySnapshotAttribute",
    ].map((name) => [
      `AWS::Events::Rule "firebreak-forwarding-calls": events with eventName ${name}`,
      "a copy that is shared again is found by the hourly check instead of at once",
    ]),
  ),
  ...Object.fromEntries(
    [
      "ec2:CopySnapshot",
      "ec2:CreateTags",
      "ec2:DescribeSnapshotAttribute",
      "ec2:LockSnapshot",
      "ec2:ModifySnapshotAttribute",
    ]
      .map((action) => `${action} on {"Fn::Sub":"arn:\${AWS::Partition}:ec2:*::snapshot/*"}`)
      .concat(
        [
          "CreateGrant",
          "Decrypt",
          "DescribeKey",
          "GenerateDataKeyWithoutPlaintext",
          "ReEncryptFrom",
          "ReEncryptTo",
        ].map((action) => `kms:${action} on {"Fn::Sub":"arn:\${AWS::Partition}:kms:*:*:key/*"}`),
        'ec2:DescribeLockedSnapshots on "*"',
      )
      .map((what) => [
        `AWS::IAM::Role "Security-IR-Role-isolate-instance": ${what}`,
        "only by config: evidence is not locked or copied, with a notice, and the cut is made all the same",
      ]),
  ),
  ...Object.fromEntries(
    dnsPermissions.flatMap(({ actions, resources, phase }) =>
      (phase === undefined ? ["", "-release"] : [phase === "release" ? "-release" : ""]).flatMap((role) =>
        actions.flatMap((action) =>
          resources.map((resource) => [
            `AWS::IAM::Role "Security-IR-Role-isolate-instance${role}": ${action} on ${writtenAs(resource)}`,
            "only by config: no domain is blocked, with a notice, and the cut is made all the same",
          ]),
        ),
      ),
    ),
  ),
  'AWS::IAM::Role "Security-IR-Role-isolate-task"':
    "a finding about a task fails, with a notice that the role is missing",
  'AWS::IAM::Role "Security-IR-Role-isolate-task-release"': "nothing was contained that a release could give back",
  'AWS::IAM::Role "Security-IR-Role-block-principal": eks:DescribePodIdentityAssociation on {"Fn::Sub":"arn:${AWS::Partition}:eks:*:${AWS::AccountId}:podidentityassociation/*"}':
    "the role of a pod is not found: the finding about its sessions fails, with a notice",
  'AWS::IAM::Role "Security-IR-Role-block-principal": eks:ListPodIdentityAssociations on {"Fn::Sub":"arn:${AWS::Partition}:eks:*:${AWS::AccountId}:cluster/*"}':
    "the same",
  'AWS::IAM::Role "Security-IR-Role-confine-cluster"':
    "a finding about the API of a cluster fails, with a notice that the role is missing",
  'AWS::Events::Rule "firebreak-forwarding": events with resourceType AWS::EKS::Cluster':
    "rules about the API of a cluster, which config may give to confine-cluster, do not arrive",
  ...Object.fromEntries(
    ["source aws.eks", "eventName UpdateClusterConfig"].map((what) => [
      `AWS::Events::Rule "firebreak-forwarding-calls": events with ${what}`,
      "an API of a cluster that is opened again is found by the hourly check instead of at once",
    ]),
  ),
  'AWS::IAM::Role "Security-IR-Role-confine-cluster-release"': "nothing was contained that a release could give back",
  'AWS::IAM::Role "Security-IR-Role-isolate-pod"':
    "a finding about a pod fails, with a notice that the role is missing",
  'AWS::IAM::Role "Security-IR-Role-isolate-pod-release"': "nothing was contained that a release could give back",
  ...Object.fromEntries(
    ["DescribeCluster", "TagResource", "UntagResource"].map((action) => [
      `AWS::IAM::Role "Security-IR-Role-exceptions": eks:${action} on {"Fn::Sub":"arn:\${AWS::Partition}:eks:*:\${AWS::AccountId}:cluster/*"}`,
      "an exception for a pod is refused, because the tags of its cluster are out of reach",
    ]),
  ),
  'AWS::IAM::Role "Security-IR-Role-block-principal": ecs:DescribeTaskDefinition on "*"':
    "the role of a task is not found: the finding about its sessions fails, with a notice",
  'AWS::IAM::Role "Security-IR-Role-block-principal": iam:GetInstanceProfile on {"Fn::Sub":"arn:${AWS::Partition}:iam::${AWS::AccountId}:instance-profile/*"}':
    "only by config: the role of an instance is not found, and the finding about its sessions fails, with a notice",
  'AWS::IAM::Role "Security-IR-Role-block-principal": ecs:DescribeTasks on {"Fn::Sub":"arn:${AWS::Partition}:ecs:*:${AWS::AccountId}:task/*"}':
    "the same",
  ...Object.fromEntries(
    ["DescribeTasks", "TagResource", "UntagResource"].map((action) => [
      `AWS::IAM::Role "Security-IR-Role-exceptions": ecs:${action} on {"Fn::Sub":"arn:\${AWS::Partition}:ecs:*:\${AWS::AccountId}:task/*"}`,
      "an exception for a task is refused, because its tags are out of reach",
    ]),
  ),
  ...Object.fromEntries(
    ["CreateNetworkAclEntry", "DeleteNetworkAclEntry", "ReplaceNetworkAclAssociation", "ReplaceNetworkAclEntry"].map(
      (name) => [
        `AWS::Events::Rule "firebreak-forwarding-calls": events with eventName ${name}`,
        "no wall is built there yet, so none is taken down",
      ],
    ),
  ),
  'AWS::IAM::Role "Security-IR-Role-restore-guardrail"':
    "a finding about a guardrail fails, with a notice that the role is missing",
  'AWS::IAM::Role "Security-IR-Role-restore-guardrail-release"':
    "nothing was switched on that a release could switch off",
  ...Object.fromEntries(
    [
      ["cloudtrail", "trail", "AddTags", "ListTags", "RemoveTags"],
      ["config", "configuration-recorder", "ListTagsForResource", "TagResource", "UntagResource"],
      ["guardduty", "detector", "GetDetector", "TagResource", "UntagResource"],
    ].flatMap(([service, type, ...actions]) =>
      actions.map((action) => [
        `AWS::IAM::Role "Security-IR-Role-exceptions": ${service}:${action} on {"Fn::Sub":"arn:\${AWS::Partition}:${service}:*:\${AWS::AccountId}:${type}/*"}`,
        `an exception for a ${type} is refused, because its tags are out of reach`,
      ]),
    ),
  ),
  ...Object.fromEntries(
    [
      "source aws.cloudtrail",
      "source aws.config",
      "source aws.guardduty",
      "eventName DeleteAccountPublicAccessBlock",
      "eventName DisableEbsEncryptionByDefault",
      "eventName PutAccountPublicAccessBlock",
      "eventName StopConfigurationRecorder",
      "eventName StopLogging",
      "eventName UpdateDetector",
    ].map((what) => [
      `AWS::Events::Rule "firebreak-forwarding-calls": events with ${what}`,
      "nothing is switched on there yet, so nothing goes off again",
    ]),
  ),
  'AWS::Events::Rule "firebreak-forwarding": events with resourceType AWS::ECS::Task':
    "AWS Config records no tasks, so there are no such events",
  'AWS::IAM::Role "Security-IR-Role-isolate-instance": ec2:DescribeNetworkAcls on "*"':
    "the instance is isolated as before; the outcome is partial and names the network ACLs as not read",
  'AWS::IAM::Role "Security-IR-Role-isolate-instance": ec2:CreateNetworkAclEntry on {"Fn::Sub":"arn:${AWS::Partition}:ec2:*:${AWS::AccountId}:network-acl/*"}':
    "without the right to read network ACLs no entry is planned",
  'AWS::IAM::Role "Security-IR-Role-isolate-instance-release": ec2:DescribeNetworkAcls on "*"':
    "a release reads network ACLs only if the containment made entries, which it did not",
  'AWS::IAM::Role "Security-IR-Role-isolate-instance-release": ec2:DeleteNetworkAclEntry on {"Fn::Sub":"arn:${AWS::Partition}:ec2:*:${AWS::AccountId}:network-acl/*"}':
    "a release removes entries only if the containment made some, which it did not",
};
/** What the landed version's security account needs and this version's member account no longer has, each with the reason. */
const gone: Record<string, string> = {};

describe("L24: two versions side by side", () => {
  const templates: Record<"landed" | "current", MemberTemplate[]> = { landed: [], current: [] };
  before(async () => {
    const settings = templateSettings(
      readInventory(await readFile(path.join(__dirname, "fleet.yaml"), "utf8")),
      undefined,
    );
    for (const part of ["account", "regions"] as const) {
      templates.landed.push(parse(await readFile(path.join(__dirname, "landed", `${part}.yaml`), "utf8")));
      templates.current.push(JSON.parse(JSON.stringify(await templateOf(settings, part))));
    }
  });
  /** A long pattern is named by its sources. */
  const compare = (has: MemberTemplate[], other: MemberTemplate[]) =>
    has
      .flatMap((one, at) => lacks(one, other[at]!))
      .map((text) => text.replace(/(: events \{"source":\[[^\]]*\]).*/, "$1"));

  it("this security account finds in member accounts of the landed version all that it needs, but for what is named", () => {
    assert.deepEqual(compare(templates.current, templates.landed).sort(), Object.keys(newer).sort());
  });

  it("the landed security account finds in member accounts of this version all that it needs, but for what is named", () => {
    assert.deepEqual(compare(templates.landed, templates.current).sort(), Object.keys(gone).sort());
  });

  it("the comparison sees a role, an action, a trust and an event that are missing", () => {
    const [account, regions] = structuredClone(templates.current) as [MemberTemplate, MemberTemplate];
    const roles = Object.entries(account.Resources).filter(([, { Type }]) => Type === "AWS::IAM::Role");
    const [[removed], [, { Properties: changed }]] = roles as [(typeof roles)[0], (typeof roles)[0]];
    delete account.Resources[removed];
    changed["AssumeRolePolicyDocument"].Statement[0].Condition = {};
    const [statement] = changed["Policies"][0].PolicyDocument.Statement;
    const action = [statement.Action].flat()[0];
    statement.Action = [];
    const rule = Object.values(regions.Resources).find(({ Properties }) => Properties["EventPattern"]?.["$or"])!;
    rule.Properties["EventPattern"]["$or"].pop();
    const found = compare(templates.current, [account, regions]);
    assert.ok(found.some((text) => text.startsWith('AWS::IAM::Role "') && !text.includes(": ")));
    assert.ok(found.some((text) => text.endsWith(": AssumeRolePolicyDocument")));
    assert.ok(found.some((text) => text.includes(`: ${action} on `)));
    assert.ok(found.some((text) => text.includes(": events {")));
  });
});

import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { exceptionProtection } from "../../components/documents/exceptionProtection";
import { exceptionPermissions } from "../../runtime/exceptions/kinds";
import { type Deployment, deploy, masterConfig, serviceConfig, statementsOf } from "./deploy";

const types = {
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  rule: "aws:cloudwatch/eventRule:EventRule",
  target: "aws:cloudwatch/eventTarget:EventTarget",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  key: "aws:kms/key:Key",
  alias: "aws:kms/alias:Alias",
  lambdaAlias: "aws:lambda/alias:Alias",
};
const approver = "arn:aws:iam::111122223333:role/firebreak-exception-approver";

describe("the function that grants exceptions", () => {
  let stack: Deployment;
  before(async () => {
    stack = await deploy({
      ...masterConfig,
      "firebreak:approvers": JSON.stringify([
        "arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Board_*",
        "arn:aws:iam::444455556666:user/ann",
      ]),
      "firebreak:exceptionTagKey": "Exempt",
    });
  });

  it("M24: has a key for HMACs with which only the approver role may sign, whatever other policies allow", () => {
    const { inputs } = stack.one(types.key, "exceptions");
    assert.equal(inputs["keyUsage"], "GENERATE_VERIFY_MAC");
    assert.equal(inputs["customerMasterKeySpec"], "HMAC_256");
    assert.equal(stack.one(types.alias, "exceptions").inputs["name"], "alias/firebreak-exceptions");
    const deny = statementsOf(inputs["policy"]).find((item) => item.Effect === "Deny");
    assert.deepEqual(deny, {
      Sid: "OnlyApproversSign",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "kms:GenerateMac",
      Resource: "*",
      Condition: { ArnNotEquals: { "aws:PrincipalArn": approver } },
    });
  });

  it("M24: has an approver role that admits the configured approvers of the organization, and may only sign and grant", () => {
    const { inputs } = stack.one(types.role, "firebreak-exception-approver");
    assert.deepEqual(statementsOf(inputs["assumeRolePolicy"]), [
      {
        Sid: "Approvers",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::444455556666:root"] },
        Action: "sts:AssumeRole",
        Condition: {
          ArnLike: {
            "aws:PrincipalArn": [
              "arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Board_*",
              "arn:aws:iam::444455556666:user/ann",
            ],
          },
          StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
        },
      },
    ]);
    assert.deepEqual(
      statementsOf(stack.one(types.rolePolicy, "firebreak-exception-approver").inputs["policy"]).map((item) => [
        item.Action,
        item.Resource,
      ]),
      [
        ["kms:GenerateMac", "arn:aws:kms:eu-west-1:111122223333:key/exceptions"],
        ["lambda:InvokeFunction", "arn:aws:lambda:*:111122223333:function:firebreak-exceptions:approve"],
      ],
    );
  });

  it("receives changes of the configured tag from every account's rules, and a daily event", () => {
    const tags = JSON.parse(stack.one(types.rule, "exceptions-tags").inputs["eventPattern"]);
    assert.deepEqual(tags, {
      source: ["aws.tag"],
      "detail-type": ["Tag Change on Resource"],
      detail: { "changed-tag-keys": ["Exempt"] },
    });
    const forwarded = JSON.parse(stack.one(types.rule, "forwarding-us-east-1").inputs["eventPattern"]).$or;
    assert.deepEqual(
      forwarded.filter((item: any) => item.source[0] === "aws.tag"),
      [tags],
    );
    assert.equal(stack.one(types.rule, "exceptions-daily").inputs["scheduleExpression"], "cron(5 0 * * ? *)");
  });

  it("M36: may write the register and enter accounts, and touch nothing else in the journal", () => {
    const statements = statementsOf(stack.one(types.rolePolicy, "exceptions").inputs["policy"]);
    assert.deepEqual(
      statements.map((item) => [item.Sid, item.Action]),
      [
        ["Log", ["logs:CreateLogStream", "logs:PutLogEvents"]],
        ["Queue", ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]],
        ["Letters", ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"]],
        ["OwnQueue", ["sqs:SendMessage"]],
        ["Register", ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]],
        ["Notice", ["sns:Publish"]],
        ["NoticeKey", ["kms:Decrypt", "kms:GenerateDataKey*"]],
        ["Verify", ["kms:VerifyMac"]],
        ["Accounts", ["sts:AssumeRole"]],
      ],
    );
    assert.deepEqual(statements.find((item) => item.Sid === "Register").Condition, {
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["exceptions", "exemptions#*", "redrives"] },
    });
    assert.equal(statements.at(-1).Resource, "arn:aws:iam::*:role/Security-IR-Role-exceptions");
  });

  it("M49: has alarms, and an alias each for operators and approvers", () => {
    const ours = (type: string) => stack.of(type).filter((item) => item.name.startsWith("exceptions-"));
    assert.equal(ours(types.alarm).length, 3);
    assert.deepEqual(
      ours(types.lambdaAlias).map(({ inputs }) => inputs["name"]),
      ["operate", "approve"],
    );
  });

  it("has no approver role if there are no approvers", async () => {
    const none = await deploy({ ...masterConfig, "firebreak:approvers": "[]" });
    assert.deepEqual(
      none.of(types.role).filter((item) => item.name === "firebreak-exception-approver"),
      [],
    );
  });

  it("M36: has a role in each account that may write only the exception tag, where AWS can tell tags apart", async () => {
    const { inputs } = (await deploy(serviceConfig)).one(types.rolePolicy, "exceptions-role");
    const writing = statementsOf(inputs["policy"]).filter((item) => item.Sid.startsWith("Tag"));
    assert.equal(writing.length, 18);
    for (const { Sid, Condition, Resource } of writing) {
      for (const resource of Resource) assert.match(resource, /^arn:aws:/);
      assert.deepEqual(
        Condition,
        { "ForAllValues:StringEquals": { "aws:TagKeys": ["SecurityException"] }, Null: { "aws:TagKeys": "false" } },
        Sid,
      );
    }
    for (const { sid, resources, condition, why } of exceptionPermissions("SecurityException")) {
      if (resources.includes("*") || (/^(Tag|Replace)/.test(sid) && !condition)) assert.ok(why, sid);
    }
  });
});

describe("the policies that protect the exception tag", () => {
  const args = {
    exceptionTagKey: "SecurityException",
    rolePrefix: "Security-IR-Role",
    rolePath: "/",
    securityAccountId: "111122223333",
    partition: "aws",
    signatureRequired: false,
  };

  it("M24: cover setting and removing it, and tags on creation, by everyone but the role", () => {
    const [statement] = statementsOf(exceptionProtection(args).scp);
    for (const action of ["ec2:CreateTags", "ec2:RunInstances", "iam:UntagRole", "rds:CreateDBInstance"]) {
      assert.ok(statement.Action.includes(action), action);
    }
    assert.deepEqual(statement.Condition, {
      "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": ["SecurityException"] },
      ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/Security-IR-Role-exceptions"] },
    });
    assert.equal(statement.Action.includes("s3:PutBucketTagging"), false, "its requests tell no tag keys");
  });

  it("M24: let only the security account use the role, and no session carry the tag", () => {
    const [assume, session, buckets, single] = statementsOf(exceptionProtection(args).rcp);
    assert.equal(assume.Resource, "arn:aws:iam::*:role/Security-IR-Role-exceptions");
    assert.deepEqual(assume.Condition, {
      ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/firebreak-exceptions" },
    });
    assert.equal(session.Action, "sts:TagSession");
    assert.equal(buckets.Action, "s3:PutBucketTagging");
    assert.deepEqual(single.Action, ["s3:TagResource", "s3:UntagResource"], "X47: the other way to tag a bucket");
    assert.ok(single.Condition["ForAnyValue:StringEqualsIgnoreCase"]);
    for (const { Principal, Effect } of [assume, session, buckets, single])
      assert.deepEqual([Principal, Effect], ["*", "Deny"]);
  });

  it("leave bucket tags to their owners if only a signature exempts", () => {
    assert.equal(statementsOf(exceptionProtection({ ...args, signatureRequired: true }).rcp).length, 2);
  });

  it("fit into what Organizations accepts: 5,120 characters", () => {
    const { scp, rcp } = exceptionProtection({ ...args, exceptionTagKey: "K".repeat(128), rolePrefix: "p".repeat(38) });
    for (const text of [scp, rcp]) assert.ok(text.length <= 5120, `${text.length}`);
  });
});

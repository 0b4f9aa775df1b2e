import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { layOutLambdaModules } from "../../local/aws/lambdaModules";
import { change } from "../runtime/openGroups/events";
import { runClean } from "./cleanProcess";
import { codeIn, type Deployment, deploy, masterConfig, serviceConfig, statementsOf } from "./deploy";

const types = {
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  function: "aws:lambda/function:Function",
  admission: "aws:lambda/resourcePolicy:ResourcePolicy",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  log: "aws:cloudwatch/logGroup:LogGroup",
  topic: "aws:sns/topic:Topic",
  topicPolicy: "aws:sns/topicPolicy:TopicPolicy",
  key: "aws:kms/key:Key",
  subscription: "aws:sns/topicSubscription:TopicSubscription",
  rule: "aws:cfg/rule:Rule",
};
const regions = ["eu-west-1", "us-east-1"];
const rule = "SECURITY_GROUP_OPEN_PROHIBITED";
const withRule = { "firebreak:config": JSON.stringify({ rules: [rule] }) };
const responses = { "confine-security-group": { allowedPublicPorts: ["443"] } };
const master = {
  ...masterConfig,
  "firebreak:memberAccounts": JSON.stringify(["444455556666", "777788889999"]),
  "firebreak:alertEmails": JSON.stringify(["security@example.com"]),
  "firebreak:responses": JSON.stringify(responses),
};
const functionArn = (region: string) => `arn:aws:lambda:${region}:111122223333:function:firebreak-open-groups`;

describe("the function that evaluates security groups", () => {
  let stack: Deployment;
  before(async () => {
    stack = await deploy(master, { code: true });
  });

  const ours = (type: string) => stack.of(type).filter((item) => item.name.startsWith("open-groups"));

  it("exists once in each Region, with one role and a log in each", () => {
    assert.deepEqual(
      ours(types.function).map(({ inputs }) => [inputs["name"], inputs["region"], inputs["role"], inputs["runtime"]]),
      regions.map((region) => [
        "firebreak-open-groups",
        region,
        "arn:aws:iam::111122223333:role/firebreak-open-groups",
        "nodejs24.x",
      ]),
    );
    assert.deepEqual(
      ours(types.log).map(({ inputs }) => [inputs["name"], inputs["region"]]),
      regions.map((region) => ["/aws/lambda/firebreak-open-groups", region]),
    );
  });

  it("X45 L7: admits AWS Config for the accounts of the organization, by one statement for any number of accounts", () => {
    const admitted = ours(types.admission).map(({ inputs }) => {
      assert.equal(inputs["resourceArn"], functionArn(inputs["region"]));
      return [inputs["region"], statementsOf(inputs["policy"])];
    });
    assert.deepEqual(
      admitted,
      regions.map((region) => [
        region,
        [
          {
            Sid: "ConfigOfTheOrganization",
            Effect: "Allow",
            Principal: { Service: "config.amazonaws.com" },
            Action: "lambda:InvokeFunction",
            Resource: functionArn(region),
            Condition: { StringEquals: { "aws:SourceOrgID": "o-a1b2c3d4e5" } },
          },
        ],
      ]),
    );
    assert.deepEqual(ours("aws:lambda/permission:Permission"), [], "a whole policy would overwrite it");
  });

  it("Y9: knows where the groups of isolate-instance are recorded", () => {
    for (const { inputs } of ours(types.function)) {
      assert.deepEqual(inputs["environment"], { variables: { JOURNAL_TABLE: "journal" } });
    }
  });

  it("has exactly the permissions that it needs: its log, the role in accounts of the organization, and a part of the journal (Y9)", () => {
    assert.deepEqual(statementsOf(stack.one(types.rolePolicy, "open-groups").inputs["policy"]), [
      {
        Sid: "Log",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:*:111122223333:log-group:/aws/lambda/firebreak-open-groups:*",
      },
      {
        Sid: "Accounts",
        Effect: "Allow",
        Action: ["sts:AssumeRole"],
        Resource: "arn:aws:iam::*:role/Security-IR-Role-open-groups",
        Condition: { StringEquals: { "aws:ResourceOrgID": "o-a1b2c3d4e5" } },
      },
      {
        Sid: "IsolationGroups",
        Effect: "Allow",
        Action: ["dynamodb:Query"],
        Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/journal",
        Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["isolation-groups#*"] } },
      },
    ]);
  });

  it("M30: raises alarms for errors and dropped events, through a topic in its own Region that alarms may use and people subscribe to", () => {
    assert.deepEqual(
      ours(types.alarm).map(({ inputs }) => [inputs["metricName"], inputs["region"], inputs["alarmActions"]]),
      regions.flatMap((region) =>
        ["Errors", "AsyncEventsDropped"].map((metric) => [
          metric,
          region,
          [`arn:aws:sns:${region}:111122223333:firebreak-notices`],
        ]),
      ),
    );
    const there = (type: string) => stack.of(type).filter((item) => item.inputs["region"] === "us-east-1");
    assert.equal(there(types.topic).length, 1);
    assert.equal(there(types.subscription)[0]!.inputs["endpoint"], "security@example.com");
    for (const type of [types.topicPolicy, types.key]) {
      const alarms = statementsOf(there(type)[0]!.inputs["policy"]).find((item) => item.Sid === "Alarms");
      assert.deepEqual(alarms.Principal, { Service: "cloudwatch.amazonaws.com" });
    }
  });

  it("is not made, nor a topic in another Region, where no account has the rule; the security account's own rule is enough", async () => {
    const none = await deploy(masterConfig);
    assert.equal(none.of(types.function).filter((item) => item.name.startsWith("open-groups")).length, 0);
    assert.equal(none.of(types.topic).length, 1);
    const own = await deploy({ ...masterConfig, ...withRule });
    assert.equal(own.of(types.admission).length, 2);
    assert.equal(own.of(types.rule).length, 2);
  });

  it("X45 L7: serves any number of accounts without additional resources", async () => {
    const many = JSON.stringify(Array.from({ length: 1000 }, (_, index) => String(444455556666 + index)));
    const large = await deploy({ ...master, "firebreak:memberAccounts": many });
    assert.equal(large.made.length, stack.made.length);
  });

  it("refuses a placeholder among the members", async () => {
    await assert.rejects(
      deploy({ ...master, "firebreak:memberAccounts": '["000000000000"]' }),
      /memberAccounts.0 is "000000000000": it must be the id of a real account, not the placeholder/,
    );
  });

  describe("its code", () => {
    let folder: string;
    let text: string;
    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), "firebreak-open-groups-"));
      await layOutLambdaModules(path.join(__dirname, "..", ".."), folder);
      text = await codeIn(ours(types.function)[0]!.inputs);
    });
    after(() => rm(folder, { recursive: true, force: true }));

    it("holds the ports that confine-security-group allows to be public", () => {
      assert.ok(text.includes('["443"]'));
    });

    it("loads in a clean process, refuses what is not an event of Config and fails where it cannot enter the account", async () => {
      const driver = `(async () => {
          const errors = [];
          for (const event of JSON.parse(process.argv[2])) {
            await require("./index.js").handler(event).catch(({ code, message }) => errors.push({ code, message }));
          }
          process.stdout.write("\\nERRORS" + JSON.stringify(errors));
        })();`;
      const environment = { JOURNAL_TABLE: "journal" };
      const stdout = await runClean({ code: text, modules: folder, driver, environment }, [{ Records: [] }, change()]);
      const [wrong, refused] = JSON.parse(stdout.split("ERRORS")[1]!);
      assert.equal(wrong.code, "BadInvocation");
      assert.match(
        refused.message,
        /account 444455556666 cannot be entered as Security-IR-Role-open-groups: .*ECONNREFUSED/,
      );
    });
  });
});

describe("the rule SECURITY_GROUP_OPEN_PROHIBITED of an account", () => {
  let stack: Deployment;
  before(async () => {
    stack = await deploy({ ...serviceConfig, ...withRule });
  });

  it("A5 M30 M31: is evaluated on every change, even an oversized one, and daily, by the security account's function in the same Region", () => {
    assert.deepEqual(
      stack.of(types.rule).map(({ inputs }) => [inputs["name"], inputs["region"], inputs["source"], inputs["scope"]]),
      regions.map((region) => [
        rule,
        region,
        {
          owner: "CUSTOM_LAMBDA",
          sourceIdentifier: functionArn(region),
          sourceDetails: [
            { messageType: "ConfigurationItemChangeNotification" },
            { messageType: "OversizedConfigurationItemChangeNotification" },
            { messageType: "ScheduledNotification", maximumExecutionFrequency: "TwentyFour_Hours" },
          ],
        },
        { complianceResourceTypes: ["AWS::EC2::SecurityGroup"] },
      ]),
    );
  });

  it("has a role that only the function may use, to read groups and to report", () => {
    const { inputs } = stack.one(types.role, "open-groups-role");
    assert.equal(inputs["name"], "Security-IR-Role-open-groups");
    assert.deepEqual(statementsOf(inputs["assumeRolePolicy"]), [
      {
        Sid: "Responder",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/firebreak-open-groups" },
          StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
        },
      },
    ]);
    assert.deepEqual(
      statementsOf(stack.one(types.rolePolicy, "open-groups-role").inputs["policy"]).map((item) => [
        item.Action,
        item.Resource,
      ]),
      [
        [
          [
            "ec2:DescribeManagedPrefixLists",
            "ec2:DescribeSecurityGroupRules",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeVpcs",
            "ec2:DescribeNetworkInterfaces",
          ],
          ["*"],
        ],
        [["ec2:GetManagedPrefixListEntries"], ["*"]],
        [["config:GetComplianceDetailsByConfigRule"], ["*"]],
        [["config:PutEvaluations"], ["*"]],
      ],
    );
  });

  it("M31: is not made unless requested, nor is its role; managed rules are made beside it", async () => {
    const without = await deploy({ ...serviceConfig, "firebreak:config": '{"rules":["ENCRYPTED_VOLUMES"]}' });
    assert.deepEqual([...new Set(without.of(types.rule).map(({ inputs }) => inputs["name"]))], ["ENCRYPTED_VOLUMES"]);
    assert.equal(without.of(types.role).filter((item) => item.name === "open-groups-role").length, 0);
    const rules = [rule, "INCOMING_SSH_DISABLED", "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS"];
    const both = await deploy({ ...serviceConfig, "firebreak:config": JSON.stringify({ rules }) });
    assert.deepEqual(
      both
        .of(types.rule)
        .map(({ inputs }) => [inputs["name"], inputs["source"].owner])
        .sort(),
      [
        ["INCOMING_SSH_DISABLED", "AWS"],
        ["INCOMING_SSH_DISABLED", "AWS"],
        [rule, "CUSTOM_LAMBDA"],
        [rule, "CUSTOM_LAMBDA"],
        ["VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS", "AWS"],
        ["VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS", "AWS"],
      ],
    );
  });
});

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { strToU8, zipSync } from "fflate";
import { after, before, describe, it } from "mocha";
import { doctorSettings } from "../../components/documents/doctorExpectations";
import type { MasterSettings } from "../../components/settings/schema";
import { readSettings } from "../../components/settings/settings";
import { layOutLambdaModules } from "../../local/aws/lambdaModules";
import type { DoctorSettings } from "../../runtime/doctor/settings";
import { versionTag } from "../../runtime/doctor/settings";
import { version } from "../../runtime/lib/version";
import { catalogueOf } from "../../runtime/responses/catalogue";
import { runClean } from "./cleanProcess";
import { codeIn, type Deployment, deploy, masterConfig, serviceConfig, statementsOf } from "./deploy";

const types = {
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  function: "aws:lambda/function:Function",
  alias: "aws:lambda/alias:Alias",
  rule: "aws:cloudwatch/eventRule:EventRule",
};
const regions = ["eu-west-1", "us-east-1"];

/** Whether JavaScript code holds a text, in either kind of quotes. */
const isIn = (code: string, text: string) => code.includes(`'${text}'`) || code.includes(JSON.stringify(text));

/** What a security account with this configuration compares accounts with. */
function settingsOf(config: Record<string, string>): DoctorSettings {
  const settings = readSettings((key) => config[`firebreak:${key}`]) as MasterSettings;
  return doctorSettings(catalogueOf(settings.runbooks), settings, "aws");
}

/** The function's code as it is deployed. */
const codeOf = (stack: Deployment): Promise<string> => codeIn(stack.one(types.function, "doctor").inputs);

describe("the doctor", () => {
  let stack: Deployment;
  before(async () => {
    stack = await deploy(masterConfig, { code: true });
  });

  describe("the function that examines accounts", () => {
    it("exists in the security account only, with an alias for people and one for the schedule, and its name is in the directory", async () => {
      const { inputs } = stack.one(types.function, "doctor");
      assert.equal(inputs["name"], "firebreak-doctor");
      assert.equal(inputs["role"], "arn:aws:iam::111122223333:role/firebreak-doctor");
      const aliases = stack.of(types.alias).filter((item) => item.inputs["functionName"] === "firebreak-doctor");
      assert.deepEqual(
        aliases.map((item) => item.inputs["name"]),
        ["operate", "scheduled"],
      );
      const parameter = stack.one("aws:ssm/parameter:Parameter", "directory").inputs["insecureValue"];
      assert.equal(JSON.parse(parameter).doctorFunction, "firebreak-doctor");
      assert.deepEqual((await deploy(serviceConfig)).of(types.function), []);
    });

    it("lets operators use it but not auditors and approvers, and nobody use the schedule's alias", () => {
      const arn = "arn:aws:lambda:eu-west-1:111122223333:function:firebreak-doctor";
      const may = (name: string, alias: string) =>
        statementsOf(stack.outputs[name]).some((item) => [item.Resource].flat().includes(`${arn}:${alias}`));
      const policies = ["operatorPolicy", "approverPolicy", "auditorPolicy"];
      assert.deepEqual(
        policies.map((name) => may(name, "operate")),
        [true, false, false],
      );
      assert.deepEqual(
        policies.map((name) => may(name, "scheduled")),
        [false, false, false],
      );
    });

    it("Y13: listens every half hour by a schedule; silence, or a missed check, raises an alarm within the hour", () => {
      const { rule, arn, input } = stack.one("aws:cloudwatch/eventTarget:EventTarget", "heartbeat").inputs;
      const schedule = stack.one("aws:cloudwatch/eventRule:EventRule", "heartbeat").inputs;
      assert.equal(schedule["scheduleExpression"], "rate(30 minutes)");
      assert.equal(rule, schedule["name"]);
      assert.match(arn, /scheduled/);
      assert.deepEqual(JSON.parse(input), { command: "watch" });
      const permission = stack.one("aws:lambda/permission:Permission", "heartbeat").inputs;
      assert.deepEqual(
        [permission["qualifier"], permission["principal"], permission["sourceAccount"]],
        ["scheduled", "events.amazonaws.com", "111122223333"],
      );
      const alarm = stack.one("aws:cloudwatch/metricAlarm:MetricAlarm", "heartbeat").inputs;
      assert.deepEqual(
        [alarm["metricName"], alarm["period"], alarm["evaluationPeriods"], alarm["treatMissingData"]],
        ["SilentPlaces", 1800, 1, "breaching"],
      );
      assert.deepEqual(alarm["dimensions"], { service: "doctor" });
      assert.deepEqual(alarm["alarmActions"], ["arn:aws:sns:eu-west-1:111122223333:firebreak-notices"]);
    });

    it("M36: reads in its account, may change nothing there but its own notes, and notifies people", () => {
      const statements = statementsOf(stack.one(types.rolePolicy, "doctor").inputs["policy"]);
      assert.deepEqual(
        statements.map((item) => [item.Sid, [item.Action].flat(), [item.Resource].flat()]),
        [
          [
            "Log",
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            ["arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/firebreak-doctor:*"],
          ],
          ["Accounts", ["sts:AssumeRole"], ["arn:aws:iam::*:role/Security-IR-Role-doctor"]],
          [
            "Arrivals",
            ["logs:FilterLogEvents"],
            ["", ":*"].map(
              (end) => `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/events/firebreak-findings${end}`,
            ),
          ],
          ["Bus", ["events:DescribeEventBus"], ["arn:aws:events:eu-west-1:111122223333:event-bus/firebreak-findings"]],
          ["Queues", ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"], ["arn:aws:sqs:eu-west-1:111122223333:firebreak-*"]],
          [
            "Functions",
            ["lambda:GetFunctionConfiguration", "lambda:GetPolicy", "lambda:ListAliases"],
            ["arn:aws:lambda:*:111122223333:function:firebreak-*"],
          ],
          [
            "Recovery",
            ["dynamodb:DescribeContinuousBackups"],
            ["arn:aws:dynamodb:eu-west-1:111122223333:table/journal"],
          ],
          ["Pause", ["dynamodb:GetItem"], ["arn:aws:dynamodb:eu-west-1:111122223333:table/journal"]],
          [
            "Heard",
            ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Query"],
            ["arn:aws:dynamodb:eu-west-1:111122223333:table/journal"],
          ],
          ["Subscribers", ["sns:ListSubscriptionsByTopic"], ["arn:aws:sns:eu-west-1:111122223333:firebreak-notices"]],
          ["Tell", ["sns:Publish"], ["arn:aws:sns:eu-west-1:111122223333:firebreak-notices"]],
          ["NoticeKey", ["kms:Decrypt", "kms:GenerateDataKey*"], ["arn:aws:kms:eu-west-1:111122223333:key/notices"]],
          [
            "Lists",
            [
              "cloudwatch:DescribeAlarms",
              "cloudwatch:GetMetricStatistics",
              "events:ListRules",
              "lambda:ListEventSourceMappings",
              "organizations:ListAccounts",
              "sns:GetSubscriptionAttributes",
            ],
            ["*"],
          ],
        ],
      );
      const conditionOf = (sid: string) => statements.find((item) => item.Sid === sid).Condition;
      assert.deepEqual(conditionOf("Accounts"), { StringEquals: { "aws:ResourceOrgID": "o-a1b2c3d4e5" } });
      const onlyOf = (...keys: string[]) => ({ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": keys } });
      assert.deepEqual(conditionOf("Pause"), onlyOf("control"));
      assert.deepEqual(conditionOf("Heard"), onlyOf("heartbeats", "members"));
    });

    it("examines Security Hub only where the settings say that it is on", async () => {
      const withHub = await deploy({ ...masterConfig, "firebreak:securityHub": "true" }, { code: true });
      const statements = statementsOf(withHub.one(types.rolePolicy, "doctor").inputs["policy"]);
      assert.deepEqual(
        statements.filter((item) => item.Action.includes("securityhub:DescribeHub")).map((item) => item.Resource),
        ["arn:aws:securityhub:eu-west-1:111122223333:hub/default"],
      );
    });

    it("M41: knows the policy documents of every role that a service account's stack makes, for another prefix as well", async () => {
      for (const prefix of ["Security-IR-Role", "Contain"]) {
        const config = {
          "firebreak:rolePrefix": prefix,
          "firebreak:config": JSON.stringify({ rules: ["SECURITY_GROUP_OPEN_PROHIBITED"] }),
        };
        const known = settingsOf({ ...masterConfig, ...config });
        const service = await deploy({ ...serviceConfig, ...config });
        const inAnyAccount = (document: string) => document.replaceAll("444455556666", "{account}");
        const deployed = service.of(types.role).map(({ name, inputs }) => {
          const { inputs: own } = service.one(types.rolePolicy, name);
          return {
            name: inputs["name"],
            trust: inAnyAccount(inputs["assumeRolePolicy"]),
            policies: { [own["name"]]: inAnyAccount(own["policy"]) },
          };
        });
        const expected = [...known.roles, known.openGroups.role].map(({ loss: _, ...role }) => role);
        const byName = (left: { name: string }, right: { name: string }) => (left.name < right.name ? -1 : 1);
        assert.deepEqual(expected.sort(byName), deployed.sort(byName));
        const pattern = service.one(types.rule, "forwarding-eu-west-1").inputs["eventPattern"];
        assert.equal(known.forwarding.pattern, pattern);
        const calls = service.one(types.rule, "forwarding-eu-west-1-calls").inputs;
        assert.deepEqual(known.forwarding.calls, { name: calls["name"], pattern: calls["eventPattern"] });
      }
    });

    it("knows every rule on the bus by its name and pattern", async () => {
      const known = await codeOf(stack);
      const onBus = stack.of(types.rule).filter(({ inputs }) => inputs["eventBusName"] && inputs["eventPattern"]);
      const unknown = onBus.filter(({ inputs }) => !isIn(known, inputs["eventPattern"]));
      assert.deepEqual(unknown, []);
      const names = onBus.map(({ inputs }) => inputs["name"]);
      assert.deepEqual(
        names.filter((name) => !isIn(known, name) && !known.includes(`${JSON.stringify(name)}:`)),
        [],
      );
    });

    describe("its code", () => {
      let folder: string;
      let text: string;
      before(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "firebreak-doctor-"));
        await layOutLambdaModules(path.join(__dirname, "..", ".."), folder);
        text = await codeOf(stack);
      });
      after(() => rm(folder, { recursive: true, force: true }));

      it("F47: loads in a clean process, refuses other commands and aliases, and returns what it cannot reach as results", async () => {
        const driver = `
        const { handler } = require("./index.js");
        const at = (alias) => ({ invokedFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:firebreak-doctor:" + alias });
        (async () => {
          const answers = [];
          for (const [event, alias] of JSON.parse(process.argv[2])) {
            answers.push(await handler(event, at(alias)).catch(({ code, message }) => ({ code, message })));
          }
          process.stdout.write("\\nANSWERS" + JSON.stringify(answers));
        })();`;
        const environment = {
          AWS_MAX_ATTEMPTS: "1",
          JOURNAL_TABLE: "journal",
          NOTICE_TOPIC: "arn:aws:sns:eu-west-1:111122223333:firebreak-notices",
        };
        const stdout = await runClean({ code: text, modules: folder, driver, environment }, [
          [{ command: "accounts" }, "operate"],
          [{ command: "accounts" }, "approve"],
          [{ command: "examine", account: "12" }, "operate"],
          [{ command: "examine", account: "444455556666" }, "operate"],
          [{ command: "examine", account: "111122223333" }, "operate"],
        ]);
        const [accounts, elsewhere, wrong, member, own] = JSON.parse(stdout.split("ANSWERS")[1]!);
        assert.deepEqual(accounts.accounts, ["111122223333"]);
        assert.deepEqual(accounts.regions, regions);
        assert.deepEqual(
          accounts.results.map((result: any) => [result.check, result.status]),
          [["accounts", "unknown"]],
        );
        assert.equal(elsewhere.code, "NotAllowedHere");
        assert.equal(wrong.code, "BadCommand");
        assert.match(wrong.message, /account: an account id of 12 digits/);
        assert.deepEqual(
          member.results.map((result: any) => [result.check, result.status]),
          [["entrance", "fault"]],
        );
        assert.match(member.results[0].says, /ECONNREFUSED/);
        assert.ok(own.results.length >= 20, String(own.results.length));
        assert.deepEqual([...new Set(own.results.map((result: any) => result.status))].sort(), ["fault", "unknown"]);
      });

      it("has an archive of at most 400 KB, and requires only the runtime's AWS clients and Node's own modules", () => {
        const size = zipSync({ "index.js": strToU8(text) }, { level: 9 }).length;
        assert.ok(size <= 400 * 1024, `${size} bytes`);
        const wanted = [...text.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1]!);
        assert.deepEqual(
          wanted.filter((name) => !/^(@aws-sdk\/client-|node:|[a-z_]+$)/.test(name)),
          [],
        );
      });
    });
  });

  describe("the doctor's role in an account", () => {
    for (const [kind, config, account] of [
      ["master", masterConfig, "111122223333"],
      ["service", serviceConfig, "444455556666"],
    ] as const) {
      it(`M35 M36: in a stack of kind ${kind}: trusts the doctor only, reads, and sends nothing but test events`, async () => {
        const made = kind === "master" ? stack : await deploy(config);
        const role = made.one(types.role, "doctor-role").inputs;
        assert.equal(role["name"], "Security-IR-Role-doctor");
        assert.deepEqual(statementsOf(role["assumeRolePolicy"])[0].Condition, {
          ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/firebreak-doctor" },
          StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
        });
        const statements = statementsOf(made.one(types.rolePolicy, "doctor-role").inputs["policy"]);
        const writing = statements.filter((item) =>
          item.Action.some((action: string) => !/:(Get|List|Describe)/.test(action)),
        );
        assert.deepEqual(writing, [
          {
            Sid: "TestForwarding",
            Effect: "Allow",
            Action: ["events:PutEvents"],
            Resource: [`arn:aws:events:*:${account}:event-bus/default`],
            Condition: {
              "ForAllValues:StringEquals": {
                "events:source": "firebreak.doctor",
                "events:detail-type": "Firebreak Doctor Test",
              },
              Null: { "events:source": "false", "events:detail-type": "false" },
            },
          },
        ]);
        for (const item of statements) {
          assert.ok(
            item.Sid === "List" || item.Resource.every((one: string) => one.includes(`:${account}:`)),
            item.Sid,
          );
          for (const action of item.Action) assert.doesNotMatch(action, /\*/);
        }
      });
    }

    it("L16: has a forwarding role beside it that shows the version, and which Regions the stack covers", async () => {
      const { inputs } = (await deploy(serviceConfig)).one(types.role, "forwarding");
      assert.deepEqual(
        inputs["tags"],
        Object.fromEntries([
          [versionTag, version],
          ...regions.map((region) => [`firebreak:forwards/${region}`, "yes"]),
        ]),
      );
    });

    it("sends test events that the bus, forwarding and the event log accept, and no response", () => {
      const taking = stack
        .of(types.rule)
        .filter(({ inputs }) => inputs["eventPattern"]?.includes("firebreak.doctor"))
        .map(({ inputs }) => inputs["name"]);
      assert.deepEqual(taking.sort(), ["firebreak-findings-log", "firebreak-forwarding", "firebreak-forwarding"]);
      const [statement] = statementsOf(
        stack.one("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "findings").inputs["policy"],
      );
      assert.ok(statement.Condition["ForAllValues:StringEquals"]["events:source"].includes("firebreak.doctor"));
    });
  });
});

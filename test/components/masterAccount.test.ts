import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { routeLanes } from "../../components/documents/routing";
import { partsOf } from "../../runtime/aws/rolePart";
import { entersAccounts } from "../../runtime/model/response";
import { catalogue } from "../../runtime/responses/catalogue";
import {
  type Deployment,
  deploy,
  encryptBuckets,
  type Made,
  masterConfig,
  serviceConfig,
  statementsOf,
} from "./deploy";

const types = {
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  queue: "aws:sqs/queue:Queue",
  queuePolicy: "aws:sqs/queuePolicy:QueuePolicy",
  rule: "aws:cloudwatch/eventRule:EventRule",
  target: "aws:cloudwatch/eventTarget:EventTarget",
  function: "aws:lambda/function:Function",
  mapping: "aws:lambda/eventSourceMapping:EventSourceMapping",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
};
const routes = catalogue.map((route) => route.name);
/** The roles that a route's function may assume: never the one that releases. */
const rolesIn = (name: string) => {
  const { permissions } = catalogue.filter(entersAccounts).find((route) => route.name === name)!;
  const others = partsOf(permissions).filter((part) => part !== "release");
  const arns = ["", ...others.map((part) => `-${part}`)].map(
    (end) => `arn:aws:iam::*:role/Security-IR-Role-${name}${end}`,
  );
  return arns.length === 1 ? arns[0] : arns;
};
/** Routes that answer findings about configuration have a second queue for those. */
const hasPosture = (name: string) =>
  Object.keys(routeLanes(catalogue.find((route) => route.name === name)!, catalogue).posture).length > 0;

describe("the security account's stack", () => {
  let stack: Deployment;
  before(async () => {
    stack = await deploy(masterConfig);
  });

  it("F4 M37 Y23: lets only the organization's forwarding roles send, and only from the sources in use", () => {
    const { inputs } = stack.one("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "findings");
    assert.deepEqual(statementsOf(inputs["policy"]), [
      {
        Sid: "FindingsOfTheOrganization",
        Effect: "Allow",
        Principal: "*",
        Action: "events:PutEvents",
        Resource: "arn:aws:events:eu-west-1:111122223333:event-bus/firebreak-findings",
        Condition: {
          ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/firebreak-forwarding" },
          StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
          "ForAllValues:StringEquals": {
            "events:source": [
              "aws.guardduty",
              "aws.config",
              "aws.securityhub",
              "aws.ssm",
              "aws.tag",
              "firebreak.doctor",
              "aws.cloudtrail",
              "aws.ec2",
              "aws.eks",
              "aws.iam",
              "aws.lambda",
              "aws.rds",
              "aws.s3",
            ],
            "events:detail-type": [
              "GuardDuty Finding",
              "GuardDuty Malware Protection Object Scan Result",
              "Config Rules Compliance Change",
              "Security Hub Findings - Imported",
              "Security Hub Findings - Custom Action",
              "Findings Imported V2",
              "EC2 Automation Execution Status-change Notification",
              "Tag Change on Resource",
              "Firebreak Doctor Test",
              "AWS API Call via CloudTrail",
            ],
          },
        },
      },
    ]);
  });

  for (const route of routes) {
    describe(route, () => {
      const name = `firebreak-${route}`;

      it("case 57: has rules, a queue that admits exactly those rules, and dead letters for all of them", () => {
        const targets = stack
          .of(types.target)
          .filter((item) => item.inputs["targetId"] === "queue" && item.name.startsWith(`${route}-`));
        assert.ok(targets.length > 0);
        const isPosture = (item: Made) => item.name.startsWith(`${route}-posture`);
        for (const item of targets) {
          const queue = isPosture(item) ? `${name}-posture` : name;
          assert.equal(item.inputs["arn"], `arn:aws:sqs:eu-west-1:111122223333:${queue}`);
          const dead = { arn: `arn:aws:sqs:eu-west-1:111122223333:${name}-dead` };
          assert.deepEqual(item.inputs["deadLetterConfig"], dead);
        }
        // Schedules are rules of the default bus.
        const busOf = (item: Made) => (item.inputs["eventBusName"] ? "firebreak-findings/" : "");
        const arnsOf = (items: Made[]) =>
          items
            .sort((one, other) => busOf(other).length - busOf(one).length)
            .map((item) => `arn:aws:events:eu-west-1:111122223333:rule/${busOf(item)}${item.inputs["rule"]}`);
        const [own, posture] = [targets.filter((item) => !isPosture(item)), targets.filter(isPosture)].map(arnsOf) as [
          string[],
          string[],
        ];
        assert.equal(posture.length > 0, hasPosture(route));
        for (const [resource, queue, rules] of [
          [route, name, own],
          [`${route}-dead`, `${name}-dead`, [...own, ...posture]],
          ...(hasPosture(route) ? [[`${route}-posture`, `${name}-posture`, posture] as const] : []),
        ] as [string, string, string[]][]) {
          const allowed = statementsOf(stack.one(types.queuePolicy, resource!).inputs["policy"]).filter(
            (item) => item.Effect === "Allow",
          );
          assert.deepEqual(allowed, [
            {
              Sid: "FindingsOfTheRules",
              Effect: "Allow",
              Principal: { Service: "events.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: `arn:aws:sqs:eu-west-1:111122223333:${queue}`,
              Condition: { ArnEquals: { "aws:SourceArn": rules } },
            },
          ]);
        }
      });

      it("M50 case 59: gives up after the configured deliveries, and hides a message for six times the function's timeout", () => {
        const queue = stack.one(types.queue, route).inputs;
        assert.deepEqual(JSON.parse(queue["redrivePolicy"]), {
          deadLetterTargetArn: `arn:aws:sqs:eu-west-1:111122223333:${name}-dead`,
          maxReceiveCount: 5,
        });
        const { timeout } = stack.one(types.function, route).inputs;
        assert.equal(queue["visibilityTimeoutSeconds"], 6 * timeout);
        assert.equal(queue["maxMessageSize"], 1024 * 1024, "as large as EventBridge's events");
      });

      it("M57: runs on nodejs24.x and arm64 under its own role, and reports failures per message of a batch", () => {
        const { inputs } = stack.one(types.function, route);
        assert.equal(inputs["runtime"], "nodejs24.x");
        assert.deepEqual(inputs["architectures"], ["arm64"]);
        assert.equal(inputs["role"], `arn:aws:iam::111122223333:role/${name}`);
        const mapping = stack.one(types.mapping, route).inputs;
        assert.deepEqual(mapping["functionResponseTypes"], ["ReportBatchItemFailures"]);
        assert.equal(mapping["eventSourceArn"], `arn:aws:sqs:eu-west-1:111122223333:${name}`);
      });

      it("M36: has exactly the permissions that it needs", () => {
        const statements = statementsOf(stack.one(types.rolePolicy, route).inputs["policy"]);
        const expected = [
          [
            "Log",
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/${name}:*`,
          ],
          [
            "Queue",
            ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
            ["", "-dead", ...(hasPosture(route) ? ["-posture"] : [])].map(
              (end) => `arn:aws:sqs:eu-west-1:111122223333:${name}${end}`,
            ),
          ],
          [
            "Letters",
            ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"],
            `arn:aws:sqs:eu-west-1:111122223333:${name}-kept`,
          ],
          ["OwnQueue", ["sqs:SendMessage"], `arn:aws:sqs:eu-west-1:111122223333:${name}`],
          [
            "Journal",
            [
              ...(route === "notify" ? [] : ["dynamodb:ConditionCheckItem"]),
              "dynamodb:DeleteItem",
              "dynamodb:GetItem",
              "dynamodb:PutItem",
              "dynamodb:Query",
              "dynamodb:UpdateItem",
            ],
            "arn:aws:dynamodb:eu-west-1:111122223333:table/journal",
          ],
          ...(route === "notify"
            ? []
            : [["Lookups", ["dynamodb:Query"], "arn:aws:dynamodb:eu-west-1:111122223333:table/journal/index/*"]]),
          ["Notice", ["sns:Publish"], "arn:aws:sns:eu-west-1:111122223333:firebreak-notices"],
          ["NoticeKey", ["kms:Decrypt", "kms:GenerateDataKey*"], "arn:aws:kms:eu-west-1:111122223333:key/notices"],
          ["Decisions", ["events:PutEvents"], "arn:aws:events:eu-west-1:111122223333:event-bus/firebreak-decisions"],
          ["Accounts", ["sts:AssumeRole"], rolesIn(route)],
          ["Exceptions", ["kms:VerifyMac"], "arn:aws:kms:eu-west-1:111122223333:key/exceptions"],
          ...(["isolate-instance", "isolate-task", "isolate-pod"].includes(route)
            ? [
                [
                  "GiveBack",
                  ["lambda:InvokeFunction"],
                  `arn:aws:lambda:eu-west-1:111122223333:function:${name}-release:give-back`,
                ],
              ]
            : []),
          ...(route === "notify"
            ? []
            : [["Archive", ["guardduty:ArchiveFindings", "guardduty:GetFindings", "guardduty:ListDetectors"], "*"]]),
        ];
        assert.deepEqual(
          statements.map((item) => [item.Sid, item.Action, item.Resource]),
          expected,
        );
        const accounts = statements.find((item) => item.Sid === "Accounts");
        if (accounts) assert.deepEqual(accounts.Condition, { StringEquals: { "aws:ResourceOrgID": "o-a1b2c3d4e5" } });
      });

      it("M26: checks its exemptions daily, right after midnight UTC", () => {
        assert.equal(stack.one(types.rule, `${route}-daily`).inputs["scheduleExpression"], "cron(5 0 * * ? *)");
        const { input } = stack.one(types.target, `${route}-daily`).inputs;
        assert.deepEqual(JSON.parse(input), { source: "firebreak", "detail-type": "Firebreak Exemption Sweep" });
      });

      it("Y15: has fair queues, and reserves part of the Region's concurrency for them", () => {
        const targets = stack
          .of(types.target)
          .filter((item) => item.inputs["targetId"] === "queue" && item.name.startsWith(`${route}-`));
        for (const { inputs } of targets) {
          const group = inputs["eventBusName"] ? { messageGroupId: "$.account" } : undefined;
          assert.deepEqual(inputs["sqsTarget"], group);
        }
        const mappings = stack
          .of(types.mapping)
          .filter(({ inputs }) => new RegExp(`:${name}(-posture|-dead)?$`).test(inputs["eventSourceArn"]));
        assert.equal(mappings.length, hasPosture(route) ? 3 : 2);
        const atOnce = mappings.reduce((sum, { inputs }) => sum + inputs["scalingConfig"].maximumConcurrency, 0);
        const reserved = stack.one(types.function, route).inputs["reservedConcurrentExecutions"];
        assert.ok(reserved > atOnce, "and some is left for commands");
      });

      it("Y14: consumes its dead letters and keeps them in a queue that they can be redriven from", () => {
        const { inputs } = stack.one(types.mapping, `${route}-dead`);
        assert.equal(inputs["eventSourceArn"], `arn:aws:sqs:eu-west-1:111122223333:${name}-dead`);
        assert.equal(stack.one(types.queue, `${route}-kept`).inputs["messageRetentionSeconds"], 14 * 86_400);
        const { deadLetterTargetArn } = JSON.parse(stack.one(types.queue, `${route}-dead`).inputs["redrivePolicy"]);
        assert.equal(deadLetterTargetArn, `arn:aws:sqs:eu-west-1:111122223333:${name}-kept`);
        const { environment } = stack.one(types.function, route).inputs;
        assert.match(environment.variables["KEPT_QUEUE_URL"], new RegExp(`/${name}-kept$`));
      });

      it("F19 M49 Y1: raises an alarm for dead letters, waiting findings, its own errors, and a target that is open", () => {
        const alarms = stack
          .of(types.alarm)
          .filter((alarm) => alarm.name.startsWith(`${route}-`) && !alarm.name.startsWith(`${route}-release-`));
        assert.deepEqual(alarms.map((alarm) => alarm.inputs["metricName"]).sort(), [
          "ApproximateAgeOfOldestMessage",
          "ApproximateAgeOfOldestMessage",
          ...(hasPosture(route) ? ["ApproximateAgeOfOldestMessage"] : []),
          "Errors",
          ...(route === "isolate-instance" ? ["LeftOpen"] : []),
        ]);
        for (const alarm of alarms) {
          assert.deepEqual(alarm.inputs["alarmActions"], ["arn:aws:sns:eu-west-1:111122223333:firebreak-notices"]);
        }
      });
    });
  }

  for (const route of ["isolate-instance", "block-principal"]) {
    it(`Y12: ${route}: releases through another function, which no finding reaches and which alone can assume the releasing role`, () => {
      const name = `firebreak-${route}-release`;
      const made = stack.one(types.function, `${route}-release`).inputs;
      assert.deepEqual([made["name"], made["role"]], [name, `arn:aws:iam::111122223333:role/${name}`]);
      const sources = stack.of(types.mapping).filter(({ inputs }) => inputs["functionName"].includes(name));
      assert.deepEqual(sources, []);
      const statements = statementsOf(stack.one(types.rolePolicy, `${route}-release`).inputs["policy"]);
      assert.deepEqual(
        statements.map(({ Sid, Action }) => [Sid, [Action].flat().length]),
        [
          ["Log", 2],
          ["Journal", 3],
          ["Outbox", 1],
          ["Notice", 1],
          ["NoticeKey", 2],
          ["Decisions", 1],
          ["Accounts", 1],
        ],
      );
      assert.deepEqual(statements.find(({ Sid }) => Sid === "Outbox").Condition, {
        "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [`outbox#${route}`] },
      });
      const enters = statements.find(({ Sid }) => Sid === "Accounts").Resource;
      assert.equal(enters, `arn:aws:iam::*:role/Security-IR-Role-${route}-release`);
      const contains = statementsOf(stack.one(types.rolePolicy, route).inputs["policy"]);
      assert.ok(![contains.find(({ Sid }) => Sid === "Accounts").Resource].flat().includes(enters));
      const aliases = stack.of("aws:lambda/alias:Alias").filter(({ inputs }) => inputs["functionName"] === name);
      assert.deepEqual(
        aliases.map(({ inputs }) => inputs["name"]),
        ["isolate-instance", "isolate-task", "isolate-pod"].includes(route) ? ["operate", "give-back"] : ["operate"],
      );
      const directory = JSON.parse(stack.one("aws:ssm/parameter:Parameter", "directory").inputs["insecureValue"]);
      assert.equal(directory.releases[route], name);
      const operators = statementsOf(stack.outputs["operatorPolicy"]).flatMap(({ Resource }) => [Resource].flat());
      assert.ok(operators.some((arn) => arn.endsWith(`:function:${name}:operate`)));
      assert.ok(!operators.some((arn) => arn.endsWith(":give-back")));
    });
  }

  it("keeps the journal: point-in-time recovery, deletion protection, lookups by day, account, resource and what is open", () => {
    const { inputs } = stack.one("aws:dynamodb/table:Table", "journal");
    assert.deepEqual(inputs["pointInTimeRecovery"], { enabled: true });
    assert.equal(inputs["deletionProtectionEnabled"], true);
    assert.deepEqual(
      inputs["globalSecondaryIndexes"].map((index: any) => index.hashKey),
      ["day", "account", "resource", "open"],
    );
  });

  it("M39: encrypts notices with a key that its own alarms may use", () => {
    assert.equal(
      stack.one("aws:sns/topic:Topic", "notices").inputs["kmsMasterKeyId"],
      "arn:aws:kms:eu-west-1:111122223333:key/notices",
    );
    const alarms = statementsOf(stack.one("aws:kms/key:Key", "notices").inputs["policy"]).find(
      (item) => item.Sid === "Alarms",
    );
    assert.deepEqual(alarms.Principal, { Service: "cloudwatch.amazonaws.com" });
    assert.deepEqual(alarms.Condition, { StringEquals: { "aws:SourceAccount": "111122223333" } });
  });

  it("M44: is protected like any other account: it forwards its own findings and has the service roles", () => {
    assert.equal(
      stack.one(types.target, "forwarding-us-east-1").inputs["arn"],
      "arn:aws:events:eu-west-1:111122223333:event-bus/firebreak-findings",
    );
    assert.equal(stack.one(types.role, "isolate-instance-role").inputs["name"], "Security-IR-Role-isolate-instance");
  });

  it("F17: keeps every event of the bus whole, in a log group that only its rule may write to", () => {
    const target = stack.one(types.target, "events").inputs;
    assert.equal(target["arn"], "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/events/firebreak-findings");
    const rule = JSON.parse(stack.one(types.rule, "events").inputs["eventPattern"]);
    assert.deepEqual(rule, JSON.parse(stack.one(types.rule, "forwarding-eu-west-1").inputs["eventPattern"]));
  });

  it("X43: lets EventBridge create streams in the event log, lets only its rule write, and keeps and reports failed writes", () => {
    const statements = statementsOf(
      stack.one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "events").inputs["policyDocument"],
    );
    const rule = "arn:aws:events:eu-west-1:111122223333:rule/firebreak-findings/firebreak-findings-log";
    assert.deepEqual(
      statements.map(({ Action, Condition }) => [Action, Condition]),
      [
        ["logs:CreateLogStream", undefined],
        ["logs:PutLogEvents", { ArnEquals: { "aws:SourceArn": rule } }],
      ],
    );
    const dead = "arn:aws:sqs:eu-west-1:111122223333:firebreak-findings-log-dead";
    assert.deepEqual(stack.one(types.target, "events").inputs["deadLetterConfig"], { arn: dead });
    const [admitted] = statementsOf(stack.one(types.queuePolicy, "events").inputs["policy"]);
    assert.equal(admitted.Resource, dead);
    assert.deepEqual(admitted.Condition, { ArnEquals: { "aws:SourceArn": [rule] } });
    const alarm = stack.one(types.alarm, "events").inputs;
    assert.equal(alarm["metricName"], "FailedInvocations");
    assert.deepEqual(alarm["dimensions"], { EventBusName: "firebreak-findings", RuleName: "firebreak-findings-log" });
    assert.deepEqual(alarm["alarmActions"], ["arn:aws:sns:eu-west-1:111122223333:firebreak-notices"]);
  });

  it("F46: has a trail only if the stack asks for one", async () => {
    const type = "awsx:cloudtrail:Trail";
    assert.deepEqual(stack.of(type), []);
    const audited = await deploy({ ...masterConfig, "firebreak:auditTrail": "true" });
    const { inputs } = audited.one(type, "audit");
    assert.equal(inputs["enableLogFileValidation"], true);
    assert.equal(inputs["isMultiRegionTrail"], true);
  });

  it("M51: outputs where things are for other tools, and subscribes the addresses that the stack names", async () => {
    const { outputs } = stack;
    assert.equal(outputs["busArn"], "arn:aws:events:eu-west-1:111122223333:event-bus/firebreak-findings");
    assert.deepEqual(Object.keys(outputs["functions"]), routes);
    assert.equal(outputs["noticeTopic"], "arn:aws:sns:eu-west-1:111122223333:firebreak-notices");
    const emails = JSON.stringify(["security@example.com"]);
    const subscribed = await deploy({ ...masterConfig, "firebreak:alertEmails": emails });
    const { inputs } = subscribed.one("aws:sns/topicSubscription:TopicSubscription", "notices-security@example.com");
    assert.equal(inputs["endpoint"], "security@example.com");
    assert.deepEqual(Object.keys(outputs["queues"]["isolate-instance"]).sort(), ["dead", "url"]);
    assert.equal(outputs["dashboard"], "firebreak");
  });
});

describe("a stack in another partition", () => {
  for (const [name, config] of Object.entries({ master: masterConfig, service: serviceConfig })) {
    it(`M46 case 46: ${name}: no policy names the partition aws`, async () => {
      const approvers = JSON.stringify(["arn:aws-us-gov:iam::111122223333:user/approver"]);
      const { made } = await deploy({ ...config, "firebreak:approvers": approvers }, { partition: "aws-us-gov" });
      const documents = made.flatMap(({ inputs }) =>
        ["policy", "assumeRolePolicy", "policyDocument"].flatMap((key) => inputs[key] ?? []),
      );
      assert.ok(documents.length > 10);
      // ARNs that the provider makes come from the mocks; what the program writes itself has the partition.
      const written = documents.flatMap(
        (text) => String(text).match(/arn:aws[\w-]*:(iam|ec2|s3|guardduty)[^"]*/g) ?? [],
      );
      assert.ok(written.length > 10);
      assert.deepEqual(
        written.filter((arn) => arn.startsWith("arn:aws:")),
        [],
      );
    });
  }
});

describe("a stack with a misspelled key", () => {
  it("X35: stops before anything is made and suggests the right key", async () => {
    const config = { ...masterConfig, "firebreak:alertEmail": '["soc@example.com"]' };
    await assert.rejects(deploy(config), /firebreak:alertEmail is not a setting: did you mean alertEmails\?/);
  });
});

describe("the roles of the functions", () => {
  it("Y23: trust Lambda for functions of the security account only", async () => {
    const stack = await deploy({ ...masterConfig, "firebreak:memberAccounts": '["444455556666"]' });
    const used = new Set(
      stack.of("aws:lambda/function:Function").map(({ inputs }) => inputs["role"].split("/").at(-1)),
    );
    const roles = stack.of("aws:iam/role:Role").filter(({ inputs }) => used.has(inputs["name"]));
    assert.equal(roles.length, used.size);
    assert.ok(used.size > 6);
    for (const { inputs } of roles) {
      const [statement, ...others] = statementsOf(inputs["assumeRolePolicy"]);
      assert.deepEqual(others, []);
      assert.deepEqual(statement.Principal, { Service: "lambda.amazonaws.com" });
      assert.deepEqual(statement.Condition, { StringEquals: { "aws:SourceAccount": "111122223333" } });
    }
  });
});

describe("the stack with runbooks", () => {
  const runbooks = JSON.stringify([encryptBuckets]);

  it("F15: needs only the declaration: function, queue and role are made, in both kinds of accounts", async () => {
    const [master, service] = [
      await deploy({ ...masterConfig, "firebreak:runbooks": runbooks }),
      await deploy({ ...serviceConfig, "firebreak:runbooks": runbooks }),
    ];
    assert.ok(master.outputs["functions"]["run-runbook"]);
    const statements = statementsOf(service.one(types.rolePolicy, "run-runbook-role").inputs["policy"]);
    const may = (action: string) => statements.filter((item) => item.Action.includes(action));
    assert.deepEqual(
      may("s3:PutEncryptionConfiguration").map((item) => item.Resource),
      [["arn:aws:s3:::*"]],
    );
    assert.equal(may("ssm:StartAutomationExecution").length, 1);
  });

  it("M34: forwards the ends of the declared document's executions, and checks for them regularly", async () => {
    const service = await deploy({ ...serviceConfig, "firebreak:runbooks": runbooks });
    const pattern = JSON.parse(service.one(types.rule, "forwarding-eu-west-1").inputs["eventPattern"]);
    const [ssm] = pattern.$or.filter((item: any) => item.source[0] === "aws.ssm");
    assert.deepEqual(ssm.detail.Definition, ["AWS-EnableS3BucketEncryption"]);
    const master = await deploy({ ...masterConfig, "firebreak:runbooks": runbooks });
    assert.equal(master.one(types.rule, "run-runbook-schedule").inputs["scheduleExpression"], "rate(15 minutes)");
    const { inputs } = master.one(types.target, "run-runbook-schedule");
    assert.deepEqual(JSON.parse(inputs["input"])["detail-type"], "Firebreak Sweep");
    const admitted = statementsOf(master.one(types.queuePolicy, "run-runbook").inputs["policy"])[0];
    assert.ok(
      admitted.Condition.ArnEquals["aws:SourceArn"].includes(
        "arn:aws:events:eu-west-1:111122223333:rule/firebreak-run-runbook-schedule",
      ),
    );
  });
});

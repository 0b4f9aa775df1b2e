import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { catalogue } from "../../runtime/responses/catalogue";
import { type Deployment, deploy, masterConfig, statementsOf } from "./deploy";

const routes = [...catalogue.map((route) => route.name), "exceptions"];
const account = "111122223333";

describe("Y2: the queues whose messages are trusted", () => {
  let stack: Deployment;
  before(async () => {
    stack = await deploy(masterConfig);
  });

  it("Y2: all have a policy, and only a queue's function may touch a message", () => {
    const queues = stack
      .of("aws:sqs/queue:Queue")
      .map(({ inputs }) => String(inputs["name"]))
      // Nothing reads these: events that a rule could not send to another account or write to the log.
      .filter((name) => !/^firebreak-(forwarding|findings-log)/.test(name));
    assert.ok(queues.length >= 3 * routes.length);
    const policies = stack.of("aws:sqs/queuePolicy:QueuePolicy").map(({ inputs }) => statementsOf(inputs["policy"]));
    for (const name of queues) {
      const arn = `arn:aws:sqs:eu-west-1:${account}:${name}`;
      const found = policies.filter((statements) => statements.some(({ Resource }) => Resource === arn));
      assert.equal(found.length, 1, `${name} has one policy`);
      const [denied, ...more] = found[0]!.filter(({ Effect }) => Effect === "Deny");
      assert.deepEqual(more, []);
      assert.deepEqual(denied, {
        Sid: "NobodyElse",
        Effect: "Deny",
        Principal: "*",
        Action: [
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:PurgeQueue",
          "sqs:ReceiveMessage",
          "sqs:SendMessage",
        ],
        Resource: arn,
        Condition: {
          ArnNotEquals: {
            "aws:PrincipalArn": `arn:aws:iam::${account}:role/${name.replace(/-(dead|kept|posture)$/, "")}`,
          },
          BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        },
      });
      const allowed = found[0]!.filter(({ Effect }) => Effect === "Allow");
      assert.equal(allowed.length, name.endsWith("-kept") ? 0 : 1, `${name} is filled by its rules`);
    }
  });

  it("Y2: name the role that the queue's function runs under", () => {
    const roles = stack.of("aws:iam/role:Role").map(({ inputs }) => inputs["name"]);
    for (const name of routes) {
      const { inputs } = stack.one("aws:lambda/function:Function", name);
      assert.equal(inputs["role"], `arn:aws:iam::${account}:role/firebreak-${name}`);
      assert.ok(roles.includes(`firebreak-${name}`));
    }
  });

  it("Y2: appear in no policy for people; operators redrive by a command to each function", () => {
    const aliases = stack
      .of("aws:lambda/alias:Alias")
      .map(({ inputs }) => `${inputs["functionName"]}:${inputs["name"]}`);
    for (const policy of ["operatorPolicy", "approverPolicy", "auditorPolicy"]) {
      const statements = statementsOf(stack.outputs[policy]);
      const actions = statements.flatMap(({ Action }) => Action);
      assert.deepEqual(
        actions.filter(
          (action: string) =>
            !/^(ssm:GetParameter|dynamodb:(GetItem|Query)|lambda:InvokeFunction|sts:AssumeRole)$/.test(action),
        ),
        [],
      );
      const operates = (name: string) =>
        statements.some(({ Resource }) =>
          [Resource].flat().includes(`arn:aws:lambda:eu-west-1:${account}:function:firebreak-${name}:operate`),
        );
      const may = policy === "operatorPolicy" ? routes : policy === "approverPolicy" ? ["exceptions"] : [];
      assert.deepEqual(routes.filter(operates), may);
    }
    for (const name of routes) assert.ok(aliases.includes(`firebreak-${name}:operate`), name);
    assert.ok(!aliases.includes("firebreak-notify:approve"), "nothing of it waits for approval");
  });
});

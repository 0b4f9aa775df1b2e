import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { type Deployment, deploy, masterConfig, serviceConfig, statementsOf } from "./deploy";

const parameter = "aws:ssm/parameter:Parameter";

describe("the security account's directory", () => {
  let stack: Deployment;
  before(async () => {
    const more = { "firebreak:memberAccounts": JSON.stringify(["444455556666"]) };
    stack = await deploy({ ...masterConfig, ...more });
  });

  it("lists where everything is", () => {
    const { inputs } = stack.one(parameter, "directory");
    assert.equal(inputs["name"], "/firebreak/directory");
    assert.equal(inputs["type"], "String");
    const directory = JSON.parse(inputs["insecureValue"]);
    assert.deepEqual(
      Object.keys(directory.queues).sort(),
      [...Object.keys(directory.functions), "exceptions"].sort(),
      "each of them has dead letters",
    );
    assert.deepEqual(
      directory.responses,
      [
        "isolate-instance",
        "block-principal",
        "confine-security-group",
        "block-public-bucket",
        "stop-function",
        "isolate-database",
        "unshare-copy",
        "isolate-task",
        "isolate-pod",
        "confine-cluster",
        "restore-guardrail",
      ],
      "notify contains nothing",
    );
    assert.equal(directory.functions["notify"], "firebreak-notify");
    assert.deepEqual(directory.queues["isolate-instance"], {
      url: "https://sqs.eu-west-1.amazonaws.com/111122223333/firebreak-isolate-instance",
      dead: "https://sqs.eu-west-1.amazonaws.com/111122223333/firebreak-isolate-instance-kept",
    });
    const { securityAccountId, homeRegion, partition, journalTable, regions, rolePrefix } = directory;
    assert.deepEqual(
      { securityAccountId, homeRegion, partition, journalTable, regions, rolePrefix },
      {
        securityAccountId: "111122223333",
        homeRegion: "eu-west-1",
        partition: "aws",
        journalTable: "journal",
        regions: ["eu-west-1", "us-east-1"],
        rolePrefix: "Security-IR-Role",
      },
    );
    assert.equal(directory.exceptionTagKey, "SecurityException");
    assert.equal(directory.openGroups, "firebreak-open-groups");
  });

  it("names no function for open groups if none evaluates them", async () => {
    const alone = await deploy(masterConfig);
    assert.equal(JSON.parse(alone.one(parameter, "directory").inputs["insecureValue"]).openGroups, undefined);
  });

  it("X45: fits into the parameter with as many accounts as there may be: it names none of them", async () => {
    const accounts = Array.from({ length: 1000 }, (_, index) => String(444455556000 + index));
    const full = await deploy({ ...masterConfig, "firebreak:memberAccounts": JSON.stringify(accounts) });
    const { inputs } = full.one(parameter, "directory");
    assert.ok(inputs["insecureValue"].length <= 8192, `${inputs["insecureValue"].length} characters`);
    assert.ok(!inputs["insecureValue"].includes(accounts[0]!));
    assert.equal(inputs["tier"], "Intelligent-Tiering");
  });

  it("exists in the security account only", async () => {
    assert.deepEqual((await deploy(serviceConfig)).of(parameter), []);
  });

  describe("policies for people", () => {
    const actionsOf = (name: string) => statementsOf(stack.outputs[name]).flatMap((statement) => statement.Action);
    const invokable = (name: string): string[] =>
      statementsOf(stack.outputs[name])
        .filter((statement) => statement.Action.includes("lambda:InvokeFunction"))
        .flatMap((statement) => statement.Resource);

    const modes = (arn: string) => arn.endsWith(":read");

    it("let an auditor read the directory, the journal and the modes of responses, and nothing else", () => {
      const [directory, journal, asking, ...more] = statementsOf(stack.outputs["auditorPolicy"]);
      assert.deepEqual(more, []);
      assert.deepEqual(asking!.Action, ["lambda:InvokeFunction"]);
      assert.ok(asking!.Resource.length > 0 && asking!.Resource.every(modes));
      assert.deepEqual(
        [directory, journal],
        [
          {
            Sid: "Directory",
            Effect: "Allow",
            Action: ["ssm:GetParameter"],
            Resource: ["arn:aws:ssm:eu-west-1:111122223333:parameter/firebreak/directory"],
          },
          {
            Sid: "Journal",
            Effect: "Allow",
            Action: ["dynamodb:GetItem", "dynamodb:Query"],
            Resource: [
              "arn:aws:dynamodb:eu-west-1:111122223333:table/journal",
              "arn:aws:dynamodb:eu-west-1:111122223333:table/journal/index/*",
            ],
          },
        ],
      );
    });

    it("let an operator use the functions through the alias for operators only, and ask for modes", () => {
      const functions = invokable("operatorPolicy").filter((arn) => !modes(arn));
      assert.ok(
        functions.includes("arn:aws:lambda:eu-west-1:111122223333:function:firebreak-isolate-instance:operate"),
      );
      assert.ok(functions.every((arn) => /:function:firebreak-[a-z-]+:operate$/.test(arn)));
      assert.ok(!actionsOf("operatorPolicy").includes("sts:AssumeRole"));
    });

    it("let an approver approve, ask for modes, and operate nothing but exceptions", () => {
      const functions = invokable("approverPolicy").filter((arn) => !modes(arn));
      assert.ok(
        functions.includes("arn:aws:lambda:eu-west-1:111122223333:function:firebreak-isolate-instance:approve"),
      );
      assert.deepEqual(
        functions.filter((arn) => !arn.endsWith(":approve")),
        ["arn:aws:lambda:eu-west-1:111122223333:function:firebreak-exceptions:operate"],
      );
      assert.ok(!actionsOf("approverPolicy").some((action) => action.startsWith("sqs:")));
    });

    it("have no wildcard in an action, and in a resource only for the journal's indexes", () => {
      for (const name of ["operatorPolicy", "approverPolicy", "auditorPolicy"]) {
        const statements = statementsOf(stack.outputs[name]);
        assert.deepEqual(
          statements.flatMap((statement) => statement.Action).filter((action) => action.includes("*")),
          [],
        );
        assert.deepEqual(
          statements.flatMap((statement) => statement.Resource).filter((resource) => resource.includes("*")),
          ["arn:aws:dynamodb:eu-west-1:111122223333:table/journal/index/*"],
        );
      }
    });

    it("fit into a managed policy", () => {
      for (const name of ["operatorPolicy", "approverPolicy", "auditorPolicy"]) {
        assert.ok(stack.outputs[name].length <= 6144, `${name} has ${stack.outputs[name].length} characters`);
      }
    });
  });
});

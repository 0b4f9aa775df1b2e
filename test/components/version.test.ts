import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { layOutLambdaModules } from "../../local/aws/lambdaModules";
import { change } from "../runtime/openGroups/events";
import { logOf } from "./cleanProcess";
import { codeIn, type Deployment, deploy, masterConfig, serviceConfig } from "./deploy";

const project = path.join(__dirname, "..", "..");
const { version } = require("../../package.json");

/** Calls the handler once for each event, whatever it answers. */
const driver = `
const { handler } = require("./index.js");
const arn = "arn:aws:lambda:eu-west-1:111122223333:function:name";
(async () => {
  for (const event of JSON.parse(process.argv[2])) {
    const invokedFunctionArn = event.command ? arn + ":operate" : arn;
    await handler(event, { awsRequestId: "1", invokedFunctionArn, getRemainingTimeInMillis: () => 30000 }).catch(() => {});
  }
})();`;

const message = {
  messageId: "1",
  receiptHandle: "r",
  body: "{}",
  attributes: { ApproximateReceiveCount: "1" },
  eventSourceARN: "arn:aws:sqs:eu-west-1:111122223333:queue",
};

/** Each function writes a log line about at least one of these, even if only about a failure. */
const events = [
  { command: "plan", event: { source: "aws.health" } },
  { command: "plan-release", containment: "0123456789abcdef" },
  { command: "examine", account: "444455556666" },
  { Records: [message] },
  change(),
];

describe("the version of package.json", () => {
  let master: Deployment;
  before(async () => {
    const config = JSON.stringify({ rules: ["SECURITY_GROUP_OPEN_PROHIBITED"] });
    master = await deploy({ ...masterConfig, "firebreak:config": config }, { code: true });
  });

  it("is an output of both kinds of stacks", async () => {
    assert.match(version, /^\d+\.\d+\.\d+$/);
    assert.equal(master.outputs["version"], version);
    assert.equal((await deploy(serviceConfig)).outputs["version"], version);
  });

  describe("in the log", () => {
    let modules: string;
    before(async () => {
      modules = await mkdtemp(path.join(tmpdir(), "firebreak-version-"));
      await layOutLambdaModules(project, modules);
    });
    after(() => rm(modules, { recursive: true, force: true }));

    it("is in every line of every deployed function", async () => {
      const functions = master.of("aws:lambda/function:Function");
      const names = functions.map(({ name }) => name);
      for (const kind of ["isolate-instance", "isolate-instance-release", "notify", "exceptions", "doctor"]) {
        assert.ok(names.includes(kind), `no ${kind} among ${names}`);
      }
      assert.ok(names.some((name) => name.startsWith("open-groups")));
      for (const { name, inputs } of functions) {
        const environment = { ...(await inputs["environment"]).variables, AWS_LAMBDA_FUNCTION_NAME: name };
        const lines = await logOf({ code: await codeIn(inputs), modules, driver, environment }, events);
        assert.ok(lines.length > 0, `${name} wrote nothing`);
        for (const line of lines) assert.equal(line["version"], version, `${name}: ${JSON.stringify(line)}`);
      }
    });
  });
});

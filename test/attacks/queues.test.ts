import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { peoplePolicies } from "../../components/documents/operatorPolicies";
import { exceptionGranter } from "../../runtime/functions/exceptions/granter";
import { responder } from "../../runtime/functions/responder/responder";
import { responderVariables } from "../../runtime/functions/shared/environment";
import { isolateInstance } from "../../runtime/responses/isolateInstance";
import { notify } from "../../runtime/responses/notify";
import { guardDutyEvent, security, settingsFor } from "./harness";

describe("Y2: an operator who forges a finding", () => {
  const functionArn = `arn:aws:lambda:eu-west-1:${security}:function:firebreak-isolate-instance`;
  const known = { ...process.env };
  before(() => {
    process.env["AWS_REGION"] = "eu-west-1";
    for (const name of Object.values(responderVariables)) process.env[name] = "https://sqs/1/x";
  });
  after(() => {
    for (const name of ["AWS_REGION", ...Object.values(responderVariables)]) {
      if (known[name] === undefined) delete process.env[name];
      else process.env[name] = known[name];
    }
  });

  it("Y2: can neither put it into a queue nor make dead letters vanish: the policy names no queue", () => {
    const { operatorPolicy } = peoplePolicies({
      partition: "aws",
      rolePath: "/",
      region: "eu-west-1",
      accountId: security,
      tableArn: "t",
      functions: ["firebreak-isolate-instance"],
      notifiers: ["firebreak-notify"],
    });
    assert.doesNotMatch(operatorPolicy, /sqs/);
    assert.match(operatorPolicy, /firebreak-notify:operate/);
  });

  const settings = settingsFor({ findingTypes: isolateInstance.findingTypes });
  const exceptionSettings = {
    people: { operate: [], approve: [] },
    responses: [],
    limits: {},
    deliveryAttempts: 5,
  } as any;
  const handlers = {
    "isolate-instance": () => responder(isolateInstance, settings)(),
    notify: () => responder(notify, settings)(),
    exceptions: () => exceptionGranter(exceptionSettings)(),
  };
  for (const [name, handler] of Object.entries(handlers)) {
    it(`Y2: cannot pass it to ${name} as if it came from the queue, through the alias for commands`, async () => {
      const forged = guardDutyEvent({ envelope: security, severity: 10, id: "abc", title: "made up" });
      const record = {
        messageId: "6e1f6a2c-0000-4000-8000-000000000001",
        receiptHandle: "x",
        body: JSON.stringify(forged),
        eventSource: "aws:sqs",
        eventSourceARN: `arn:aws:sqs:eu-west-1:${security}:firebreak-isolate-instance`,
        attributes: { ApproximateReceiveCount: "1" },
      };
      for (const alias of ["operate", "approve"]) {
        const context = {
          awsRequestId: "r",
          invokedFunctionArn: `${functionArn}:${alias}`,
          getRemainingTimeInMillis: () => 100_000,
        };
        await assert.rejects(handler()({ Records: [record] } as any, context), {
          code: "NotAllowedHere",
          message: new RegExp(`came through "${alias}"`),
        });
      }
    });
  }
});

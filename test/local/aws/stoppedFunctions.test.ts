import assert from "node:assert/strict";
import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  TagResourceCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { archive, lambdaFunction, logging, reading } from "./functions";
import { security } from "./instance";
import { allow, as, errorName, outcome, session } from "./principals";
import { queue, queueFor, receive } from "./queues";
import { rule } from "./rules";

const client = async () => new LambdaClient(await as(security));
const code = "exports.handler = async () => 1;";

/** Waits until provisioned concurrency is there. */
async function ready(lambda: LambdaClient, of: { FunctionName: string; Qualifier: string | undefined }): Promise<void> {
  while ((await lambda.send(new GetProvisionedConcurrencyConfigCommand(of))).Status === "IN_PROGRESS") {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("local AWS: row 1: functions that are stopped", function () {
  this.timeout(120_000);

  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
  it("row 1: a reserved concurrency of 0 lets no version or alias run, and is not the same as none", async () => {
    const lambda = await client();
    const { name: FunctionName } = await lambdaFunction({ code });
    const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
    await lambda.send(new CreateAliasCommand({ FunctionName, Name: "prod", FunctionVersion: Version! }));
    const reserved = async () =>
      (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions;
    assert.equal(await reserved(), undefined);
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    assert.equal(await reserved(), 0);
    for (const Qualifier of ["$LATEST", "1", "prod"]) {
      const invoked = lambda.send(new InvokeCommand({ FunctionName, Qualifier }));
      assert.equal(await errorName(invoked), "TooManyRequestsException", Qualifier);
    }
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    assert.equal(await reserved(), undefined);
    assert.equal((await lambda.send(new InvokeCommand({ FunctionName }))).StatusCode, 200);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
  it("row 1: provisioned concurrency must not exceed the reserved one, from either side", async () => {
    const lambda = await client();
    const { name: FunctionName } = await lambdaFunction({ code });
    const { Version: Qualifier } = await lambda.send(new PublishVersionCommand({ FunctionName }));
    const provide = (ProvisionedConcurrentExecutions: number) =>
      new PutProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier, ProvisionedConcurrentExecutions });
    const reserve = (ReservedConcurrentExecutions: number) =>
      new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions });
    await lambda.send(reserve(2));
    await lambda.send(provide(2));
    assert.equal(await errorName(lambda.send(reserve(0))), "InvalidParameterValueException");
    await ready(lambda, { FunctionName, Qualifier });
    await lambda.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
    await lambda.send(reserve(0));
    assert.equal(await errorName(lambda.send(provide(1))), "InvalidParameterValueException");
  });

  // https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
  it("row 1: nothing is published twice, and a version keeps its code", async () => {
    const lambda = await client();
    const { name: FunctionName } = await lambdaFunction({ code });
    const publish = async () => (await lambda.send(new PublishVersionCommand({ FunctionName }))).Version;
    assert.deepEqual([await publish(), await publish()], ["1", "1"]);
    const ZipFile = archive({ "index.js": "exports.handler = async () => 2;" });
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    await waitUntilFunctionUpdatedV2(
      { client: lambda, maxWaitTime: 10, minDelay: 0.1, maxDelay: 0.2 },
      { FunctionName },
    );
    assert.equal(await publish(), "2");
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier: "1" }));
    assert.equal(Buffer.from(Payload!).toString(), "1");
  });

  it("row 1: an event source mapping is disabled and enabled again", async () => {
    const lambda = await client();
    const { name: FunctionName } = await lambdaFunction({ code, statements: [logging, reading] });
    const { arn: EventSourceArn } = await queue();
    const { UUID } = await lambda.send(new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn }));
    const state = async () =>
      (await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }))).EventSourceMappings![0]!.State!;
    for (const [Enabled, expected] of [
      [false, /^Disabl/],
      [true, /^(Creating|Enabl)/],
    ] as const) {
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
      assert.match(await state(), expected);
    }
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  });

  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
  it("row 8: IAM checks each call against the function, the qualifier, the mapping, or nothing", async () => {
    const root = await client();
    const { name: FunctionName, arn } = await lambdaFunction({ code, statements: [logging, reading] });
    const { Version: Qualifier } = await root.send(new PublishVersionCommand({ FunctionName }));
    const { UUID } = await root.send(
      new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn: (await queue()).arn }),
    );
    const only = async (action: string, resource: string) =>
      new LambdaClient(await as(await session(security, allow(`lambda:${action}`, resource))));
    const mapping = arn.replace(`function:${FunctionName}`, `event-source-mapping:${UUID}`);
    const calls: [action: string, resource: string, other: string, make: () => any][] = [
      [
        "DeleteProvisionedConcurrencyConfig",
        `${arn}:${Qualifier}`,
        arn,
        () => new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }),
      ],
      ["ListEventSourceMappings", "*", arn, () => new ListEventSourceMappingsCommand({ FunctionName })],
      ["UpdateEventSourceMapping", mapping, arn, () => new UpdateEventSourceMappingCommand({ UUID, Enabled: false })],
      ["ListTags", arn, `${arn}:*`, () => new ListTagsCommand({ Resource: arn })],
      ["TagResource", arn, `${arn}-2`, () => new TagResourceCommand({ Resource: arn, Tags: { team: "web" } })],
    ];
    for (const [action, resource, other, make] of calls) {
      assert.equal(await outcome((await only(action, resource)).send(make())), "allowed", action);
      assert.equal(await outcome((await only(action, other)).send(make())), "refused", action);
    }
    await root.send(new DeleteEventSourceMappingCommand({ UUID }));
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
  it("row 22: events of some calls name the version of the API", async () => {
    const lambda = await client();
    const { name: FunctionName } = await lambdaFunction({ code });
    const made = await rule({ pattern: { source: ["aws.lambda"], "detail-type": ["AWS API Call via CloudTrail"] } });
    const heard = await queueFor("events.amazonaws.com", made.arn);
    await made.target({ Arn: heard.arn });
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    const events = (await receive(heard, 2)).map((message) => JSON.parse(message.Body!).detail);
    assert.deepEqual(events.map((event) => event.eventName).sort(), [
      "DeleteFunctionConcurrency20171031",
      "PutFunctionConcurrency20171031",
    ]);
    assert.equal(events[0].requestParameters.functionName, FunctionName);
  });
});

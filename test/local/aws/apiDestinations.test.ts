import assert from "node:assert/strict";
import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  DescribeConnectionCommand,
  EventBridgeClient,
  type InputTransformer,
} from "@aws-sdk/client-eventbridge";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { after, describe, it } from "mocha";
import { security } from "./instance";
import { allow, as, role, type Statement, trust, unique } from "./principals";
import { type Queue, queueFor, receive } from "./queues";
import { type Received, type Receiver, receiver } from "./receiver";
import { put, rule } from "./rules";

const template: InputTransformer = {
  InputPathsMap: { text: "$.detail.text", list: "$.detail.list", more: "$.detail.more" },
  InputTemplate: '{"text":<text>,"deep":[{"list":<list>}],"more":<more>,"fixed":"a \\n b"}',
};

/** Text of others that ends a string, begins a key, and has every kind of line end and control character. */
const hostile = '"},{"x":"\\" \\n \n\r\t\u2028\u0000 <text> \\\\" </script> \u{1f600}';

interface Options {
  statements?: Statement[];
  transformer?: InputTransformer;
}

describe("local AWS: API destinations", () => {
  const receivers: Receiver[] = [];
  after(async () => {
    for (const one of receivers) await one.close();
  });

  const listen = async (answer?: (request: Received) => number | undefined): Promise<Receiver> => {
    const made = await receiver(answer);
    receivers.push(made);
    return made;
  };

  /** A rule for one source, whose events go to a host that the receiver stands for. */
  async function destination(to: Receiver, { statements, transformer }: Options = {}) {
    const events = new EventBridgeClient(await as(security));
    const name = unique("destination");
    const Host = `${name}.example.com`;
    await new SSMClient(await as(security)).send(
      new PutParameterCommand({ Name: `/local-aws/api-destinations/${Host}`, Value: to.origin, Type: "String" }),
    );
    const { ConnectionArn } = await events.send(
      new CreateConnectionCommand({
        Name: name,
        AuthorizationType: "API_KEY",
        AuthParameters: {
          ApiKeyAuthParameters: { ApiKeyName: "X-Key", ApiKeyValue: "key-value" },
          InvocationHttpParameters: {
            BodyParameters: [{ Key: "routing", Value: "body-value", IsValueSecret: true }],
            QueryStringParameters: [{ Key: "sig", Value: "query value", IsValueSecret: true }],
            HeaderParameters: [{ Key: "X-Plain", Value: "plain-value", IsValueSecret: false }],
          },
        },
      }),
    );
    const { ApiDestinationArn } = await events.send(
      new CreateApiDestinationCommand({
        Name: name,
        ConnectionArn,
        HttpMethod: "POST",
        InvocationEndpoint: `https://${Host}/hook`,
      }),
    );
    const source = unique("source");
    const made = await rule({ pattern: { source: [source] } });
    const dead = await queueFor("events.amazonaws.com", made.arn);
    const allowed = statements ?? [allow("events:InvokeApiDestination", ApiDestinationArn!)];
    await made.target({
      Arn: ApiDestinationArn,
      RoleArn: await role(security, { trust: trust("events.amazonaws.com"), statements: allowed }),
      DeadLetterConfig: { Arn: dead.arn },
      RetryPolicy: { MaximumRetryAttempts: 1 },
      ...(transformer && { InputTransformer: transformer }),
    });
    return { source, dead, name, events };
  }

  const letter = async (dead: Queue) => (await receive(dead))[0]?.MessageAttributes;

  it("P46: a request has the header, body and query of the connection, which shows no secret value", async () => {
    const to = await listen();
    const { source, name, events } = await destination(to);
    const id = await put(source, { text: "x" });
    const { path, headers, body } = await to.first(() => true);
    assert.equal(path, "/hook?sig=query+value");
    assert.equal(headers["x-key"], "key-value");
    assert.equal(headers["x-plain"], "plain-value");
    assert.equal(headers["user-agent"], "Amazon/EventBridge/ApiDestinations");
    assert.equal(body.id, id);
    assert.equal(body.routing, "body-value");
    const described = await events.send(new DescribeConnectionCommand({ Name: name }));
    assert.doesNotMatch(JSON.stringify(described.AuthParameters), /key-value|body-value|query value/);
    assert.match(JSON.stringify(described.AuthParameters), /plain-value/);
  });

  it("P44: a value that stands alone in a template arrives as it is, whatever is in it", async () => {
    const to = await listen();
    const { source } = await destination(to, { transformer: template });
    await put(source, { text: hostile, list: [hostile, "<list>"], more: { [hostile]: [hostile] } });
    const { body } = await to.first(() => true);
    assert.deepEqual(body, {
      text: hostile,
      deep: [{ list: [hostile, "<list>"] }],
      more: { [hostile]: [hostile] },
      fixed: "a \n b",
      routing: "body-value",
    });
  });

  it("P46: a request that fails with 429 or 5xx is repeated, and then succeeds", async () => {
    let answered = 0;
    const to = await listen(() => (answered++ === 0 ? 503 : 200));
    const { source, dead } = await destination(to);
    await put(source);
    await to.first(() => to.requests.length === 2);
    assert.deepEqual(await receive(dead, 1, 1), []);
  });

  it("P46: another refusal is final, and so is a role that may not call the destination", async () => {
    const to = await listen(() => 400);
    const refused = await destination(to);
    await put(refused.source);
    assert.equal((await letter(refused.dead))?.["ERROR_CODE"]?.StringValue, "SDK_CLIENT_ERROR");
    assert.equal(to.requests.length, 1);
    const other = await destination(to, { statements: [allow("events:InvokeApiDestination", "arn:aws:events:::x")] });
    await put(other.source);
    assert.equal((await letter(other.dead))?.["ERROR_CODE"]?.StringValue, "NO_PERMISSIONS");
    assert.equal(to.requests.length, 1);
  });

  it("P46: an endpoint that does not answer within 5 seconds gets the request again, then it is a dead letter", async () => {
    const to = await listen(() => undefined);
    const { source, dead } = await destination(to);
    await put(source);
    await to.first(() => to.requests.length === 2);
    assert.equal((await letter(dead))?.["RETRY_ATTEMPTS"]?.StringValue, "1");
  });
});

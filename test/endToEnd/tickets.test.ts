import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { EC2 } from "@aws-sdk/client-ec2";
import { SSM } from "@aws-sdk/client-ssm";
import { after, before, describe, it } from "mocha";
import { type Stack, state, up } from "../../local/engine/stack";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { command } from "../../local/world/command";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsOf } from "../../local/world/follow";
import { makeInstance } from "../../local/world/instances";
import type { World } from "../../local/world/world";
import type { ToolRequest } from "../../runtime/tickets/vendor";
import { type MadeTicket, tool } from "../runtime/tickets/tool";
import { drain, sqsIn } from "./queues";
import { until } from "./until";
import { upWith } from "./upWith";
import { deployedWorld, ec2In, ownNetwork, typeToApprove } from "./world";

const { payments, security } = accounts;
const channels = {
  jira: { kind: "jira", url: "https://soc.atlassian.example.com", project: "SOC" },
  snow: { kind: "servicenow", url: "https://soc.service-now.example.com" },
};
const secrets = { jira: "bot@example.com:token-1", snow: "firebreak:password-2" };
const basic = (secret: string) => `Basic ${Buffer.from(secret).toString("base64")}`;

/** A tool behind HTTP that lets one user in, and is out of order for a while. */
async function served(secret: string) {
  const made = tool();
  let failures = 0;
  const server: Server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const status = request.headers.authorization !== basic(secret) ? 401 : failures-- > 0 ? 503 : 200;
    const url = new URL(request.url!, "http://tool");
    const asked = { method: request.method, path: url.pathname, query: Object.fromEntries(url.searchParams) };
    const body =
      status === 200 ? made.answer({ ...asked, ...(text && { body: JSON.parse(text) }) } as ToolRequest) : {};
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { ...made, origin, server, fail: (times: number) => (failures = times) };
}

describe("end to end: tickets", () => {
  let world: World;
  let ec2: EC2;
  let stack: Stack;
  const tools: Record<string, Awaited<ReturnType<typeof served>>> = {};
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    const ssm = new SSM(rootOf(security.id, world.endpoint));
    for (const [name, { url }] of Object.entries(channels)) {
      tools[name] = await served(secrets[name as keyof typeof secrets]);
      const Name = `/local-aws/api-destinations/${new URL(url).host}`;
      await ssm.putParameter({ Name, Value: tools[name].origin, Type: "String" });
    }
    ssm.destroy();
    stack = await upWith(world, "tickets", { channels, channelSecrets: secrets });
  });
  after(async () => {
    await up(world.stacks.security);
    for (const { server } of Object.values(tools)) {
      server.closeAllConnections();
      server.close();
    }
  });

  const incident = async () => {
    const instanceId = await makeInstance(ec2, await ownNetwork(ec2));
    const finding = instanceFinding({ account: payments.id, instanceId, type: typeToApprove });
    await sendFinding(world.endpoint, payments.id, { ...finding, severity: 8 });
    return (await decisionsOf(world, finding["id"]))[0]!;
  };
  const ticketsOf = (name: string, incident: string) =>
    tools[name]!.tickets.filter((ticket) => ticket.incident === incident);
  /** Waits until both tools have one ticket of the incident, of which something holds. */
  const bothHave = async (incident: string, holds: (ticket: MadeTicket) => boolean) => {
    for (const name of Object.keys(channels)) {
      await until(async () => ticketsOf(name, incident).some(holds));
      assert.equal(ticketsOf(name, incident).length, 1, name);
    }
  };

  it("P64 P65: an incident has one ticket in Jira and in ServiceNow, which follows it and is closed with its release", async () => {
    // The first requests fail, and are repeated.
    for (const { fail } of Object.values(tools)) fail(2);
    const asked = await incident();
    const key = asked.containment!;
    await bothHave(key, ({ isOpen }) => isOpen);
    const approve = { command: "approve" as const, approval: asked.approval!, reason: "it is not ours" };
    assert.equal((await command(world, "isolate-instance", approve)).outcome, "contained");
    await bothHave(key, ({ comments }) => comments.length === 1);
    const release = { command: "release" as const, containment: key, reason: "cleaned" };
    assert.equal((await command(world, "isolate-instance", release)).outcome, "released");
    await bothHave(key, ({ comments, isOpen }) => comments.length === 2 && !isOpen);
  });

  it("P66: what a tool refuses is in the queue of the channels, and the ticket follows when it is moved back", async () => {
    const sqs = sqsIn(world);
    const arnOf = (name: string) => `arn:aws:sqs:${region}:${security.id}:${name}`;
    const deadLetterTargetArn = arnOf("firebreak-channels-dead");
    const QueueUrl = (await sqs.getQueueUrl({ QueueName: "firebreak-channel-jira" })).QueueUrl!;
    const once = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
    await sqs.setQueueAttributes({ QueueUrl, Attributes: { RedrivePolicy: once } });
    tools["jira"]!.fail(1);
    const { containment } = await incident();
    const dead = (await sqs.getQueueUrl({ QueueName: "firebreak-channels-dead" })).QueueUrl!;
    const [letter] = await drain(world, dead, 1, 90);
    assert.equal(JSON.parse(letter!.Body!).detail.incident.id, containment);
    assert.deepEqual(ticketsOf("jira", containment!), []);
    await sqs.sendMessage({ QueueUrl, MessageBody: letter!.Body! });
    await bothHave(containment!, ({ isOpen }) => isOpen);
  });

  it("P47: no secret is in the state in clear text, or in the settings of the functions", async () => {
    const text = JSON.stringify(await state(stack));
    for (const secret of Object.values(secrets)) {
      assert.ok(!text.includes(secret) && !text.includes(basic(secret).slice(6)), secret);
    }
    assert.match(text, /firebreak-channel-snow/);
  });
});

import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import { SSM } from "@aws-sdk/client-ssm";
import { after, before, describe, it } from "mocha";
import { faultsOf } from "../../local/aws/faults";
import { type Stack, state, up } from "../../local/engine/stack";
import { accounts, rootOf } from "../../local/world/accounts";
import { command } from "../../local/world/command";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsOf } from "../../local/world/follow";
import { makeInstance } from "../../local/world/instances";
import type { World } from "../../local/world/world";
import { decisionEventSchema } from "../../runtime/notices/eventSchema";
import { type Received, type Receiver, receiver } from "../local/aws/receiver";
import { drain, sqsIn } from "./queues";
import { upWith } from "./upWith";
import { deployedWorld, ec2In, ownNetwork, typeToApprove } from "./world";

const { payments, security } = accounts;

/** Text of others that tries to end a string, a line and a text of Slack. */
const hostileTitle = '"},{"text":"<!channel> \\" \n [click](https://evil.example) `x`';

const channels = {
  pager: { kind: "pagerduty", url: "https://pager.example.com/v2/enqueue", severities: ["critical", "high"] },
  siem: { kind: "webhook", url: "https://siem.example.com/in", header: "X-Key", all: true },
  team: { kind: "teams" },
  room: { kind: "slack" },
  broken: { kind: "webhook", url: "https://broken.example.com/in" },
};
const secrets = {
  pager: "integration-key-1",
  siem: "token-2",
  team: "https://teams.example.com/workflows/1?sig=signature-3",
  room: "https://slack.example.com/services/T0/path-4",
  broken: "token-5",
};

describe("end to end: channels", () => {
  let world: World;
  let ec2: EC2;
  let tools: Receiver;
  let stack: Stack;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    tools = await receiver(({ headers }) => (headers.authorization === secrets.broken ? 400 : 202));
    const ssm = new SSM(rootOf(security.id, world.endpoint));
    for (const tool of ["pager", "siem", "teams", "slack", "broken"]) {
      const Name = `/local-aws/api-destinations/${tool}.example.com`;
      await ssm.putParameter({ Name, Value: tools.origin, Type: "String" });
    }
    ssm.destroy();
    stack = await upWith(world, "channels", { channels, channelSecrets: secrets });
  });
  after(async () => {
    // The other tests have no channels, and what waits for the receiver is gone with it.
    await up(world.stacks.security);
    await tools.close();
  });

  const incident = async (title = "an instance talks to a drop point") => {
    const instanceId = await makeInstance(ec2, await ownNetwork(ec2));
    const finding = instanceFinding({ account: payments.id, instanceId, type: typeToApprove });
    await sendFinding(world.endpoint, payments.id, { ...finding, severity: 8, title });
    const [asked] = await decisionsOf(world, finding["id"]);
    assert.equal(asked!.outcome, "awaiting-approval", asked!.reason);
    return asked!;
  };
  const pages = (action: string, key: string) => (request: Received) =>
    request.path === "/v2/enqueue" && request.body.event_action === action && request.body.dedup_key === key;
  const eventOf = (finding: string, outcome: string) => (request: Received) =>
    request.path === "/in" && request.body.detail.finding.id === finding && request.body.detail.outcome === outcome;

  it("P40 P42 P43: an incident is triggered, acknowledged and resolved in PagerDuty, and each decision is an event", async () => {
    const asked = await incident();
    const key = asked.containment!;
    const trigger = await tools.first(pages("trigger", key));
    assert.equal(trigger.body.routing_key, secrets.pager);
    assert.equal(trigger.body.payload.severity, "error");
    assert.equal(trigger.body.payload.source, payments.id);
    const approve = { command: "approve" as const, approval: asked.approval!, reason: "it is not ours" };
    assert.equal((await command(world, "isolate-instance", approve)).outcome, "contained");
    await tools.first(pages("acknowledge", key));
    const release = { command: "release" as const, containment: key, reason: "cleaned" };
    assert.equal((await command(world, "isolate-instance", release)).outcome, "released");
    await tools.first(pages("resolve", key));
    for (const outcome of ["awaiting-approval", "contained", "released"]) {
      const { headers, body } = await tools.first(eventOf(asked.finding, outcome));
      assert.equal(headers["x-key"] ?? headers.authorization, headers["x-key"] ? secrets.siem : secrets.broken);
      assert.deepEqual([body.source, body["detail-type"]], ["firebreak", "Firebreak Decision"]);
      const detail = decisionEventSchema().parse(body.detail);
      assert.equal(detail.incident.id, key);
    }
  });

  it("P43 P44: Slack and Teams get their forms, and a hostile title breaks none of them", async () => {
    const { finding } = await incident(hostileTitle);
    const { body: event } = await tools.first(eventOf(finding, "awaiting-approval"));
    const { title, body } = event.detail.text;
    const slack = await tools.first(
      ({ path, body: sent }) => path === "/services/T0/path-4" && sent.blocks[1].text.text === body,
    );
    assert.equal(slack.body.text, title);
    assert.doesNotMatch(JSON.stringify(slack.body), /<!channel>|evil\.example/);
    const teams = await tools.first(
      ({ path, body: sent }) =>
        path === "/workflows/1?sig=signature-3" && sent.attachments[0].content.body[1].text === body,
    );
    assert.equal(teams.body.attachments[0].content.type, "AdaptiveCard");
    assert.doesNotMatch(JSON.stringify(teams.body), /\]\(|evil\.example/);
  });

  it("P48: what an endpoint refuses is in the queue of the channels, once", async () => {
    const { finding } = await incident();
    const url = (await sqsIn(world).getQueueUrl({ QueueName: "firebreak-channels-dead" })).QueueUrl!;
    const letters = await drain(world, url, 100, 5);
    const found = letters.map(({ Body }) => JSON.parse(Body!)).filter(({ detail }) => detail.finding.id === finding);
    assert.equal(found.length, 1);
    assert.equal(found[0].detail.outcome, "awaiting-approval");
  });

  it("P41: a decision that the bus does not take is recorded, and gets there a minute later", async () => {
    const faults = faultsOf(world.endpoint);
    const fault = { kind: "fail", service: "events", operation: "PutEvents", code: "ValidationException" } as const;
    await faults.add({ ...fault, caller: "*:assumed-role/firebreak-isolate-instance/*", times: 1 });
    const { finding } = await incident();
    const { body } = await tools.first(eventOf(finding, "awaiting-approval"));
    const ids = tools.requests.filter(eventOf(finding, "awaiting-approval")).map((request) => request.body.detail.id);
    assert.deepEqual([...new Set(ids)], [body.detail.id]);
    await faults.clear();
  });

  it("P47: no secret is in the state in clear text, or in the settings of the functions", async () => {
    const text = JSON.stringify(await state(stack));
    assert.doesNotMatch(text, /integration-key-1|token-2|signature-3|path-4|token-5/);
    assert.match(text, /firebreak-channel-pager/);
  });
});

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EC2 } from "@aws-sdk/client-ec2";
import { Lambda } from "@aws-sdk/client-lambda";
import { SQS } from "@aws-sdk/client-sqs";
import { STS } from "@aws-sdk/client-sts";
import { after, before, describe, it } from "mocha";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsOf } from "../../local/world/follow";
import { makeInstance } from "../../local/world/instances";
import { start } from "../../local/world/toolProcess";
import { userWith } from "../../local/world/users";
import type { World } from "../../local/world/world";
import { groupsOf, notIsolated } from "../../rehearsal/readBack";
import { drain, sqsIn } from "./queues";
import { deployedWorld, ec2In, ownNetwork, rolePath, typeToApprove } from "./world";

type Person = Awaited<ReturnType<typeof userWith>>;

const { payments, security } = accounts;
const place = ["--account", payments.id, "--region", region];
const inDays = (days: number) => new Date(Date.now() + 86_400_000 * days).toISOString().slice(0, 10);
const because = ["--reason", "SEC-1", "--yes"];

describe("end to end: people with the command line, each with the stack's policy for them", () => {
  let world: World;
  let ec2: EC2;
  let folder: string;
  let people: Record<"analyst" | "approver" | "auditor", Person>;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-people-"));
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    const { operatorPolicy, approverPolicy, auditorPolicy } = world.master;
    const statements = (policy: string) => JSON.parse(policy).Statement;
    people = {
      analyst: await userWith(world, "analyst", statements(operatorPolicy)),
      approver: await userWith(world, "approver", statements(approverPolicy)),
      auditor: await userWith(world, "auditor", statements(auditorPolicy)),
    };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Runs the tool as a person would: another process, in another folder, with nothing but credentials. */
  const cli = (person: Person, ...argv: string[]) =>
    start(argv, folder, {
      AWS_ENDPOINT_URL: person.endpoint,
      AWS_REGION: person.region,
      AWS_ACCESS_KEY_ID: person.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: person.credentials.secretAccessKey,
    });
  const done = async (person: Person, ...argv: string[]) => {
    const result = await cli(person, ...argv);
    assert.equal(result.code, 0, `${argv.join(" ")}\n${result.out}\n${result.err}`);
    return result.out;
  };
  const refused = async (person: Person, words: RegExp, ...argv: string[]) => {
    const { code, out, err } = await cli(person, ...argv);
    assert.equal(code, 1, `${argv.join(" ")}\n${out}\n${err}`);
    assert.match(err, words);
    assert.equal(out, "");
  };
  const incident = async (type?: string) => {
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const groups = await groupsOf(ec2, instance);
    const finding = instanceFinding({ account: payments.id, instanceId: instance, ...(type && { type }) });
    await sendFinding(world.endpoint, payments.id, finding);
    const [decision] = await decisionsOf(world, finding["id"]);
    return { instance, groups, finding, decision: decision! };
  };

  it("an analyst lists, inspects and releases a containment; the others cannot release", async () => {
    const { analyst, approver, auditor } = people;
    const { instance, groups, finding, decision } = await incident();
    assert.equal(decision.outcome, "contained", decision.reason);
    const id = decision.containment!;
    const listed = JSON.parse(await done(analyst, "incidents", "--since", "1h", "--json"));
    assert.ok(listed.some((item: any) => item.finding === finding["id"]));
    assert.ok(JSON.parse(await done(auditor, "incidents", "--open", "--json")).some((item: any) => item.id === id));
    for (const name of [id, finding["id"], decision.target!.arn]) {
      assert.match(await done(auditor, "show", name), new RegExp(`node cli/firebreak.cjs release ${id} `));
    }
    for (const person of [approver, auditor]) {
      await refused(person, /Access denied: .*operatorPolicy/, "release", id, ...because);
    }
    assert.equal(await notIsolated(ec2, instance), undefined);
    const { out, err, code } = await cli(analyst, "release", id, ...because);
    assert.equal(code, 0, err);
    assert.match(err, /Will be restored\n {2}- ModifyNetworkInterfaceAttribute/);
    assert.match(out, /^released {2}isolate-instance/);
    assert.deepEqual(await groupsOf(ec2, instance), groups);
    const [, released] = await decisionsOf(world, finding["id"], 2);
    assert.equal(released!.by, `arn:aws:iam::${security.id}:user/analyst`);
  });

  it("an analyst sees what a finding would lead to, and contains by hand", async () => {
    const { analyst, auditor, approver } = people;
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const groups = await groupsOf(ec2, instance);
    const file = path.join(folder, "finding.json");
    const detail = instanceFinding({ account: payments.id, instanceId: instance });
    await writeFile(
      file,
      JSON.stringify({
        source: "aws.guardduty",
        "detail-type": "GuardDuty Finding",
        account: payments.id,
        region,
        detail,
      }),
    );
    const plans = JSON.parse(await done(analyst, "plan", file, "--response", "isolate-instance", "--json"));
    assert.ok(plans[0].verdicts[0].calls.some((call: any) => call.operation === "ModifyNetworkInterfaceAttribute"));
    assert.deepEqual(await groupsOf(ec2, instance), groups);
    const argv = ["contain", "isolate-instance", instance, ...place, ...because];
    for (const person of [approver, auditor]) await refused(person, /Access denied: .*operatorPolicy/, ...argv);
    assert.deepEqual(await groupsOf(ec2, instance), groups);
    assert.match(await done(analyst, ...argv), /^contained {2}isolate-instance/);
    assert.equal(await notIsolated(ec2, instance), undefined);
  });

  it("an approver approves a pending containment; the analyst and the auditor cannot", async () => {
    const { analyst, approver, auditor } = people;
    const { instance, groups, decision } = await incident(typeToApprove);
    const id = decision.approval!;
    assert.match(await done(auditor, "approvals"), new RegExp(id));
    for (const person of [analyst, auditor]) {
      await refused(person, /Access denied: .*approverPolicy/, "approve", id, ...because);
    }
    assert.deepEqual(await groupsOf(ec2, instance), groups);
    assert.match(await done(approver, "approve", id, ...because), /^contained {2}isolate-instance/);
    assert.equal(await notIsolated(ec2, instance), undefined);
    await refused(approver, /is no longer waiting: used by arn:aws:iam::\d+:user\/approver/, "decline", id, ...because);
  });

  it("an analyst pauses and resumes; the others cannot", async () => {
    const { analyst, approver, auditor } = people;
    for (const person of [approver, auditor]) await refused(person, /Access denied/, "pause", ...because);
    await done(analyst, "pause", ...because);
    try {
      assert.match(
        (await cli(auditor, "incidents")).err,
        /All responses have been paused since .* by arn:.*user\/analyst: SEC-1/,
      );
    } finally {
      await done(analyst, "resume", ...because);
    }
  });

  it("an approver grants an exception, which takes effect; an analyst revokes it and cannot grant one", async () => {
    const { analyst, approver, auditor } = people;
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const named = ["ec2-instance", instance, ...place];
    const until = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    const said = ["--for", "isolate-instance", "--until", until, "--owner", "team@example.com", "--reference", "SEC-2"];
    for (const person of [analyst, auditor]) {
      await refused(
        person,
        /Access denied: .*firebreak-exception-approver/,
        "exception",
        "grant",
        ...named,
        ...said,
        "--yes",
      );
    }
    assert.match(await done(approver, "exception", "grant", ...named, ...said, "--yes"), /^Granted: /);
    assert.match(await done(approver, "exception", "check", ...named), /isolate-instance: exempt/);
    const finding = instanceFinding({ account: payments.id, instanceId: instance });
    await sendFinding(world.endpoint, payments.id, finding);
    assert.equal((await decisionsOf(world, finding["id"]))[0]!.outcome, "exempt");
    const { granted } = JSON.parse(await done(auditor, "exception", "list", "--json"));
    const entry = granted.find((item: any) => item.resource === instance);
    assert.equal(entry.grantedBy, `arn:aws:iam::${security.id}:user/approver`);
    await refused(auditor, /Access denied/, "exception", "revoke", entry.arn, ...because);
    assert.match(await done(analyst, "exception", "revoke", entry.arn, ...because), /its tag was removed/);
    assert.match(await done(analyst, "exception", "check", ...named), /isolate-instance: not exempt/);
  });

  it("Y2: an analyst redrives dead letters under their own name; an auditor cannot, and nobody can bypass the function", async () => {
    const { analyst, auditor } = people;
    const { dead, url } = world.master.queues["run-runbook"]!;
    const sqs = sqsIn(world);
    await drain(world, dead, 1, 1);
    await sqs.sendMessage({ QueueUrl: dead, MessageBody: JSON.stringify({ source: "test" }) });
    await refused(auditor, /Access denied: .*operatorPolicy/, "redrive", "run-runbook", "--yes");
    assert.match(await done(analyst, "redrive", "run-runbook", "--count"), /1 dead letter/);
    assert.match(
      await done(analyst, "redrive", "run-runbook", "--yes"),
      /1 dead letter of run-runbook will be delivered again/,
    );
    // The function's own role moved it: people may not touch a queue, regardless of their other permissions.
    const everything = [{ Effect: "Allow", Action: "sqs:*", Resource: "*" }];
    const forger = new SQS({ ...(await userWith(world, "forger", everything)), maxAttempts: 1 });
    await assert.rejects(
      forger.sendMessage({ QueueUrl: url, MessageBody: "{}" }),
      /explicit deny in a resource-based policy/,
    );
    await assert.rejects(forger.receiveMessage({ QueueUrl: dead }), /explicit deny in a resource-based policy/);
    await assert.rejects(forger.purgeQueue({ QueueUrl: dead }), /explicit deny in a resource-based policy/);
    const table = new DynamoDB(rootOf(security.id, world.endpoint));
    const { Items = [] } = await table.query({
      TableName: world.master.journalTable,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: "redrives" } },
    });
    const record = Items.find((item) => item["response"]?.S === "run-runbook");
    assert.equal(record?.["by"]?.S, `arn:aws:iam::${security.id}:user/analyst`);
    assert.equal(record?.["moved"]?.N, "1");
    for (let left = "1"; left !== "0"; ) {
      const { Attributes } = await sqs.getQueueAttributes({
        QueueUrl: dead,
        AttributeNames: ["ApproximateNumberOfMessages"],
      });
      left = Attributes!["ApproximateNumberOfMessages"]!;
    }
  });

  it("an auditor writes the report", async () => {
    const file = path.join(folder, "report.html");
    await done(people.auditor, "report", "--out", file, "--since", "1d");
    const page = await readFile(file, "utf8");
    assert.match(page, /^<!doctype html>/i);
    assert.match(page, /isolate-instance/);
  });

  it("a service team sees its own instance, cannot release it alone, and gets it back with the exception it requests", async () => {
    const everything = [{ Effect: "Allow", Action: ["ec2:*", "s3:*", "rds:*"], Resource: "*" }];
    const team = await userWith(world, "team", everything, payments.id);
    const { instance, decision } = await incident();
    const own = new EC2({ ...team, maxAttempts: 1 });
    // Allowed: it sees its instance, and what holds it.
    const { Reservations } = await own.describeInstances({ InstanceIds: [instance] });
    assert.equal(Reservations!.length, 1);
    // Not allowed: the tool, the function, the response's role.
    for (const argv of [["incidents"], ["release", decision.containment!, ...because], ["approvals"]]) {
      const { code, out } = await cli(team, ...argv);
      assert.deepEqual([code, out], [1, ""], argv.join(" "));
    }
    const sts = new STS({ ...team, maxAttempts: 1 });
    const RoleArn = `arn:aws:iam::${payments.id}:role${rolePath}Security-IR-Role-isolate-instance`;
    await assert.rejects(sts.assumeRole({ RoleArn, RoleSessionName: "team" }), /not authorized/);
    // At the team's request, the approver grants and the analyst releases.
    const exception = ["ec2-instance", instance, ...place];
    const said = ["--until", inDays(30), "--owner", "team@example.com", "--reference", "SEC-7"];
    await done(people.approver, "exception", "grant", ...exception, "--for", "isolate-instance", ...said, "--yes");
    assert.match(await done(people.analyst, "release", decision.containment!, ...because), /^released/);
    const later = instanceFinding({ account: payments.id, instanceId: instance });
    await sendFinding(world.endpoint, payments.id, later);
    const [exempt] = await decisionsOf(world, later["id"]);
    assert.equal(exempt!.outcome, "exempt", exempt!.reason);
  });

  it("nobody bypasses the tool: neither to the function itself, nor to the other alias, nor to the journal", async () => {
    const payload = new TextEncoder().encode(JSON.stringify({ command: "plan-release", containment: "0".repeat(16) }));
    for (const [name, person] of Object.entries(people)) {
      const lambda = new Lambda({ ...person, maxAttempts: 1 });
      const db = new DynamoDB({ ...person, maxAttempts: 1 });
      const call = (more: object) =>
        lambda.invoke({ FunctionName: "firebreak-isolate-instance", Payload: payload, ...more });
      await assert.rejects(call({}), /not authorized/, name);
      await assert.rejects(call({ Qualifier: "$LATEST" }), /not authorized/, name);
      const other = name === "approver" ? "operate" : "approve";
      await assert.rejects(call({ Qualifier: other }), /not authorized/, name);
      const TableName = world.master.journalTable;
      await assert.rejects(db.scan({ TableName }), /not authorized/, name);
      const Item = { pk: { S: "control" }, sk: { S: "pause" } };
      await assert.rejects(db.putItem({ TableName, Item }), /not authorized/, name);
    }
  });
});

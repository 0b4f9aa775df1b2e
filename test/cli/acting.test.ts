import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { approval, containment, decision, items } from "./journal";
import { awsError, type Invocation, run } from "./world";

const journal = [items.containment(containment()), items.approval(approval())];
const ids = ["--account", "444455556666", "--region", "eu-west-1"];
const reason = ["--reason", "SEC-1"];

/** The commands that the functions received, without the proofs. */
const commands = (invocations: Invocation[]) =>
  invocations.map(({ function: name, alias, payload: { proof, ...payload } }) => ({ name, alias, payload }));

describe("firebreak contain", () => {
  const argv = ["contain", "isolate-instance", "i-0123456789abcdef0", ...ids, ...reason];

  it("asks, sends the command through the alias for operators with a proof of the caller, and shows the decision", async () => {
    const answer = () => decision({ by: "arn:alice" });
    const { code, out, invocations, questions } = await run(argv, { typed: "y", answer });
    assert.equal(code, 0);
    assert.match(questions[0]!, /isolate-instance will contain i-0123456789abcdef0 in account 444455556666/);
    const target = { account: "444455556666", region: "eu-west-1", id: "i-0123456789abcdef0" };
    const payload = { command: "contain", target, reason: "SEC-1" };
    assert.deepEqual(commands(invocations), [
      { name: "firebreak-isolate-instance", alias: "operate", payload: { command: "plan-contain", target } },
      { name: "firebreak-isolate-instance", alias: "operate", payload },
    ]);
    assert.deepEqual(
      invocations[1]!.payload["proof"],
      { headers: { "proof-of": JSON.stringify(payload) } },
      "the proof is for this very command",
    );
    assert.match(out, /^contained {2}isolate-instance {2}ec2-instance i-0123456789abcdef0/);
    assert.match(out, /node cli\/firebreak\.cjs release c000000000000001/);
  });

  const planned = {
    outcome: "observed",
    reason: "the mode of isolate-instance is contain; 1 calls would be made",
    target: containment().target,
    calls: [{ operation: "CreateSnapshots", reason: "evidence" }],
    remains: ["DNS"],
    tags: { Name: "shop-web-1", Owner: "team-shop" },
  };
  const planning = ({ payload }: Invocation) => (payload["command"] === "plan-contain" ? planned : decision());
  const pause = items.pause({ paused: true, at: "2026-11-26T09:00:00.000Z", by: "alice", reason: "game day" });

  it("P14: shows what the resource is and the plan before it asks", async () => {
    const { err, questions } = await run(argv, { typed: "n", answer: planning });
    for (const text of ["tag Name: shop-web-1", "tag Owner: team-shop", "CreateSnapshots: evidence", "DNS"])
      assert.ok(err.includes(text), err);
    assert.equal(questions.length, 1);
  });

  it("P14: says that all responses are paused, before the question and with --yes", async () => {
    for (const more of [{ typed: "n" }, {}]) {
      const { err } = await run([...argv, ...("typed" in more ? [] : ["--yes"])], {
        ...more,
        items: [pause],
        answer: planning,
      });
      assert.match(err, /All responses have been paused since 2026-11-26 09:00:00 UTC by alice: game day/);
      assert.match(err, /a second person approves/);
    }
  });

  it("P14: an incident does not wait for a plan that cannot be made", async () => {
    const answer = ({ payload }: Invocation) =>
      payload["command"] === "plan-contain" ? { errorMessage: "command: one of plan, contain" } : decision();
    const { code, err } = await run(argv, { typed: "y", answer });
    assert.equal(code, 0);
    assert.match(err, /There is no plan: firebreak-isolate-instance did not plan-contain/);
  });

  for (const typed of ["", "n", "what?"]) {
    it(`does nothing if the answer is "${typed}"`, async () => {
      const { code, invocations, err } = await run(argv, { typed });
      assert.equal(code, 1);
      assert.match(err, /Nothing was changed/);
      assert.deepEqual(
        invocations.map(({ payload }) => payload["command"]),
        ["plan-contain"],
      );
    });
  }

  it("does nothing without a terminal and --yes, with exit code 2", async () => {
    const { code, invocations, err } = await run(argv);
    assert.equal(code, 2);
    assert.match(err, /There is no terminal to confirm at: use --yes/);
    assert.deepEqual(invocations, []);
  });

  it("asks nothing with --yes, and prints the decision alone with --json", async () => {
    const { code, out, err, json } = await run([...argv, "--yes", "--json"], { answer: () => decision() });
    assert.equal(code, 0);
    assert.equal(json().outcome, "contained");
    assert.equal(err, "");
    assert.ok(out.startsWith("{"));
  });

  for (const [outcome, expected] of [
    ["partial", 0],
    ["awaiting-approval", 0],
    ["failed", 1],
    ["exempt", 1],
    ["gone", 1],
  ] as const) {
    it(`ends with ${expected} if the outcome is ${outcome}`, async () => {
      const answer = () => decision({ outcome, approval: "a1" });
      assert.equal((await run([...argv, "--yes"], { answer })).code, expected);
    });
  }

  it("shows the function's own reason for a refusal", async () => {
    const answer = () => ({
      errorType: "Error",
      errorMessage: 'target "x": isolate-instance takes an instance id',
      trace: ["at x"],
    });
    const { code, err } = await run([...argv, "--yes"], { answer });
    assert.equal(code, 1);
    assert.match(
      err,
      /firebreak-isolate-instance did not contain: target "x": isolate-instance takes an instance id\n$/,
    );
  });

  it("names the policy that is missing", async () => {
    const faults = {
      "lambda.invoke": awsError("AccessDeniedException", "not authorized to perform lambda:InvokeFunction"),
    };
    const { code, err } = await run([...argv, "--yes"], { faults });
    assert.equal(code, 1);
    assert.match(err, /may not invoke the function firebreak-isolate-instance:operate.*operatorPolicy/);
  });

  it("says what to do if the function does not exist", async () => {
    const faults = { "lambda.invoke": awsError("ResourceNotFoundException", "Function not found") };
    assert.match(
      (await run([...argv, "--yes"], { faults })).err,
      /There is no function .*: deploy the security account/,
    );
  });

  for (const [name, wrong, words] of [
    [
      "a response",
      ["contain", "nope", "i-1", ...ids, ...reason],
      /"nope" is not a response .* isolate-instance, block-principal/,
    ],
    ["what only notifies people", ["contain", "notify", "i-1", ...ids, ...reason], /"notify" is not a response/],
    [
      "an account",
      ["contain", "isolate-instance", "i-1", "--account", "1", "--region", "eu-west-1", ...reason],
      /12 digits/,
    ],
    [
      "a Region",
      ["contain", "isolate-instance", "i-1", "--account", "444455556666", "--region", "x", ...reason],
      /--region is "x"/,
    ],
    ["an empty reason", ["contain", "isolate-instance", "i-1", ...ids, "--reason", " "], /--reason is empty/],
    [
      "a long reason",
      ["contain", "isolate-instance", "i-1", ...ids, "--reason", "x".repeat(501)],
      /has 501 characters/,
    ],
    ["no reason", ["contain", "isolate-instance", "i-1", ...ids], /contain needs --reason/],
  ] as const) {
    it(`refuses invalid ${name}, with exit code 2`, async () => {
      const { code, err, invocations } = await run([...wrong, "--yes"]);
      assert.equal(code, 2, err);
      assert.match(err, words);
      assert.deepEqual(invocations, []);
    });
  }
});

describe("firebreak approve and decline", () => {
  it("shows the plan, asks, and sends the command through the alias for approvers", async () => {
    const { code, err, questions, invocations } = await run(["approve", "a000000000000001", ...reason], {
      items: journal,
      typed: "yes",
      answer: () => decision(),
    });
    assert.equal(code, 0, err);
    assert.match(err, /CreateSnapshots: the evidence is kept/);
    assert.match(questions[0]!, /Approve isolate-instance of ec2-instance i-0123456789abcdef0 in 444455556666/);
    assert.deepEqual(commands(invocations), [
      {
        name: "firebreak-isolate-instance",
        alias: "approve",
        payload: { command: "approve", approval: "a000000000000001", reason: "SEC-1" },
      },
    ]);
  });

  it("P15: the question comes after the finding, what the resource is, and the console link", async () => {
    const members = [
      items.member({ account: "444455556666", name: "payments-prod", since: "2026-01-01T00:00:00.000Z" }),
    ];
    const { err, questions } = await run(["approve", "a000000000000001", ...reason], {
      items: [...journal, ...members],
      typed: "n",
    });
    for (const text of [
      "Backdoor:EC2/C&CActivity.B!DNS, severity high 8: An instance asks a bad domain",
      "console: https://eu-west-1.console.aws.amazon.com/guardduty/",
      "tag Name: shop-web-1",
      "tag Owner: team-shop",
      "the mode of isolate-instance is approve",
      "CreateSnapshots: the evidence is kept",
      "connections through NAT",
    ])
      assert.ok(err.includes(text), `${text} is missing in\n${err}`);
    assert.match(questions[0]!, /ec2-instance i-0123456789abcdef0 in 444455556666 payments-prod, eu-west-1\?/);
  });

  it("ends with 0 for a decline that changes nothing", async () => {
    const answer = () => decision({ outcome: "skipped", reason: "declined: SEC-1" });
    const { code, out } = await run(["decline", "a000000000000001", ...reason, "--yes"], { items: journal, answer });
    assert.equal(code, 0);
    assert.match(out, /declined: SEC-1/);
  });

  it("names the approver's policy if it is missing", async () => {
    const faults = { "lambda.invoke": awsError("AccessDeniedException", "no") };
    const { code, err } = await run(["approve", "a000000000000001", ...reason, "--yes"], { items: journal, faults });
    assert.equal(code, 1);
    assert.match(err, /firebreak-isolate-instance:approve.*approverPolicy/);
  });

  it("says so if there is no such approval", async () => {
    const { code, err, invocations } = await run(["approve", "nope", ...reason, "--yes"], { items: journal });
    assert.equal(code, 1);
    assert.match(err, /There is no approval request "nope"/);
    assert.deepEqual(invocations, []);
  });
});

describe("firebreak release", () => {
  const plan = {
    outcome: "observed",
    reason: "1 calls would be made",
    calls: [{ operation: "ModifyNetworkInterfaceAttribute", reason: "eni-1 gets back its groups sg-1, sg-2" }],
    drift: ["the console password was deleted and cannot come back"],
    evidence: [{ kind: "snapshot", id: "snap-1" }],
  };
  const answer = ({ payload }: Invocation) =>
    payload["command"] === "plan-release" ? plan : decision({ outcome: "released", drift: ["eni-2 was detached"] });

  it("shows first what is restored and what is not, asks, and shows the decision", async () => {
    const { code, out, err, invocations } = await run(["release", "c000000000000001", ...reason], {
      items: journal,
      typed: "y",
      answer,
    });
    assert.equal(code, 0, err);
    assert.match(err, /Will be restored\n {2}- ModifyNetworkInterfaceAttribute: eni-1/);
    assert.match(err, /Will not be restored\n {2}- the console password was deleted and cannot come back/);
    assert.match(err, /Evidence, which is kept\n {2}- snapshot snap-1/);
    assert.match(out, /^released {2}isolate-instance/);
    assert.match(out, /Not restored\n {4}- eni-2 was detached/);
    assert.deepEqual(
      commands(invocations).map(({ alias, payload }) => ({ alias, payload })),
      [
        { alias: "operate", payload: { command: "plan-release", containment: "c000000000000001" } },
        { alias: "operate", payload: { command: "release", containment: "c000000000000001", reason: "SEC-1" } },
      ],
    );
  });

  it("P7: only shows the plan with --plan, and needs no reason for it", async () => {
    const surroundings = { items: journal, answer };
    const { code, err, invocations } = await run(["release", "c000000000000001", "--plan"], surroundings);
    assert.equal(code, 0, err);
    assert.match(err, /Will be restored/);
    assert.equal(invocations.length, 1);
    const bare = await run(["release", "c000000000000001"], surroundings);
    assert.equal(bare.code, 2);
    assert.match(bare.err, /release needs --reason, unless there is --plan/);
    const both = await run(["release", "c000000000000001", "--plan", "--ask"], surroundings);
    assert.match(both.err, /--plan and --ask cannot be combined/);
  });

  it("P32: only requests it with --ask, and shows the request", async () => {
    const { code, out, invocations } = await run(["release", "c000000000000001", "--ask", ...reason], {
      items: journal,
      answer: () => ({ containment: "c000000000000001" }),
    });
    assert.equal(code, 0);
    assert.match(out, /Requested: people are notified. i-\w+ stays contained until one of them releases it/);
    assert.deepEqual(
      invocations.map(({ payload }) => payload["command"]),
      ["ask-release"],
    );
    const releaseAsked = { at: "2026-11-26T00:00:00.000Z", by: "ana", reason: "a scanner" };
    const shown = await run(["show", "c000000000000001"], {
      items: [items.containment(containment({ releaseAsked }))],
    });
    assert.match(shown.out, /ana asked for its release at 2026-11-26 00:00:00 UTC: a scanner/);
  });

  it("releases nothing if the answer is no", async () => {
    const { code, invocations } = await run(["release", "c000000000000001", ...reason], {
      items: journal,
      typed: "n",
      answer,
    });
    assert.equal(code, 1);
    assert.deepEqual(
      invocations.map(({ payload }) => payload["command"]),
      ["plan-release"],
    );
  });

  it("removes one finding's hold and says that others still hold it", async () => {
    const { f1 } = containment().holds;
    const held = items.containment(containment({ holds: { f1: f1!, f2: { ...f1!, finding: "f2" } } }));
    const { code, err, invocations } = await run(
      ["release", "c000000000000001", "--finding", "f1", ...reason, "--yes"],
      { items: [held], answer: () => decision({ outcome: "skipped", reason: "SEC-1; still held by f2" }) },
    );
    assert.equal(code, 0);
    assert.match(err, /It stays contained: f2 still holds it/);
    assert.equal(invocations.length, 1);
    assert.equal(invocations[0]!.payload["finding"], "f1");
  });

  it("ends with 1 if it is not finished", async () => {
    const failing = ({ payload }: Invocation) =>
      payload["command"] === "plan-release" ? plan : decision({ outcome: "failed", reason: "not finished" });
    const { code, out } = await run(["release", "c000000000000001", ...reason, "--yes"], {
      items: journal,
      answer: failing,
    });
    assert.equal(code, 1);
    assert.match(out, /node cli\/firebreak\.cjs redrive|node cli\/firebreak\.cjs show/);
  });

  it("says so if there is no such containment, or nothing to release", async () => {
    const none = await run(["release", "nope", ...reason, "--yes"], { items: journal });
    assert.equal(none.code, 1);
    assert.match(none.err, /There is no containment "nope": incidents --open lists/);
    const released = () => ({ errorMessage: "containment c is released: there is nothing to release" });
    const again = await run(["release", "c000000000000001", ...reason, "--yes"], { items: journal, answer: released });
    assert.equal(again.code, 1);
    assert.match(again.err, /there is nothing to release/);
  });
});

describe("firebreak pause and resume", () => {
  it("pauses all responses through one of them", async () => {
    const state = { paused: true, at: "2026-11-26T12:00:00.000Z", by: "arn:alice", reason: "SEC-1" };
    const { code, out, invocations } = await run(["pause", ...reason, "--yes"], { answer: () => state });
    assert.equal(code, 0);
    assert.match(out, /All responses are paused since 2026-11-26 12:00:00 UTC, by arn:alice: SEC-1/);
    assert.deepEqual(commands(invocations), [
      { name: "firebreak-isolate-instance", alias: "operate", payload: { command: "pause", reason: "SEC-1" } },
    ]);
  });

  it("resumes, and says where to look next", async () => {
    const state = { paused: false, at: "2026-11-26T12:00:00.000Z", by: "arn:alice", reason: "over" };
    const { code, out } = await run(["resume", "--reason", "over"], {
      items: journal,
      answer: () => state,
      typed: "y",
    });
    assert.equal(code, 0);
    assert.match(out, /The pause is over[\s\S]*1 request waits for approval: node cli\/firebreak\.cjs approvals/);
  });
});

describe("firebreak resume", () => {
  const state = { paused: false, at: "2026-11-26T12:00:00.000Z", by: "arn:alice", reason: "over" };
  for (const [name, found, words] of [
    ["nothing", [], /Nothing waits for approval\.\n$/],
    ["only an expired request", [items.approval(approval({ expiresAt: "2026-11-26T11:00:00.000Z" }))], /Nothing waits/],
    ["only a decided request", [items.approval(approval({ status: "used" }))], /Nothing waits/],
    ["one request", journal, /1 request waits for approval/],
  ] as const) {
    it(`P17: says what waits where ${name} does`, async () => {
      const { out } = await run(["resume", "--reason", "over", "--yes"], { items: [...found], answer: () => state });
      assert.match(out, words);
    });
  }
});

describe("firebreak redrive", () => {
  const holding =
    (deadLetters: number, redriven: object = { moved: deadLetters }) =>
    ({ payload }: Invocation) =>
      payload["command"] === "redrive" ? redriven : { deadLetters };
  const given = (invocations: Invocation[]) =>
    invocations.map(({ function: name, alias, payload: { proof, ...payload } }) => [name, alias, payload, !!proof]);

  it("Y14 Y2: asks the response's own function to move the kept messages, and proves the caller", async () => {
    const { code, out, invocations, questions } = await run(["redrive", "isolate-instance"], {
      answer: holding(2),
      typed: "y",
    });
    assert.equal(code, 0);
    assert.match(questions[0]!, /Redrive 2 dead letters of isolate-instance\?/);
    assert.deepEqual(given(invocations), [
      ["firebreak-isolate-instance", "operate", { command: "dead-letters" }, false],
      ["firebreak-isolate-instance", "operate", { command: "redrive" }, true],
    ]);
    assert.match(out, /2 dead letters of isolate-instance will be delivered again/);
  });

  it("Y2: passes the reason, and says what is left if not all could be moved", async () => {
    const { code, err, invocations, json } = await run(["redrive", "notify", ...reason, "--yes", "--json"], {
      answer: holding(3, { moved: 2, left: "there was no time for more of them" }),
    });
    assert.equal(code, 1);
    assert.match(err, /The others stay in the dead-letter queue: there was no time/);
    assert.deepEqual(given(invocations)[1], [
      "firebreak-notify",
      "operate",
      { command: "redrive", reason: "SEC-1" },
      true,
    ]);
    assert.deepEqual(json(), {
      response: "notify",
      deadLetters: 2,
      moved: true,
      left: "there was no time for more of them",
    });
  });

  it("only counts with --count, and moves nothing where there is nothing", async () => {
    const counted = await run(["redrive", "isolate-instance", "--count", "--json"], { answer: holding(3) });
    assert.deepEqual(counted.json(), { response: "isolate-instance", deadLetters: 3, moved: false });
    const none = await run(["redrive", "notify", "--yes"], { answer: holding(0) });
    assert.match(none.out, /notify has 0 dead letters/);
    const commands = [...counted.invocations, ...none.invocations].map(({ payload }) => payload["command"]);
    assert.deepEqual(commands, ["dead-letters", "dead-letters"]);
  });

  it("lists the existing queues, and names the missing policy", async () => {
    const unknown = await run(["redrive", "nope", "--yes"]);
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /"nope" has no queue\. These have one: isolate-instance, notify/);
    const faults = { "lambda.invoke": awsError("AccessDenied", "no") };
    const denied = await run(["redrive", "isolate-instance", "--yes"], { faults });
    assert.equal(denied.code, 1);
    assert.match(denied.err, /may not invoke the function firebreak-isolate-instance:operate.*operatorPolicy/);
  });
});

describe("firebreak plan", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-cli-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const write = async (content: unknown) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    await writeFile(path.join(folder, "finding.json"), text);
  };
  const event = { "detail-type": "GuardDuty Finding", source: "aws.guardduty", detail: { id: "f" } };
  const apiFinding = {
    AccountId: "444455556666",
    Region: "eu-west-1",
    Id: "f",
    Type: "X:EC2/Y",
    Resource: { ResourceType: "Instance" },
  };

  it("asks every response, and shows first what would be done", async () => {
    await write(event);
    const answer = ({ function: name }: Invocation) =>
      name.endsWith("instance")
        ? [
            {
              outcome: "observed",
              reason: "the mode is observe; 1 calls would be made",
              calls: [{ operation: "CreateSnapshots", reason: "evidence" }],
            },
          ]
        : [{ outcome: "skipped", reason: "it names no principal" }];
    const { code, out, invocations } = await run(["plan", "finding.json"], { folder, answer });
    assert.equal(code, 0);
    assert.ok(invocations.every(({ payload, alias }) => alias === "operate" && payload["proof"] === undefined));
    assert.deepEqual(
      invocations.map(({ payload }) => payload),
      [
        { command: "plan", event },
        { command: "plan", event },
      ],
    );
    assert.match(
      out,
      /^observed {2}isolate-instance[\s\S]*Would be done\n {4}- CreateSnapshots: evidence[\s\S]*skipped {2}block-principal/,
    );
  });

  for (const [name, content] of [
    ["what `aws guardduty get-findings` prints", { Findings: [apiFinding] }],
    ["one finding of the API", apiFinding],
    [
      "the detail of an event",
      {
        accountId: "444455556666",
        region: "eu-west-1",
        id: "f",
        type: "X:EC2/Y",
        resource: { resourceType: "Instance" },
      },
    ],
  ] as const) {
    it(`wraps ${name}`, async () => {
      await write(content);
      const { invocations } = await run(["plan", "finding.json", "--response", "isolate-instance"], {
        folder,
        answer: () => [],
      });
      const { detail, ...envelope } = invocations[0]!.payload["event"];
      assert.deepEqual(envelope, {
        source: "aws.guardduty",
        "detail-type": "GuardDuty Finding",
        account: "444455556666",
        region: "eu-west-1",
      });
      assert.equal(detail.accountId, "444455556666");
      assert.equal(detail.resource.resourceType, "Instance");
    });
  }

  const many = { Findings: Array.from({ length: 40 }, (_, at) => ({ ...apiFinding, Id: `f${at}` })) };

  it("P10: plans many findings with a few calls of each function at once, and prints each as soon as it is there", async () => {
    await write(many);
    let running = 0;
    let most = 0;
    let early = 0;
    const answer = async ({ payload }: Invocation) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
      if (payload["event"].detail.id === "f39") early = printed().match(/the plan of/g)?.length ?? 0;
      return [{ outcome: "observed", reason: `the plan of ${payload["event"].detail.id}` }];
    };
    let printed = () => "";
    const { code, out, err } = await run(["plan", "finding.json"], {
      folder,
      answer,
      watch: (text) => {
        printed = text;
      },
    });
    assert.equal(code, 0, err);
    assert.ok(most <= 4, `${most} at once for two functions`);
    assert.ok(early > 60, `${early} of 80 plans were printed before the last was made`);
    const order = [...out.matchAll(/the plan of f(\d+)/g)].map((match) => Number(match[1]));
    assert.equal(order.length, 80);
    assert.deepEqual(
      order,
      [...order].sort((left, right) => left - right),
    );
    assert.match(err, /40 of 40 planned/);
  });

  it("P10: gives way to incidents while AWS refuses for want of concurrency, and goes on", async () => {
    await write(event);
    let refused = 0;
    const answer = () => {
      if (refused++ < 2) throw awsError("TooManyRequestsException", "Rate Exceeded.");
      return [{ outcome: "observed", reason: "planned" }];
    };
    const { code, err, waited } = await run(["plan", "finding.json", "--response", "isolate-instance"], {
      folder,
      answer,
    });
    assert.equal(code, 0, err);
    assert.deepEqual(waited, [2, 4]);
    assert.match(err, /isolate-instance is busy with incidents: this plan waits/);
  });

  it("P10: prints a whole JSON array, item by item", async () => {
    await write(many);
    const answer = () => [{ outcome: "observed", reason: "x" }];
    const { json } = await run(["plan", "finding.json", "--json"], { folder, answer });
    assert.equal(json().length, 80);
  });

  it("P11: names no response that leaves the finding to others, and says so if none acts", async () => {
    await write(event);
    const answer = ({ function: name }: Invocation) =>
      name.endsWith("instance") ? [{ outcome: "observed", reason: "planned" }] : [];
    const { out } = await run(["plan", "finding.json"], { folder, answer });
    assert.match(out, /^observed {2}isolate-instance/);
    assert.doesNotMatch(out, /block-principal|another response/);
    const none = await run(["plan", "finding.json"], { folder, answer: () => [] });
    assert.match(none.out, /No response acts on the GuardDuty Finding f\./);
  });

  it("ends with 1 if the event is refused", async () => {
    await write(event);
    const answer = () => [{ outcome: "refused", reason: "not an event as AWS sends it" }];
    assert.equal((await run(["plan", "finding.json"], { folder, answer })).code, 1);
  });

  for (const [name, content, words] of [
    ["is no JSON", "{", /finding.json is not JSON/],
    ["holds something else", [{ a: 1 }], /contains no event: it must be an event as EventBridge delivers it/],
    ["is empty", { Findings: [] }, /contains no event/],
  ] as const) {
    it(`refuses a file that ${name}, with exit code 2`, async () => {
      await write(content);
      const { code, err } = await run(["plan", "finding.json"], { folder });
      assert.equal(code, 2);
      assert.match(err, words);
    });
  }

  it("refuses a missing file, with exit code 2", async () => {
    const { code, err } = await run(["plan", "nope.json"], { folder });
    assert.equal(code, 2);
    assert.match(err, /nope.json cannot be read/);
  });
});

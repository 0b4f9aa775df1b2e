import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { approval, containment, decision, items, target } from "./journal";
import { awsError, directory, run } from "./world";

const journal = [
  items.decision(decision()),
  items.decision(
    decision({
      finding: "f0",
      at: "2026-11-20T08:00:00.000Z",
      outcome: "failed",
      response: "block-principal",
      containment: "c000000000000002",
      reason: "AttachRolePolicy is missing: denied",
    }),
  ),
  items.decision(decision({ finding: "old", at: "2026-10-01T08:00:00.000Z", outcome: "exempt" })),
  items.containment(containment()),
  items.containment(containment({ id: "c000000000000003", status: "released", priorState: undefined, holds: {} })),
  items.approval(approval()),
  items.approval(
    approval({ id: "a000000000000002", status: "declined", by: "bob", decidedAt: "2026-11-25T10:00:00Z" }),
  ),
];

/** The longest line in characters. */
const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

describe("firebreak incidents", () => {
  it("lists the decisions of the last seven days, newest first, within 80 columns", async () => {
    const { code, out, err } = await run(["incidents"], { items: journal });
    assert.equal(code, 0, err);
    const lines = out.split("\n");
    assert.match(lines[0]!, /^WHEN \(UTC\) +SEVERITY +OUTCOME +RESOURCE +ACCOUNT$/);
    assert.match(
      out,
      /2026-11-26 10:00:00 +high 8 +contained +i-0123456789abcdef0 +444455556666\n +region eu-west-1 +response isolate-instance\n +type Backdoor:EC2\/C&CActivity.B!DNS +show c000000000000001\n/,
    );
    assert.ok(out.indexOf("2026-11-26") < out.indexOf("2026-11-20"));
    assert.ok(!out.includes("2026-10-01"));
    assert.ok(widest(out) <= 80, out);
  });

  const members = [items.member({ account: "444455556666", name: "payments-prod", since: "2026-01-01T00:00:00.000Z" })];

  it("P2: is one line a row with whole ids where standard output is no terminal", async () => {
    const piped = { items: [...journal, ...members], terminal: false };
    const { out } = await run(["incidents"], piped);
    assert.equal(
      out.split("\n")[1],
      [
        "2026-11-26 10:00:00",
        "high 8",
        "contained",
        "i-0123456789abcdef0",
        "444455556666 payments-prod",
        "eu-west-1",
        "isolate-instance",
        "Backdoor:EC2/C&CActivity.B!DNS",
        "c000000000000001",
      ].join("\t"),
    );
  });

  it("P2: every list shows severity, finding type and account name", async () => {
    for (const argv of [["incidents"], ["incidents", "--open"], ["approvals"]]) {
      for (const terminal of [true, false]) {
        const { out } = await run(argv, { items: [...journal, ...members], terminal });
        for (const text of ["high 8", "Backdoor:EC2/C&CActivity.B!DNS", "444455556666 payments-prod"])
          assert.ok(out.includes(text), `${argv.join(" ")}: ${text} is missing in\n${out}`);
      }
    }
  });

  it("P2: prints each decision once as it is made with --watch, until the user stops it", async () => {
    let stop = () => {};
    const { code, out } = await run(["incidents", "--watch"], {
      items: journal,
      terminal: false,
      stop: (listener) => {
        stop = listener;
      },
      wait: (seconds) => {
        if (seconds === 6) stop();
      },
    });
    assert.equal(code, 130);
    assert.equal(out.match(/c000000000000001/g)!.length, 1, out);
    assert.equal(out.match(/^WHEN/gm)!.length, 1);
  });

  it("stays within 80 columns whatever the names are", async () => {
    const long = {
      ...target,
      id: "a-bucket-with-a-name-as-long-as-names-of-buckets-may-be-at-most-63c",
      region: "ap-southeast-4",
    };
    const many = [
      items.decision(decision({ target: long, outcome: "already-contained", response: "confine-security-group" })),
    ];
    const { out } = await run(["incidents"], { items: many });
    assert.ok(widest(out) <= 80, out);
    assert.ok(out.replace(/\s/g, "").includes("names-of-buckets"));
  });

  it("P33 P34: prints decisions as events of OCSF or as CSV, and refuses these forms for anything else", async () => {
    const ocsf = await run(["incidents", "--format", "ocsf"], { items: journal });
    const events = ocsf.lines();
    assert.deepEqual([ocsf.code, events.length], [0, 2]);
    assert.ok(events.every((event) => event.class_uid === 7001 && event.metadata.correlation_uid));
    const csv = (await run(["incidents", "--format", "csv"], { items: journal })).out.trimEnd().split("\n");
    assert.deepEqual([csv.length, csv[0]!.startsWith("at,outcome,")], [3, true]);
    const json = await run(["incidents", "--format", "json"], { items: journal });
    assert.deepEqual(json.json(), (await run(["incidents", "--json"], { items: journal })).json());
    for (const argv of [["--open"], ["--watch"], ["--json"]]) {
      const { code, err } = await run(["incidents", "--format", "csv", ...argv], { items: journal });
      assert.equal(code, 2);
      assert.match(err, /--format csv cannot be combined/);
    }
  });

  it("filters by outcome, response and account", async () => {
    const failed = await run(["incidents", "--outcome", "failed", "--json"], { items: journal });
    assert.deepEqual(
      failed.json().map((item: any) => item.finding),
      ["f0"],
    );
    const response = await run(["incidents", "--response", "isolate-instance", "--json"], { items: journal });
    assert.deepEqual(
      response.json().map((item: any) => item.finding),
      ["f1"],
    );
    const account = await run(["incidents", "--account", "444455556666", "--json"], { items: journal });
    assert.deepEqual(
      account.json().map((item: any) => item.finding),
      ["f1", "f0"],
    );
    assert.equal(account.queries[0]!["IndexName"], "byAccount");
  });

  it("accepts a day as --since, and queries each day once", async () => {
    const { queries, json } = await run(["incidents", "--since", "2026-11-24", "--json"], { items: journal });
    assert.deepEqual(
      json().map((item: any) => item.finding),
      ["f1"],
    );
    assert.equal(queries.length, 3);
  });

  it("reads every page of an answer", async () => {
    const many = Array.from({ length: 7 }, (_, index) =>
      items.decision(decision({ finding: `f${index}`, at: `2026-11-26T10:00:0${index}.000Z` })),
    );
    assert.equal((await run(["incidents", "--json"], { items: many, page: 2 })).json().length, 7);
  });

  it("prints how many more there are beyond --limit on standard error", async () => {
    const { out, err } = await run(["incidents", "--limit", "1"], { items: journal });
    assert.ok(!out.includes("2026-11-20"));
    assert.match(err, /and 1 more/);
  });

  it("prints nothing but data on standard output with --json", async () => {
    const { out, err } = await run(["incidents", "--since", "1h", "--json"], { items: journal });
    assert.deepEqual(JSON.parse(out), []);
    assert.equal(err, "");
  });

  it("lists current containments with --open", async () => {
    const { out, json } = await run(["incidents", "--open"], { items: journal });
    assert.match(out, /2 days +high 8 +contained +i-0123456789abcdef0 +444455556666[\s\S]* show c000000000000001/);
    assert.ok(!out.includes("c000000000000003"));
    assert.throws(json);
    const data = (await run(["incidents", "--open", "--json"], { items: journal })).json();
    assert.deepEqual(data, [JSON.parse(JSON.stringify({ ...containment(), at: containment().updatedAt }))]);
  });

  it("says so if there is nothing", async () => {
    assert.match((await run(["incidents"])).err, /Nothing since 2026-11-19 12:00:00 UTC/);
    assert.match((await run(["incidents", "--open"])).err, /Nothing is contained now/);
  });

  it("says that all responses are paused", async () => {
    const pause = items.pause({ paused: true, at: "2026-11-26T09:00:00.000Z", by: "alice", reason: "game day" });
    assert.match(
      (await run(["incidents"], { items: [pause] })).err,
      /paused since 2026-11-26 09:00:00 UTC by alice: game day/,
    );
  });

  for (const [name, argv, words] of [
    ["a time back", ["--since", "soon"], /--since is "soon": it must be an age such as 30m/],
    ["an account", ["--account", "12"], /--account is "12": it must be an account id of 12 digits/],
    [
      "a response",
      ["--response", "nope"],
      /--response is "nope": the responses are isolate-instance, block-principal, notify/,
    ],
    ["an outcome", ["--outcome", "nope"], /--outcome is "nope": it must be one of contained, /],
    ["options that exclude each other", ["--open", "--outcome", "failed"], /cannot be combined/],
    ["an unknown option", ["--nope"], /incidents has no option --nope\n/],
  ] as const) {
    it(`refuses invalid ${name}, with exit code 2`, async () => {
      const { code, err, out } = await run(["incidents", ...argv]);
      assert.equal(code, 2);
      assert.match(err, words);
      assert.equal(out, "");
    });
  }
});

describe("firebreak show", () => {
  it("shows everything about a containment", async () => {
    const { code, out } = await run(["show", "c000000000000001"], { items: journal });
    assert.equal(code, 0);
    for (const text of [
      "isolate-instance  ec2-instance i-0123456789abcdef0 in 444455556666, eu-west-1",
      "arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0",
      "f1  Backdoor:EC2/C&CActivity.B!DNS  since 2026-11-24 10:00:00",
      "DNS through the VPC's resolver",
      "snapshot snap-1",
      "terminationProtection: false",
      "interfaces[0].groups: sg-1, sg-2",
      "autoScaling: none",
      "2026-11-26 10:00:00  contained",
      "ModifyNetworkInterfaceAttribute: eni-1 goes into the closed group",
      "16 API calls in 12.5 s, run r1",
      'node cli/firebreak.cjs release c000000000000001 --reason "WHY"',
    ]) {
      assert.ok(out.includes(text), `${text} is missing in\n${out}`);
    }
    assert.ok(!out.includes("block-principal"), "another response's decisions about the same resource");
  });

  it("P3: begins with what happened, why and what it means, before any call", async () => {
    const { out } = await run(["show", "c000000000000001"], { items: journal });
    const [first, ...rest] = out.split("\n");
    assert.match(
      first!,
      /^contained {2}isolate-instance {2}ec2-instance i-0123456789abcdef0 in 444455556666, eu-west-1/,
    );
    const at = (text: string) => {
      assert.ok(rest.join("\n").includes(text), `${text} is missing`);
      return rest.join("\n").indexOf(text);
    };
    const order = [
      "Backdoor:EC2/C&CActivity.B!DNS, severity high 8: An instance asks a bad domain",
      "console: https://console",
      "why: read back, nothing is missing",
      "It stays contained until a person releases it.",
      "ModifyNetworkInterfaceAttribute",
    ].map(at);
    assert.deepEqual(
      order,
      [...order].sort((left, right) => left - right),
    );
  });

  it("P3: keeps the headings of an entry of the timeline within the entry", async () => {
    const { out } = await run(["show", "f1"], { items: journal });
    const timeline = out.slice(out.indexOf("Timeline"), out.indexOf("\nNext")).split("\n").slice(1);
    assert.ok(timeline.some((line) => line.trim() === "Done"));
    for (const line of timeline) assert.match(line, /^( {2}|$)/);
  });

  it("names a command for each hold if there are several", async () => {
    const { f1 } = containment().holds;
    const held = containment({ holds: { f1: f1!, "arn:aws:x/it's": { ...f1!, finding: "arn:aws:x/it's" } } });
    const { out } = await run(["show", held.id], { items: [items.containment(held)] });
    assert.ok(out.includes('node cli/firebreak.cjs release c000000000000001 --finding f1 --reason "WHY"'));
    assert.ok(out.includes(`--finding 'arn:aws:x/it'\\''s' --reason "WHY"`), out);
  });

  it("accepts a finding", async () => {
    const { out } = await run(["show", "f0"], { items: journal });
    assert.match(out, /failed {2}block-principal/);
    assert.match(out, /node cli\/firebreak\.cjs redrive block-principal/);
  });

  it("accepts the ARN of a resource", async () => {
    const data = (await run(["show", target.arn, "--json"], { items: journal })).json();
    assert.deepEqual(
      data.decisions.map((item: any) => item.finding),
      ["old", "f0", "f1"],
    );
    assert.deepEqual(
      data.containments.map((item: any) => item.id),
      ["c000000000000001"],
    );
  });

  it("accepts an approval, and shows its plan and the commands to decide it", async () => {
    const { out } = await run(["show", "a000000000000001"], { items: journal });
    assert.match(out, /CreateSnapshots: the evidence is kept/);
    assert.match(out, /node cli\/firebreak\.cjs approve a000000000000001 --reason "WHY"/);
    assert.match(out, /node cli\/firebreak\.cjs decline a000000000000001 --reason "WHY"/);
  });

  it("offers no action on an approval that was decided", async () => {
    const { out } = await run(["show", "a000000000000002"], { items: journal });
    assert.match(out, /declined by bob at 2026-11-25 10:00:00/);
    assert.ok(!out.includes("node cli/firebreak.cjs approve"));
  });

  it("says what can be looked up if nothing is found", async () => {
    const { code, err } = await run(["show", "nope"], { items: journal });
    assert.equal(code, 1);
    assert.match(err, /journal has nothing about "nope": it must be the id of a containment/);
  });

  it("X29: names everything that the finding names", async () => {
    const named = [
      { what: "EKS cluster", name: "shop-prod" },
      { what: "pod", name: "checkout-7d9f8" },
    ];
    const about = { ...decision().about!, named };
    const { out } = await run(["show", "f1"], { items: [items.decision(decision({ about }))] });
    assert.match(out, /^ {2}names EKS cluster shop-prod, pod checkout-7d9f8$/m);
  });

  it("lets no value of a finding control the terminal", async () => {
    const evil = "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egnirts\r\nroot:";
    const hostile = decision({
      reason: evil,
      about: { ...decision().about!, title: evil, named: [{ what: evil, name: evil }] },
      target: { ...target, id: evil },
    });
    const held = containment({ target: { ...target, id: evil }, priorState: { [evil]: evil }, remains: [evil] });
    const world = { items: [items.decision(hostile), items.containment(held)] };
    for (const argv of [
      ["show", "c000000000000001"],
      ["show", "f1"],
      ["incidents"],
      ["incidents", "--open"],
      ["show", "f1", "--json"],
    ]) {
      const { out } = await run(argv, world);
      assert.ok(out.includes("owned"), argv.join(" "));
      assert.ok(!/[^\P{C}\n]/u.test(out), `${argv.join(" ")} printed ${JSON.stringify(out.match(/[^\P{C}\n]/gu))}`);
    }
    const { json } = await run(["show", "f1", "--json"], world);
    assert.equal(json().decisions[0].reason, evil, "JSON keeps the value");
  });
});

describe("firebreak approvals", () => {
  it("lists pending requests", async () => {
    const { out } = await run(["approvals"], { items: journal });
    assert.match(out, /a000000000000001/);
    assert.ok(!out.includes("a000000000000002"));
    assert.ok(widest(out) <= 80, out);
  });

  it("counts requests that nobody decided in time as expired", async () => {
    const late = { items: journal, now: "2026-11-28T00:00:00.000Z" };
    assert.match((await run(["approvals"], late)).err, /No approval requests are pending/);
    const all = (await run(["approvals", "--all", "--json"], late)).json();
    assert.deepEqual(
      all.map((item: any) => [item.id, item.status]),
      [
        ["a000000000000001", "expired"],
        ["a000000000000002", "declined"],
      ],
    );
  });
});

describe("firebreak with something missing", () => {
  const cases: [string, Error, RegExp][] = [
    [
      "ssm.getParameter",
      awsError("AccessDeniedException", "no"),
      /Access denied: .*parameter \/firebreak\/directory.*auditorPolicy/,
    ],
    [
      "ssm.getParameter",
      awsError("ParameterNotFound", ""),
      /no parameter .* in account 111122223333, eu-west-1\. If 111122223333 is not the security account, set AWS_PROFILE/,
    ],
    ["ssm.getParameter", awsError("CredentialsProviderError", "none"), /There are no AWS credentials: set AWS_PROFILE/],
    ["ssm.getParameter", new Error("Region is missing"), /set AWS_REGION to the home Region/],
    ["ssm.getParameter", awsError("ExpiredTokenException", "expired"), /log in again/],
    ["ssm.getParameter", awsError("Error", "connect ECONNREFUSED 127.0.0.1:1"), /AWS cannot be reached/],
    ["dynamodb.query", awsError("AccessDeniedException", "no"), /may not read the journal.*auditorPolicy/],
    [
      "dynamodb.query",
      awsError("InternalServerError", "broken"),
      /Could not read the journal: AWS cannot be reached or is failing\. .* InternalServerError: broken/,
    ],
  ];
  for (const [name, error, words] of cases) {
    it(`says in plain words what ${error.name} of ${name} means`, async () => {
      const { code, err, out } = await run(["incidents"], { faults: { [name]: error } });
      assert.equal(code, 1);
      assert.match(err, words);
      assert.ok(!/\n\s+at /.test(err), "no stack trace");
      assert.equal(out, "");
    });
  }

  it("refuses a directory that it cannot read", async () => {
    const { code, err } = await run(["incidents"], { parameter: JSON.stringify({ ...directory, queues: 1 }) });
    assert.equal(code, 1);
    assert.match(err, /queues: .*deploy the security account's stack with this version/);
    assert.match((await run(["incidents"], { parameter: "{" })).err, /cannot be read by this version/);
  });

  it("shows usage with exit code 2 for an unknown command and a missing argument", async () => {
    const unknown = await run(["incidnts"]);
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /there is no command "incidnts": did you mean incidents\?/);
    const missing = await run(["show"]);
    assert.equal(missing.code, 2);
    assert.match(missing.err, /show needs <id>\nUsage: .* show <id>\nHelp: .* show --help/);
  });

  it("has help for every command, with examples", async () => {
    const { out, code } = await run(["--help"]);
    assert.equal(code, 0);
    for (const verb of [
      "incidents",
      "show",
      "approvals",
      "plan",
      "contain",
      "approve",
      "decline",
      "release",
      "pause",
    ]) {
      assert.match(out, new RegExp(`node cli/firebreak.cjs ${verb}\\b`));
      const help = await run([verb, "--help"]);
      assert.equal(help.code, 0);
      assert.match(help.out, /Examples:\n/, verb);
    }
    assert.ok(widest(out) <= 80);
  });

  it("uses colours only on a terminal that has them", async () => {
    const plain = await run(["incidents"], { items: journal });
    assert.ok(!plain.out.includes("\u001b"));
    const coloured = await run(["incidents"], { items: journal, colours: true });
    assert.ok(coloured.out.includes("\u001b[32mcontained"));
  });
});

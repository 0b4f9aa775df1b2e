import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { coverageView } from "../../../cli/console/coverage";
import type { May } from "../../../cli/console/may";
import type { Snapshot } from "../../../cli/console/snapshot";
import { approvalViews } from "../../../cli/console/views/approvals";
import { exceptionsView } from "../../../cli/console/views/exceptions";
import { heldViews } from "../../../cli/console/views/held";
import { incidentFilter, incidentPage } from "../../../cli/console/views/incidents";
import { modesView } from "../../../cli/console/views/modes";
import { nowView } from "../../../cli/console/views/now";
import { shownView, timelineOf } from "../../../cli/console/views/shown";
import { incidentsOf } from "../../../cli/report/incidents";
import type { Decision, Exemption, GrantedException } from "../../../runtime/model/journalItems";
import type { ModeRule } from "../../../runtime/model/responderSettings";
import { bucketTarget } from "../../../runtime/resources/targets";
import { approval, containment, decision, target } from "../journal";
import { directory, type Invocation, run } from "../world";

const since = "2026-11-19T12:00:00.000Z";

const everything: May = {
  person: "arn:aws:sts::111122223333:assumed-role/people/alice",
  ...{ contain: directory.responses, approve: directory.responses, release: directory.responses },
  ...{ grant: true, revoke: true, pause: true, coverage: true, modes: true },
};
const nothing: May = {
  ...everything,
  ...{ contain: [], approve: [], release: [], grant: false, revoke: false, pause: false, coverage: false, modes: true },
};

const snapshot = (decisions: Decision[] = [], more: Partial<Snapshot> = {}): Snapshot => ({
  now: new Date("2026-11-26T12:00:00.000Z"),
  directory,
  accountText: (account) => `${account} shop`,
  incidents: incidentsOf({ decisions, containments: [], accountNames: {} }),
  ...{ held: [], severities: {}, approvals: [], exemptions: [], exceptions: [], pause: undefined },
  ...more,
});

describe("what needs you now", () => {
  it("P52: are the incidents that are not contained, the worst first, the requests, and the ends of exceptions", () => {
    const found = snapshot(
      [
        decision({ finding: "ok" }),
        decision({ finding: "half", outcome: "partial", at: "2026-11-26T11:00:00.000Z" }),
        decision({ finding: "bad", outcome: "failed" }),
        decision({ finding: "old", outcome: "failed", at: "2026-11-18T00:00:00.000Z" }),
        decision({ finding: "waits", outcome: "awaiting-approval" }),
        decision({ finding: "mended", outcome: "failed", at: "2026-11-26T08:00:00.000Z" }),
        decision({ finding: "mended" }),
      ],
      { approvals: [approval()], exemptions: [exemption({})] },
    );
    const view = nowView(found, everything, since);
    assert.deepEqual(
      view.incidents.map(({ outcome }) => outcome),
      ["Failed", "Partly contained"],
    );
    assert.deepEqual(
      view.approvals.map(({ id }) => id),
      ["a000000000000001"],
    );
    assert.deepEqual(view.exceptions, ["1 exemption never ends"]);
    assert.equal(view.pause, undefined);
  });

  it("P52: says that all responses are paused in the words of the command line", () => {
    const pause = { paused: true, at: "2026-11-26T09:00:00.000Z", by: "alice", reason: "game day" };
    const view = nowView(snapshot([], { pause }), nothing, since);
    assert.equal(view.pause, "All responses have been paused since 2026-11-26 09:00:00 UTC by alice: game day");
    assert.equal(view.may.pause, false);
  });
});

describe("the list of incidents", () => {
  const other = bucketTarget({ accountId: "777788889999", region: "eu-central-1", partition: "aws" }, "assets");
  const about = { ...decision().about!, accountId: "777788889999", severity: 5, title: "A bucket is public" };
  const found = snapshot([
    decision({ finding: "one" }),
    decision({ finding: "two", outcome: "failed", target: other, about, response: "block-public-bucket" }),
    decision({ finding: "three", about: { ...decision().about!, severity: 9.5 } }),
  ]);
  const titles = (given: object) =>
    incidentPage(found, since, incidentFilter.parse(given)).rows.map(({ title, severity }) => `${severity} ${title}`);

  it("P52: is searched by all words of a text, in titles, types, resources, accounts and findings", () => {
    assert.deepEqual(titles({ text: "PUBLIC bucket" }), ["medium 5 A bucket is public"]);
    for (const text of ["777788889999 shop", "assets", "two", "eu-central-1 block-public"])
      assert.deepEqual(titles({ text }), ["medium 5 A bucket is public"], text);
    assert.deepEqual(titles({ text: "public domain" }), []);
  });

  it("P52: is filtered by severity, outcome, account, response and what needs a person", () => {
    for (const given of [
      { severity: "medium" },
      { outcome: "failed" },
      { account: "777788889999" },
      { response: "block-public-bucket" },
      { needs: "action" },
    ])
      assert.deepEqual(titles(given), ["medium 5 A bucket is public"], JSON.stringify(given));
    assert.deepEqual(titles({ severity: "critical" }), ["critical 9.5 An instance asks a bad domain"]);
    assert.deepEqual(titles({ severity: "medium", outcome: "contained" }), []);
  });

  it("P52: has pages, counts what the filters leave, and gives each incident's account name and link", () => {
    const many = snapshot(Array.from({ length: 120 }, (_, at) => decision({ finding: `f${at}` })));
    const last = incidentPage(many, since, incidentFilter.parse({ page: "9" }));
    assert.deepEqual([last.page, last.pages, last.rows.length, last.found, last.all], [3, 3, 20, 120, 120]);
    const [row] = incidentPage(found, since, incidentFilter.parse({ text: "one" })).rows;
    assert.equal(row!.account, "444455556666 shop");
    assert.match(
      row!.resource!.link!,
      /^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/ec2\/home.*i-0123456789abcdef0$/,
    );
    assert.equal(row!.id, "c000000000000001");
    assert.equal(incidentPage(found, "2026-11-26T11:00:00.000Z", incidentFilter.parse({})).all, 0);
  });
});

describe("one incident", () => {
  const released = decision({
    ...{ outcome: "released", at: "2026-11-26T11:30:00.000Z", by: "arn:alice", said: "rebuilt", remains: [] },
    calls: [{ operation: "ModifyNetworkInterfaceAttribute", reason: "eni-1: its groups sg-1" }],
    drift: ["a tag was changed meanwhile"],
  });

  it("P52: is a timeline of the finding, its calls, the proof, what remains, and the release", () => {
    const steps = timelineOf([decision(), released]);
    assert.deepEqual(
      steps.map(({ title, at }) => `${at.slice(11, 16)} ${title}`),
      [
        "09:59 Finding: An instance asks a bad domain",
        "10:00 Containment",
        "10:00 Contained",
        "11:30 Release",
        "11:30 Released",
      ],
    );
    const [finding, calls, proof, release, end] = steps;
    assert.ok(finding!.texts.includes("Backdoor:EC2/C&CActivity.B!DNS, severity high 8"));
    assert.deepEqual(calls!.sections, [
      { title: "Done", items: ["ModifyNetworkInterfaceAttribute: eni-1 goes into the closed group"] },
    ]);
    assert.deepEqual(proof!.sections, [
      { title: "Residual risk", items: ["DNS through the VPC's resolver"] },
      { title: "Evidence", items: ["snapshot snap-1"] },
    ]);
    assert.deepEqual(release!.texts, ["requested by arn:alice: rebuilt"]);
    assert.equal(end!.sections[0]!.title, "Not restored");
  });

  it("P52: begins with what happened last and what it means, and offers what the person may do", () => {
    const found = { containments: [containment()], decisions: [decision()], approval: approval() };
    const view = shownView(snapshot(), everything, found);
    assert.equal(view.title, "An instance asks a bad domain");
    assert.match(view.last!.meaning, /AWS was read again: nothing is missing/);
    assert.equal(view.held[0]!.releasable, true);
    assert.equal(view.approval!.decidable, true);
    assert.ok(view.commands.some((command) => command.includes("release c000000000000001")));
    const seen = shownView(snapshot(), nothing, found);
    assert.equal(seen.held[0]!.releasable, false);
    assert.match(String(seen.approval!.decidable), /approverPolicy/);
  });

  it("P52: gives no link but into the AWS console", () => {
    const about = { ...decision().about!, link: "https://console.aws.example.com/x" };
    const view = shownView(snapshot(), everything, { containments: [], decisions: [decision({ about })] });
    assert.equal(view.link, undefined);
    assert.equal(view.timeline[0]!.link, undefined);
  });

  it("P52: shows a request that was decided no longer as one that waits", () => {
    const found = { containments: [], decisions: [], approval: approval({ status: "declined" }) };
    assert.equal(shownView(snapshot(), everything, found).approval, undefined);
    const late = { ...found, approval: approval({ expiresAt: "2026-11-26T11:59:00.000Z" }) };
    assert.equal(shownView(snapshot(), everything, late).approval, undefined);
  });
});

describe("approvals and what is contained", () => {
  it("P52: a request shows the finding, what the resource is, the plan and what it leaves", () => {
    const [view] = approvalViews(snapshot([], { approvals: [approval()] }), everything);
    assert.deepEqual(view!.tags, [
      ["Name", "shop-web-1"],
      ["Owner", "team-shop"],
    ]);
    assert.deepEqual(view!.sections, [
      { title: "Will be done if approved", items: ["CreateSnapshots: the evidence is kept"] },
      { title: "Residual risk after approval", items: ["connections through NAT"] },
    ]);
    assert.deepEqual([view!.severity, view!.resource.account], ["high 8", "444455556666 shop"]);
    assert.match(view!.link!, /console\.aws\.amazon\.com/);
  });

  it("P53: who asked for a containment is not offered to decide it", () => {
    const asked = snapshot([], { approvals: [approval({ askedBy: everything.person })] });
    assert.match(String(approvalViews(asked, everything)[0]!.decidable), /another person must decide/);
  });

  it("P52: what is contained is listed with the oldest first, its severity and what holds it", () => {
    const young = containment({
      id: "c2",
      holds: { f3: { finding: "f3", type: "Recon:EC2/Portscan", since: "2026-11-25T10:00:00.000Z" } },
    });
    const held = heldViews(snapshot([], { held: [young, containment()], severities: { c2: 9 } }), everything);
    assert.deepEqual(
      held.map(({ id, since: from, severity }) => [id, from, severity]),
      [
        ["c000000000000001", "2026-11-24T10:00:00.000Z", undefined],
        ["c2", "2026-11-25T10:00:00.000Z", "critical 9"],
      ],
    );
  });
});

const exemption = (more: Partial<Exemption>): Exemption => ({
  ...{ id: "e1", response: "isolate-instance", target, finding: approval().finding, reason: "tag exempts it" },
  since: "2026-11-20T00:00:00.000Z",
  ...more,
});

describe("exceptions, coverage and modes", () => {
  it("P52: exceptions show their ends, those that need action first; what is over or revoked is left out", () => {
    const granted = (resource: string, more: Partial<GrantedException>): GrantedException => ({
      ...{ arn: `arn:aws:s3:::${resource}`, kind: "s3-bucket", resource, accountId: "444455556666" },
      ...{ region: "eu-west-1", partition: "aws", responses: ["block-public-bucket"], until: "2027-06-30" },
      ...{
        owner: "team",
        reference: "SEC-1",
        issuedAt: since,
        grantedBy: "arn:bob",
        signature: "s",
        status: "granted",
      },
      ...more,
    });
    const exceptions = [
      granted("later", {}),
      granted("soon", { until: "2026-11-28" }),
      granted("over", { until: "2026-11-20" }),
      granted("revoked", { status: "revoked" }),
    ];
    const view = exceptionsView(snapshot([], { exceptions, exemptions: [exemption({})] }), nothing);
    assert.deepEqual(
      view.granted.map(({ resource, end }) => [resource, end.words]),
      [
        ["soon", "Ends soon"],
        ["later", "In force"],
      ],
    );
    assert.equal(view.exemptions[0]!.end.words, "Never ends");
    assert.deepEqual(view.may, { grant: false, revoke: false });
  });

  it("P52: coverage shows every account, and what is wrong with the worst first", () => {
    const base = { account: "444455556666", check: "roles", subject: "s", says: "x" } as const;
    const view = coverageView(
      {
        accounts: ["444455556666"],
        coverage: { "444455556666": "partly" },
        results: [
          { ...base, status: "ok" },
          { ...base, status: "warning" },
          { ...base, status: "fault" },
        ],
      },
      (account) => `${account} shop`,
    );
    assert.deepEqual(view.accounts, [{ account: "444455556666 shop", coverage: "partly covered", tone: "warn" }]);
    assert.deepEqual(
      view.results.map(({ status }) => status),
      ["fault", "warning"],
    );
  });

  const applied = { containmentsPerHour: 5, protectedResources: ["arn:aws:iam::*:role/admin"] };

  it("P52: the modes say in words for which findings each rule is, and what happens to all others", () => {
    const rule: ModeRule = { mode: "approve", accounts: ["444455556666"], severities: ["low"], types: ["Recon:*"] };
    const view = modesView([
      { ...applied, response: "isolate-instance", modes: [rule], largestShare: 0.5 },
      { ...applied, response: "block-principal", modes: [{ mode: "contain" }] },
    ]);
    assert.deepEqual(view, {
      responses: [
        {
          response: "isolate-instance",
          rules: [
            ["approve", "findings in account 444455556666, of severity low, of type Recon:*"],
            ["observe", "all other findings"],
          ],
          limits: "at most 5 containments in an account and hour; at most 50% of a group at a time",
        },
        {
          response: "block-principal",
          rules: [["contain", "all findings"]],
          limits: "at most 5 containments in an account and hour",
        },
      ],
      protectedResources: ["arn:aws:iam::*:role/admin"],
    });
  });

  it("P52: the modes are those that each function has, on the command line too", async () => {
    const answer = ({ function: name }: Invocation) => ({
      ...applied,
      modes: [{ mode: name.includes("block") ? "off" : "contain" }],
    });
    const { out, invocations } = await run(["policy", "show"], { answer });
    assert.match(
      out,
      /isolate-instance {2}at most 5 .*\n {2}- contain: all findings\n\nblock-principal .*\n {2}- off: all/,
    );
    assert.deepEqual(
      invocations.map(({ alias, payload }) => [alias, payload]),
      [
        ["read", { command: "modes" }],
        ["read", { command: "modes" }],
      ],
    );
  });
});

import assert from "node:assert/strict";
import { archiveWhenContained, whatIsOpen } from "../../../../runtime/findings/guardDuty/archive";
import type { Finding, Resource } from "../../../../runtime/model/finding";
import type { Decision } from "../../../../runtime/model/journalItems";
import type { Target } from "../../../../runtime/model/target";
import { bucketTarget, instanceTarget, principalTarget } from "../../../../runtime/resources/targets";
import { place, settingsFor, world } from "../../../attacks/harness";
import { decision } from "../../decision";

const ids = ["i-00000000000000001", "i-00000000000000002"];
const instances = ids.map((id): Resource => ({ ...place, kind: "ec2-instance", id }));
const targets = ids.map((id) => instanceTarget(place, id));
const finding = (change: Partial<Finding> = {}): Finding => ({
  source: "guardduty",
  id: "f1",
  type: "AttackSequence:EC2/CompromisedInstanceGroup",
  title: "",
  severity: 8,
  ...place,
  firstSeen: "2026-11-25T09:00:00Z",
  lastSeen: "2026-11-25T09:00:00Z",
  sentAt: "2026-11-25T09:00:00Z",
  sample: false,
  resourceType: "AttackSequence",
  resources: instances,
  ...change,
});
const about = (target: Target, outcome: Decision["outcome"], change: Partial<Decision> = {}): Decision => ({
  ...decision,
  finding: "f1",
  target,
  outcome,
  containment: target.id,
  ...change,
});

/** A world whose journal has these decisions, and the requests that GuardDuty received. */
async function worldWith(decisions: Decision[], settings = settingsFor({ archiveFindings: "below-critical" })) {
  const made = world(settings);
  for (const item of decisions) await made.table.journal.recordDecision(item);
  const asked: string[] = [];
  const client: any = made.services.guardDuty();
  const logged = Object.entries<any>(client).map(([name, call]) => {
    const asking = (input: unknown) => {
      asked.push(name);
      return call(input);
    };
    return [name, asking];
  });
  (made.services as any).guardDuty = () => Object.fromEntries(logged);
  return { ...made, asked };
}

describe("archiving a finding in GuardDuty", () => {
  it("X13 E14: waits until every target of the finding is contained; the last run archives it", async () => {
    const first = about(targets[0]!, "contained");
    const { run, archived, table } = await worldWith([first]);
    const waits = await archiveWhenContained(run(), finding(), first);
    assert.equal(waits, `GuardDuty finding not archived: nothing is decided yet about ${ids[1]}`);
    assert.deepEqual(archived, []);
    const second = about(targets[1]!, "contained", { run: "r2" });
    await table.journal.recordDecision(second);
    assert.equal(await archiveWhenContained(run(), finding(), second), "GuardDuty finding archived");
    assert.deepEqual(archived, ["f1"]);
  });

  for (const outcome of ["failed", "partial", "awaiting-approval", "exempt", "skipped", "gone", "started"] as const) {
    it(`X13 E14 Z3: does not archive it if another target is ${outcome}, and says so unambiguously`, async () => {
      const last = about(targets[1]!, "contained", { run: "r2" });
      const { run, archived } = await worldWith([about(targets[0]!, outcome), last]);
      const why = `GuardDuty finding not archived: ${ids[0]} is ${outcome}, not contained`;
      assert.equal(await archiveWhenContained(run(), finding(), last), why);
      assert.deepEqual(archived, []);
    });
  }

  it("X13: uses the newest decision about a target, from each response", async () => {
    const failed = about(targets[0]!, "failed", { at: "2026-11-25T09:00:00.000Z" });
    const later = about(targets[0]!, "already-contained", { at: "2026-11-25T11:00:00.000Z", run: "r2" });
    const last = about(targets[1]!, "contained", { run: "r3" });
    const { run } = await worldWith([failed, later, last]);
    assert.equal(await archiveWhenContained(run(), finding(), last), "GuardDuty finding archived");
    const other = about(targets[0]!, "failed", { response: "run-runbook", run: "r4" });
    const { run: again } = await worldWith([later, last, other]);
    assert.match((await archiveWhenContained(again(), finding(), last))!, /is failed, not contained/);
  });

  it("X13: ignores a decision to do nothing from before an analyst asked for the response", () => {
    const { target: _, ...bare } = about(targets[0]!, "skipped", { at: "2026-11-25T09:00:00.000Z" });
    const both = targets.map((target) => about(target, "contained"));
    const none = { types: [], kinds: [] };
    assert.equal(whatIsOpen(finding(), both[0]!, [...both, bare], none), undefined);
    const other = { ...bare, response: "block-principal" };
    assert.match(whatIsOpen(finding(), both[0]!, [...both, other], none)!, /^block-principal is skip/);
  });

  it("X13: waits for the targets of other responses", () => {
    const bucket: Resource = { ...place, kind: "s3-bucket", id: "shop" };
    const principal: Resource = {
      ...place,
      kind: "iam-principal",
      id: "AROAEXAMPLE:x",
      principal: { userType: "Role" },
    };
    const { type } = finding();
    const others = { types: [type], kinds: ["s3-bucket", "iam-principal"] };
    const own = about(targets[0]!, "contained");
    const blocked = about(principalTarget(place, "role", "deploy"), "contained", { response: "block-principal" });
    const closed = about(bucketTarget(place, "shop"), "contained", { response: "block-public-bucket" });
    const named = { type, resources: [instances[0]!, bucket, principal] };
    assert.equal(whatIsOpen(named, own, [own], others), "nothing is decided yet about shop");
    assert.equal(whatIsOpen(named, own, [own, closed], others), "nothing is decided yet about AROAEXAMPLE:x");
    assert.equal(whatIsOpen(named, own, [own, closed, blocked], others), undefined);
    assert.equal(whatIsOpen(named, own, [own], { ...others, types: [] }), undefined);
  });

  for (const [setting, severity, end] of [
    ["below-critical", 8.9, "archived"],
    ["below-critical", 9, "critical"],
    ["all", 9.5, "archived"],
    ["none", 5, undefined],
  ] as const) {
    it(`X13: archiveFindings ${setting} at severity ${severity}: ${end ?? "nothing"}`, async () => {
      const only = about(targets[0]!, "contained");
      const { run, archived } = await worldWith([only], settingsFor({ archiveFindings: setting }));
      const said = await archiveWhenContained(run(), finding({ severity, resources: [instances[0]!] }), only);
      const texts = {
        archived: "GuardDuty finding archived",
        critical: "GuardDuty finding not archived: it is critical and must still be investigated",
      };
      assert.equal(said, end && texts[end]);
      assert.equal(archived.length, end === "archived" ? 1 : 0);
    });
  }

  it("looks up the detector once per container and Region, and again after a refusal", async () => {
    const only = about(targets[0]!, "contained");
    const { run, asked, services } = await worldWith([only]);
    (services as any).detectors = {};
    const one = finding({ resources: [instances[0]!] });
    for (let times = 0; times < 2; times++) await archiveWhenContained(run(), one, only);
    assert.deepEqual(asked, ["listDetectors", "archiveFindings", "getFindings", "archiveFindings", "getFindings"]);
    const refused = Object.assign(new Error("no such detector"), { name: "BadRequestException" });
    (services as any).guardDuty = () => ({ archiveFindings: () => Promise.reject(refused) });
    assert.match((await archiveWhenContained(run(), one, only))!, /only GuardDuty's administrator account can/);
    assert.deepEqual((services as any).detectors, {});
  });

  it("archives nothing from other sources, nor a scan result", async () => {
    const only = about(targets[0]!, "contained");
    const { run, asked } = await worldWith([only]);
    for (const change of [{ source: "config" as const }, { id: "scan-1" }]) {
      assert.equal(await archiveWhenContained(run(), finding({ ...change, resources: [] }), only), undefined);
    }
    assert.deepEqual(asked, []);
  });
});

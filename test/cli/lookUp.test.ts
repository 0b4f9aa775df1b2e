import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { containmentId } from "../../runtime/model/target";
import { approval, containment, decision, items, target } from "./journal";
import { run } from "./world";

const other = containmentId("block-principal", target.arn);
const own = containmentId("isolate-instance", target.arn);
const hubFinding = "arn:aws:securityhub:eu-west-1:444455556666:security-control/EC2.19/finding/0001";

/** One decision of each kind that leaves a containment, or none. */
const journal = [
  items.decision(decision({ containment: own })),
  items.containment(containment({ id: own })),
  items.decision(decision({ finding: "exempt-1", outcome: "exempt", containment: "c0000000000000ee" })),
  items.decision(
    decision({
      finding: "gone-1",
      outcome: "gone",
      containment: other,
      response: "block-principal",
      run: "r-gone",
      evidence: [{ kind: "snapshot", id: "snap-gone" }],
    }),
  ),
  items.decision(decision({ finding: hubFinding, outcome: "skipped", containment: "c0000000000000ab" })),
  items.decision(
    decision({ finding: "f2", outcome: "awaiting-approval", containment: other, approval: "a000000000000001" }),
  ),
  items.approval(approval()),
];

const world = { items: journal };
const released = () => decision({ outcome: "released" });

describe("every id that a list prints", () => {
  it("P1 P18: is understood by show, whatever came of the finding", async () => {
    const { out } = await run(["incidents"], { ...world, terminal: false });
    const rows = out
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t"));
    assert.equal(rows.length, 5);
    for (const row of rows) {
      for (const id of [row.at(-1)!, row[3]!]) {
        const { code, err } = await run(["show", id], world);
        assert.equal(code, 0, `${id}: ${err}`);
      }
    }
  });

  it("P18: is that of the approval request where a request waits", async () => {
    const { out } = await run(["incidents", "--outcome", "awaiting-approval"], { ...world, terminal: false });
    assert.equal(out.trim().split("\t").at(-1), "a000000000000001");
  });

  for (const [name, id] of [
    ["a containment that changed nothing", other],
    ["a finding whose id is an ARN", hubFinding],
    ["a run", "r-gone"],
    ["evidence", "snap-gone"],
    ["a resource", target.id],
  ] as const) {
    it(`P1: show understands the id of ${name}`, async () => {
      const { code, err } = await run(["show", id], world);
      assert.equal(code, 0, err);
    });
  }

  it("P18: approve and decline understand the id of a containment, a finding and a resource", async () => {
    for (const id of ["a000000000000001", "f2", own, target.id, target.arn]) {
      const answer = () => decision({ outcome: "skipped" });
      const { code, invocations, err } = await run(["decline", id, "--reason", "x", "--yes"], { ...world, answer });
      assert.equal(code, 0, err);
      assert.equal(invocations[0]!.payload["approval"], "a000000000000001");
    }
  });

  it("P1: release understands the id of a finding and of a resource", async () => {
    for (const id of [own, "f1", target.id, target.arn]) {
      const { code, invocations, err } = await run(["release", id, "--reason", "x", "--yes"], {
        ...world,
        answer: released,
      });
      assert.equal(code, 0, err);
      assert.equal(invocations.at(-1)!.payload["containment"], own);
    }
  });

  it("P1: release and approve say what an id is if it is nothing for them", async () => {
    const waiting = { items: journal.filter((item) => item["pk"] !== `containment#${own}`) };
    const release = await run(["release", "a000000000000001", "--reason", "x", "--yes"], waiting);
    assert.match(
      release.err,
      /waits for approval, so nothing is contained yet\. To approve it: .* approve a000000000000001/,
    );
    const gone = await run(["release", "r-gone", "--reason", "x", "--yes"], world);
    assert.match(gone.err, /"r-gone" has no containment: gone, because /);
    const approve = await run(["approve", "r-gone", "--reason", "x", "--yes"], world);
    assert.match(approve.err, /Nothing about "r-gone" waits for approval: .* show r-gone shows what happened/);
  });

  it("P1: an id with several containments is answered with the list of them", async () => {
    const two = [...journal, items.containment(containment({ id: other, response: "block-principal" }))];
    const { code, err } = await run(["release", target.id, "--reason", "x", "--yes"], { items: two });
    assert.equal(code, 2);
    assert.ok(err.includes(own) && err.includes(other), err);
  });

  it("P1: a finding that does not hold the containment is refused before anything is asked", async () => {
    const { code, err, invocations } = await run(["release", own, "--finding", "f9", "--reason", "x", "--yes"], world);
    assert.equal(code, 2);
    assert.match(err, /--finding is "f9": the findings that hold containment .* are f1/);
    assert.deepEqual(invocations, []);
  });

  it("P1: contain understands the ARN that show prints", async () => {
    const answer = () => decision();
    const { code, invocations, err } = await run(
      ["contain", "isolate-instance", target.arn, "--reason", "x", "--yes"],
      { ...world, answer },
    );
    assert.equal(code, 0, err);
    assert.deepEqual(invocations[0]!.payload["target"], {
      account: "444455556666",
      region: "eu-west-1",
      id: target.id,
    });
    const wrong = await run(
      ["contain", "isolate-instance", target.arn, "--account", "111122223333", "--reason", "x"],
      world,
    );
    assert.match(wrong.err, /--account is "111122223333", but the ARN says 444455556666/);
    const role = ["contain", "block-principal", "arn:aws:iam::444455556666:role/app/shop", "--region", "eu-west-1"];
    const { invocations: asked } = await run([...role, "--reason", "x", "--yes"], { ...world, answer });
    assert.equal(asked[0]!.payload["target"].id, "role/shop");
  });
});

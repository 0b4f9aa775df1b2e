import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Stage } from "../../rehearsal/course";
import { play } from "../../rehearsal/incident";
import { rehearse } from "../../rehearsal/rehearse";
import { readPatiently, soon } from "../../rehearsal/soon";
import { decision } from "../runtime/decision";

const error = (name: string) => Object.assign(new Error(`${name} it is`), { name });

/** Pauses that take no time and are counted. */
function pauses() {
  const taken: number[] = [];
  return { taken, pause: async (milliseconds: number) => void taken.push(milliseconds) };
}

describe("eventually consistent data", () => {
  it("is requested again while it is not found, but not after any other error", async () => {
    const { taken, pause } = pauses();
    const answers = [error("InvalidVpcID.NotFound"), error("NoSuchEntity"), "made"];
    const call = async () => {
      const answer = answers.shift()!;
      if (answer instanceof Error) throw answer;
      return answer;
    };
    assert.equal(await soon(pause, call), "made");
    assert.equal(taken.length, 2);
    await assert.rejects(
      soon(pause, async () => Promise.reject(error("UnauthorizedOperation"))),
      /UnauthorizedOperation it is/,
    );
    assert.equal(taken.length, 2);
    await assert.rejects(
      soon(pause, async () => Promise.reject(error("NoSuchEntity"))),
      /NoSuchEntity it is/,
    );
  });

  it("is read again while something is wrong, and the last answer counts", async () => {
    const { taken, pause } = pauses();
    const seen = ["old", "old", undefined];
    assert.equal(await readPatiently(pause, async () => seen.shift()), undefined);
    assert.equal(taken.length, 2);
    assert.equal(await readPatiently(pause, async () => "still open"), "still open");
    assert.ok(taken.reduce((sum, milliseconds) => sum + milliseconds, 0) <= 15_000);
  });
});

describe("a rehearsal", () => {
  /** A stage whose account takes no VPC and whose buckets cannot be made. */
  const refused = (name: string) => {
    const asked: string[] = [];
    const clients = new Proxy(
      {},
      { get: (_, service) => new Proxy({}, { get: (__, call) => deny(`${String(service)}.${String(call)}`) }) },
    );
    const deny = (call: string) => async () => {
      asked.push(call);
      throw error(name);
    };
    const place = { name: "a", account: "444455556666", region: "eu-west-1", partition: "aws", clients };
    const stage = { run: "0mabcdef1234", place, ...pauses(), exceptionTagKey: "SecurityException" };
    return { asked, stage: stage as unknown as Stage };
  };

  it("starts no incident if something cannot be created, and names the policy", async () => {
    const { asked, stage } = refused("UnauthorizedOperation");
    const played = await rehearse(
      stage,
      ["isolate-instance", "block-public-bucket"],
      () => {},
      () => false,
    );
    assert.deepEqual(asked.sort(), ["ec2.createVpc", "s3.createBucket"]);
    assert.deepEqual(
      played.map(({ response, title }) => `${response}: ${title}`),
      ["isolate-instance: create the test resources", "block-public-bucket: create the test resources"],
    );
    for (const { fault } of played) assert.match(fault!, /docs\/rehearsal\.md has the policy that the role needs/);
  });

  it("does not report what an interruption left undone", async () => {
    const { stage } = refused("AbortError");
    assert.deepEqual(
      await rehearse(
        stage,
        ["block-public-bucket"],
        () => {},
        () => true,
      ),
      [],
    );
  });
});

describe("an incident", () => {
  const incident = { title: "t", expected: "contained" as const, happen: async () => "f1" };
  const followed = (outcome: "contained" | "already-contained" | "failed") => ({
    decisions: async () => [{ ...decision, outcome, reason: "because" }],
  });

  it("is as expected if its outcome is, and reading AWS confirms it", async () => {
    assert.equal((await play(followed("contained"), incident)).fault, undefined);
    const open = { ...incident, proof: async () => "still open" };
    assert.equal((await play(followed("contained"), open)).fault, "still open");
    assert.equal((await play(followed("failed"), open)).fault, "the expected outcome is contained: because");
  });

  it("may have another, equally good outcome if it says so", async () => {
    assert.match((await play(followed("already-contained"), incident)).fault!, /expected outcome is contained/);
    const also = { ...incident, also: ["already-contained" as const] };
    assert.equal((await play(followed("already-contained"), also)).fault, undefined);
  });
});

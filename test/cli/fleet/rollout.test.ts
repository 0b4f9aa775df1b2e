import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { stringify } from "yaml";
import type { Job } from "../../../cli/fleet/rollout/engine";
import { version } from "../../../runtime/lib/version";
import { directory, run, type Surroundings } from "../world";
import { type EngineModel, engineModel } from "./engine";

const security = "111122223333";
const accounts = Array.from({ length: 8 }, (_, at) => String(444400000000 + at));
const stackOf = (at: number) => `service-${accounts[at]}`;
const inventory = {
  organizationId: "o-a1b2c3d4e5",
  securityAccountId: security,
  homeRegion: "eu-west-1",
  accounts,
  groups: { early: { accounts: accounts.slice(2, 4) }, late: { accounts: accounts.slice(4, 6) } },
  rollout: { canary: accounts.slice(0, 2), waves: ["early", "late"], failureTolerance: { count: 1 } },
};

describe("firebreak fleet up", () => {
  let folder: string;
  let model: EngineModel;
  let fails: string[];
  /** Accounts that the doctor finds a fault in, and how often. */
  let faulty: Record<string, number>;
  let examined: string[][];

  const work = ({ stack }: Job) => {
    if (fails.includes(stack)) throw new Error(`${stack}: access denied`);
  };
  /** The doctor of the security account. */
  const answer: Surroundings["answer"] = ({ payload }) => {
    if (payload["command"] !== "examine") return [];
    const { account } = payload;
    examined.push([account]);
    const open = (faulty[account] ?? 0) > 0;
    faulty[account] = (faulty[account] ?? 0) - 1;
    const role = { account, check: "roles", subject: "Security-IR-Role-isolate-instance" };
    const result = open ? { status: "fault", says: "The role does not exist" } : { status: "ok", says: "as declared" };
    const unasked = { account, check: "guardduty", subject: "detector", status: "fault", says: "GuardDuty is off" };
    return { results: [{ ...role, ...result }, unasked], sent: [] };
  };
  const fleet = (argv: string[], more: Surroundings = {}) =>
    run(["fleet", ...argv], {
      folder,
      engine: model.engine,
      answer,
      parameter: JSON.stringify({ ...directory, doctorFunction: "firebreak-doctor" }),
      ...more,
    });
  const up = async (...argv: string[]) => {
    const result = await fleet(["up", "--yes", "--json", ...argv]);
    const lines = result.lines();
    const outcomes = Object.fromEntries(
      lines.filter(({ stack }) => stack).map(({ stack, outcome }) => [stack, outcome]),
    );
    return { ...result, outcomes, summary: lines.at(-1)!.summary, results: lines.slice(0, -1) };
  };
  const write = (content: object) => writeFile(path.join(folder, "fleet.yaml"), stringify(content));

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-rollout-"));
    [model, fails, faulty, examined] = [engineModel(work), [], {}, []];
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: firebreak\nruntime: nodejs\nmain: index.ts\n");
    await writeFile(path.join(folder, "index.ts"), "export = async () => ({});\n");
    await write(inventory);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("works in waves: the security account, the canary, the groups in order, all others", async () => {
    const { code, results, summary, err } = await up();
    assert.equal(code, 0, err);
    const waves: Record<string, string[]> = {};
    for (const { wave, stack } of results) waves[wave] = [...(waves[wave] ?? []), stack];
    assert.deepEqual(waves, {
      "security account": ["master"],
      canary: [stackOf(0), stackOf(1)],
      early: [stackOf(2), stackOf(3)],
      late: [stackOf(4), stackOf(5)],
      "remaining accounts": [stackOf(6), stackOf(7)],
    });
    assert.deepEqual(summary, { command: "up", stacks: 9, outcomes: { done: 9 }, drifted: 0 });
    assert.ok(model.closed());
  });

  it("L23: passes over a group that is held at another version, says so, and goes on with the others", async () => {
    const groups = { ...inventory.groups, early: { ...inventory.groups.early, version: "0.0.9" } };
    await write({ ...inventory, groups });
    const { code, outcomes, results, summary } = await up();
    assert.equal(code, 0);
    assert.deepEqual(summary.outcomes, { done: 7, held: 2 });
    assert.equal(outcomes[stackOf(2)], "held");
    assert.equal(
      results.find(({ stack }: any) => stack === stackOf(2)).error,
      `groups.early holds it at version 0.0.9; this is ${version}`,
    );
    assert.ok(!examined.flat().includes(accounts[2]!), "nothing is proven of what was not deployed");
    const drift = await fleet(["drift", "--json"]);
    assert.equal(drift.lines().at(-1).summary.outcomes.done, 9, "reading needs no version");
    await write({ ...inventory, groups: { ...groups, early: { ...groups.early, version } } });
    assert.deepEqual((await up()).summary.outcomes, { done: 2, unchanged: 7 });
  });

  it("stops at a failure in the canary, whatever the tolerance", async () => {
    fails = [stackOf(1)];
    const { code, outcomes, results } = await up("--tolerate", "50%");
    assert.equal(code, 1);
    assert.equal(outcomes[stackOf(1)], "failed");
    assert.deepEqual(
      [2, 4, 7].map((at) => outcomes[stackOf(at)]),
      ["left", "left", "left"],
    );
    assert.equal(model.jobs.length, 3);
    assert.match(results.at(-1).error, /1 account failed up to the wave "canary", which tolerates none/);
  });

  it("goes on within the tolerance, and starts no further account beyond it", async () => {
    fails = [stackOf(2)];
    const within = await up("--concurrency", "1");
    assert.equal(within.code, 1);
    assert.deepEqual(within.summary.outcomes, { done: 8, failed: 1 });
    [model, fails] = [engineModel(work), [stackOf(2), stackOf(3)]];
    const beyond = await up("--concurrency", "1");
    assert.deepEqual(beyond.summary.outcomes, { done: 3, failed: 2, left: 4 });
    [model, fails] = [engineModel(work), [stackOf(2), stackOf(3)]];
    const share = await up("--concurrency", "1", "--tolerate", "25%");
    assert.deepEqual(share.summary.outcomes, { done: 7, failed: 2 });
  });

  it("lets the doctor decide: a wave whose roles are not as declared stops the run, whatever Pulumi says", async () => {
    faulty = { [accounts[0]!]: 9 };
    const { code, outcomes, results, waited } = await up();
    assert.equal(code, 1);
    assert.equal(outcomes[stackOf(0)], "unproven");
    assert.equal(outcomes[stackOf(1)], "done", "a fault of GuardDuty is no fault of the deployment");
    assert.equal(outcomes[stackOf(2)], "left");
    assert.match(
      results.find(({ stack }) => stack === stackOf(0)).error,
      /roles Security-IR-Role-isolate-instance: The role does not exist/,
    );
    assert.deepEqual(waited, [15, 15, 15]);
  });

  it("asks the doctor again for what IAM does not show yet, and only for that", async () => {
    faulty = { [accounts[0]!]: 1 };
    const { code } = await up("--only", `${stackOf(0)},${stackOf(1)}`);
    assert.equal(code, 0);
    assert.deepEqual(examined.flat().sort(), [accounts[0], accounts[0], accounts[1]]);
  });

  it("counts as not proven what the doctor could not examine", async () => {
    const { code, outcomes, results } = await run(["fleet", "up", "--yes", "--json", "--only", stackOf(0)], {
      folder,
      engine: model.engine,
      faults: { "lambda.invoke": Object.assign(new Error("no"), { name: "ResourceNotFoundException" }) },
      parameter: JSON.stringify({ ...directory, doctorFunction: "firebreak-doctor" }),
    }).then((result) => ({ ...result, outcomes: result.lines()[0].outcome, results: result.lines() }));
    assert.equal(code, 1);
    assert.equal(outcomes, "unproven");
    assert.match(results[0].error, /it could not be proven: There is no function firebreak-doctor:operate/);
  });

  it("goes on where a run ended: what is deployed is proven and not deployed again", async () => {
    fails = [stackOf(2), stackOf(3)];
    await up("--concurrency", "1");
    [fails, examined] = [[], []];
    const before = model.jobs.length;
    const { code, summary } = await up();
    assert.equal(code, 0);
    assert.deepEqual(summary.outcomes, { done: 6, unchanged: 3 });
    assert.equal(model.jobs.length - before, 6);
    assert.ok(examined.flat().includes(accounts[0]!), "the proof of the canary may have failed the last time");
    examined = [];
    const { summary: again, err } = await up();
    assert.deepEqual(again.outcomes, { unchanged: 9 });
    assert.deepEqual(examined, [], "nothing is to be started");
    assert.match(err, /Unchanged stacks were not compared with their accounts: .* fleet drift/);
  });

  it("deploys again what has changed: a setting, the program, or another tool's last word", async () => {
    await up();
    await write({ ...inventory, overrides: { [accounts[7]!]: { regions: ["us-east-1"] } } });
    assert.deepEqual((await up()).summary.outcomes, { unchanged: 8, done: 1 });
    model.updates[stackOf(0)] = { ...model.updates[stackOf(0)]!, kind: "destroy" };
    model.updates[stackOf(1)] = { ...model.updates[stackOf(1)]!, result: "failed" };
    assert.deepEqual((await up()).summary.outcomes, { unchanged: 7, done: 2 });
    await writeFile(path.join(folder, "index.ts"), "export = async () => ({ changed: true });\n");
    assert.deepEqual((await up()).summary.outcomes, { done: 9 });
    assert.deepEqual((await up("--force")).summary.outcomes, { done: 9 });
  });

  it("L1: stops when the user does: what runs ends, nothing else starts, and the results are printed", async () => {
    let stop = () => {};
    model = engineModel(({ stack }) => {
      if (stack === stackOf(0)) stop();
    });
    const { code, lines, err } = await fleet(["up", "--yes", "--json", "--concurrency", "1"], {
      stop: (listener) => {
        stop = listener;
      },
    });
    assert.equal(code, 130);
    assert.ok(model.stopped() && model.closed());
    assert.deepEqual(lines().at(-1).summary.outcomes, { done: 2, left: 7 });
    assert.match(err, /Stopping: waits until what is running has ended cleanly/);
  });

  it("L5: writes one line for each stack of 1,000, with its name, and a table only of what needs attention", async () => {
    const many = Array.from({ length: 1000 }, (_, at) => String(555500000000 + at));
    await write({ ...inventory, accounts: many, groups: {}, rollout: { failureTolerance: { count: 2 } } });
    fails = [`service-${many[500]}`, `service-${many[700]}`];
    const started = process.memoryUsage().rss;
    const { code, out, err } = await fleet(["up", "--yes", "--concurrency", "20"]);
    assert.equal(code, 1);
    const lines = err.trim().split("\n");
    assert.ok(lines.length + out.trim().split("\n").length < 1100, String(lines.length));
    const ofStacks = lines.filter((line) => /^(master|service-\d{12}): (done|FAILED), /.test(line));
    assert.equal(ofStacks.length, 1001);
    assert.deepEqual(out.match(/service-\d+ +FAILED/g)?.length, 2);
    const grown = (process.memoryUsage().rss - started) / 2 ** 20;
    assert.ok(grown < 400, `${grown} MB`);
  });

  it("writes a summary in Markdown, what needs attention first, in which no text of a stack is markup", async () => {
    model = engineModel(({ stack }) => {
      if (stack === stackOf(7)) throw new Error("a|b <img src=x>\n@team");
    });
    await fleet(["preview", "--summary", "summary.md"]);
    const text = await readFile(path.join(folder, "summary.md"), "utf8");
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    assert.match(text, /^1 failed, 8 done\.$/m);
    assert.equal(rows[2], `| ${stackOf(7)} | FAILED | a\\|b \\<img src=x\\><br>\\@team |`);
    assert.equal(rows.length, 11);
  });

  it("refuses what it does not understand, before it changes anything", async () => {
    for (const wrong of ["x", "101%", "-1", "1.5"]) {
      const { code, err } = await fleet(["up", "--yes", `--tolerate=${wrong}`]);
      assert.equal(code, 2);
      assert.match(err, new RegExp(`--tolerate is "${wrong.replace(".", "\\.")}"`));
    }
    await write({ ...inventory, rollout: { canary: ["nobody", "999900000000"], waves: ["early", "sooner"] } });
    const { code, err } = await fleet(["up", "--yes"]);
    assert.equal(code, 2);
    assert.match(err, /rollout.canary names nobody, which is neither a group nor a member account with a stack/);
    assert.match(err, /rollout.canary names 999900000000/);
    assert.match(err, /rollout.waves names sooner: the groups are early, late/);
    await write({ ...inventory, rollout: { failureTolerance: { percent: 200 }, canaries: [] } });
    const wrong = await fleet(["up", "--yes"]);
    assert.match(wrong.err, /failureTolerance.percent.*0 to 100/);
    assert.match(wrong.err, /rollout has the unknown key canaries/);
    assert.deepEqual(model.jobs, []);
  });
});

describe("firebreak fleet drift", () => {
  it("L9: names what differs, with exit code 1, and reads all accounts even if one fails", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "firebreak-drift-"));
    try {
      await writeFile(path.join(folder, "Pulumi.yaml"), "name: firebreak\nruntime: nodejs\n");
      await writeFile(path.join(folder, "fleet.yaml"), stringify(inventory));
      const model = engineModel(({ stack }) => {
        if (stack === "master") throw new Error("the stack was never deployed");
        return { drift: stack === stackOf(3) ? ['deleted: aws:iam/role:Role "notify-role"'] : [] };
      });
      const { code, lines, err } = await run(["fleet", "drift", "--json"], { folder, engine: model.engine });
      assert.equal(code, 1);
      assert.deepEqual(lines().at(-1).summary, {
        command: "drift",
        stacks: 9,
        outcomes: { failed: 1, done: 8 },
        drifted: 1,
      });
      assert.match(err, new RegExp(`${stackOf(3)}: DRIFT, deleted: aws:iam/role:Role "notify-role"`));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

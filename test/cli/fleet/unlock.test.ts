import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { isLocked, locksIn, lockText } from "../../../cli/fleet/engine/locks";
import { isDead } from "../../../cli/fleet/rollout/deadRun";
import type { Lock } from "../../../cli/fleet/rollout/engine";
import { run } from "../world";
import { type EngineModel, engineModel } from "./engine";

const stacks = ["master", "service-444455556666", "service-777788889999"] as const;
/** No process has an id this high: https://man7.org/linux/man-pages/man5/proc_sys_kernel.5.html (pid_max). */
const noProcess = 2 ** 22 + 1;

describe("firebreak fleet unlock", () => {
  let folder: string;
  let model: EngineModel;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-unlock-"));
    model = engineModel();
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: firebreak\nruntime: nodejs\n");
    await writeFile(
      path.join(folder, "fleet.yaml"),
      'organizationId: o-a1b2c3d4e5\nsecurityAccountId: "111122223333"\nhomeRegion: eu-west-1\naccounts: ["444455556666", "777788889999"]\n',
    );
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const lock = (stack: string, more: Partial<Lock>): Lock => ({ stack, since: "2026-11-26T12:00:00Z", ...more });
  const unlock = (...argv: string[]) => run(["fleet", "unlock", "--yes", ...argv], { folder, engine: model.engine });

  it("L12: frees the lock of a process of this host that no longer runs, and no other", async () => {
    Object.assign(model.locks, {
      [stacks[0]]: [lock(stacks[0], { host: hostname(), process: process.pid })],
      [stacks[1]]: [lock(stacks[1], { host: hostname(), process: noProcess })],
      [stacks[2]]: [lock(stacks[2], { host: "runner-17", process: noProcess })],
    });
    const { code, out, err } = await unlock();
    assert.equal(code, 1, "two are still locked");
    assert.deepEqual(model.unlocked, [stacks[1]]);
    assert.match(out, /Unlocked service-444455556666\./);
    assert.match(err, new RegExp(`master stays locked by process ${process.pid} on ${hostname()}`));
    assert.match(err, /service-777788889999 stays locked by .* If it has ended, name it with --host runner-17\./);
  });

  it("L12: frees the locks of a host whose runs have ended, as the user says, and those without a host as `unknown`", async () => {
    Object.assign(model.locks, {
      [stacks[1]]: [lock(stacks[1], { host: "runner-17", process: 1 })],
      [stacks[2]]: [{ stack: stacks[2] }],
    });
    assert.equal((await unlock("--host", "runner-17,unknown")).code, 0);
    assert.deepEqual(model.unlocked.sort(), [stacks[1], stacks[2]]);
  });

  it("L12: names a stack whose state cannot be read, and frees the locks of the others", async () => {
    model.broken.push(stacks[1]);
    Object.assign(model.locks, { [stacks[2]]: [lock(stacks[2], { host: hostname(), process: noProcess })] });
    const { code, err } = await unlock();
    assert.equal(code, 1);
    assert.deepEqual(model.unlocked, [stacks[2]]);
    assert.match(err, /service-444455556666 cannot be read: unexpected end of JSON input/);
    const status = await run(["fleet", "status"], { folder, engine: model.engine });
    assert.equal(status.code, 1);
    assert.match(status.err, /service-444455556666 cannot be read: unexpected end of JSON input/);
    assert.match(status.out, /service-777788889999/);
  });

  it("L12: frees no lock of a stack that a living run has locked too: Pulumi removes all or none", async () => {
    const living = lock(stacks[1], { host: hostname(), process: process.pid });
    Object.assign(model.locks, {
      [stacks[1]]: [living, lock(stacks[1], { host: hostname(), process: noProcess })],
    });
    assert.equal((await unlock()).code, 1);
    assert.deepEqual(model.unlocked, []);
  });

  it("says that there is nothing to unlock", async () => {
    const { code, out } = await unlock();
    assert.equal(code, 0);
    assert.match(out, /Nothing to unlock/);
  });

  it("shows in `fleet status` the last change of each stack and who has locked it", async () => {
    Object.assign(model.locks, { [stacks[1]]: [lock(stacks[1], { host: "runner-17", process: 5 })] });
    const update = { kind: "update", result: "succeeded", message: "", time: "2026-11-26T12:00:00.000Z" };
    Object.assign(model.updates, { [stacks[0]]: update, [stacks[1]]: { ...update, result: "failed" } });
    const { code, out } = await run(["fleet", "status"], { folder, engine: model.engine, columns: 120 });
    assert.equal(code, 1);
    assert.match(out, /master +update succeeded +2026-11-26T12:00:00.000Z/);
    assert.match(out, /service-444455556666 +update failed .* process 5 on runner-17/);
    assert.match(out, /service-777788889999 +never deployed/);
  });
});

describe("the lock of a stack", () => {
  it("L12: is read from what Pulumi says of it, several at once too", () => {
    const text =
      "the stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n" +
      "  s3://b/.pulumi/locks/x/1.json: created by root@ip-10-0-0-1 (pid 42) at 2026-11-26T12:00:00Z\n" +
      "  s3://b/.pulumi/locks/x/2.json: created by DOMAIN\\ann@laptop (pid 7) at 2026-11-26T12:01:00+01:00";
    const [first, second] = locksIn("a", text);
    assert.deepEqual(first, { stack: "a", host: "ip-10-0-0-1", process: 42, since: "2026-11-26T12:00:00Z" });
    assert.deepEqual(second, { stack: "a", host: "laptop", process: 7, since: "2026-11-26T12:01:00+01:00" });
    assert.match(lockText(first!), /process 42 on ip-10-0-0-1 since 2026-11-26T12:00:00Z.*fleet unlock --only a/);
  });

  it("L12: is one of an unknown run where the backend does not say more", () => {
    const text = "[409] Conflict: Another update is currently in progress.";
    assert.ok(isLocked(text));
    assert.deepEqual(locksIn("a", text), [{ stack: "a" }]);
    assert.deepEqual(locksIn("a", "no stack named 'a' found"), []);
  });

  it("L12: counts as held unless it is known that its run has ended", () => {
    const known = { host: "here", ended: [], runs: (id: number) => id === 1 };
    assert.equal(isDead({ stack: "a", host: "here", process: 2 }, known), true);
    assert.equal(isDead({ stack: "a", host: "here", process: 1 }, known), false);
    assert.equal(isDead({ stack: "a", host: "there", process: 2 }, known), false);
    assert.equal(isDead({ stack: "a" }, known), false);
    assert.equal(isDead({ stack: "a", host: "there", process: 2 }, { ...known, ended: ["there"] }), true);
  });
});

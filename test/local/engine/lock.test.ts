import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const lockModule = pathToFileURL(path.join(__dirname, "..", "..", "..", "local", "setup", "lock.mjs"));

/** A process that records when it enters and leaves the locked part; resolves to its exit code. */
async function contender(lock: string, notes: string): Promise<number> {
  const code = `
    import { appendFile } from "node:fs/promises";
    import { setTimeout } from "node:timers/promises";
    import { locked } from ${JSON.stringify(lockModule.href)};
    await locked(${JSON.stringify(lock)}, () => undefined, async () => {
      await appendFile(${JSON.stringify(notes)}, "in ");
      await setTimeout(100);
      await appendFile(${JSON.stringify(notes)}, "out ");
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], { stdio: "inherit" });
  const [exitCode] = await once(child, "close");
  return exitCode;
}

describe("setup: the lock", () => {
  let folder: string;
  let lock: string;
  let notes: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-lock-"));
    [lock, notes] = [path.join(folder, "below", "lock"), path.join(folder, "notes")];
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("lets one process in at a time, and is gone afterwards", async () => {
    const codes = await Promise.all([1, 2, 3].map(() => contender(lock, notes)));
    assert.deepEqual(codes, [0, 0, 0]);
    assert.equal(await readFile(notes, "utf8"), "in out ".repeat(3));
    await assert.rejects(access(lock));
  });

  it("passes from a dead process to one of those that wait", async () => {
    await contender(lock, notes);
    await writeFile(lock, "1");
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(lock, longAgo, longAgo);
    await Promise.all([1, 2].map(() => contender(lock, notes)));
    assert.equal(await readFile(notes, "utf8"), "in out ".repeat(3));
  });
});

import { mkdir, open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A live holder touches its lock more often than this, in milliseconds. */
const staleAfter = 20_000;
const touchEvery = 2_000;

/**
 * Runs a task that only one process of the machine may run at a time; the others wait.
 *
 * @param {string} file Path of the lock, whose folder is created if it does not exist.
 * @param {() => void} waiting Called once if another process has the lock.
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 * @template T
 */
export async function locked(file, waiting, run) {
  await mkdir(path.dirname(file), { recursive: true });
  let notified = false;
  while (!(await take(file))) {
    if (await isStale(file)) await remove(file);
    if (!notified) waiting();
    notified = true;
    await sleep(300);
  }
  const touch = setInterval(() => utimes(file, new Date(), new Date()).catch(() => undefined), touchEvery);
  try {
    return await run();
  } finally {
    clearInterval(touch);
    await rm(file, { force: true });
  }
}

async function take(file) {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Whether the holder ended without removing the lock. The age is a better sign than the process id, which containers
 * reuse.
 */
async function isStale(file) {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > staleAfter;
}

/** Removes a stale lock. Only one of several waiting processes can rename it. */
async function remove(file) {
  const aside = `${file}.${process.pid}`;
  const owner = await readFile(file, "utf8").catch(() => undefined);
  try {
    await rename(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  // Another process has taken the lock meanwhile: restore it.
  if ((await readFile(aside, "utf8")) !== owner) await rename(aside, file);
  else await rm(aside, { force: true });
}

import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { LastUpdate, Lock, StackState } from "../rollout/engine";
import { locksIn } from "./locks";
import { pulumi } from "./pulumi";

/** The last entry of a stack's history. @returns undefined if the stack does not exist or has none */
export async function readLastUpdate(stack: string, workspace: string): Promise<LastUpdate | undefined> {
  return lastOf(await history(stack, workspace));
}

/** The last entry of a stack's history, and its locks. A stack that does not exist has neither. */
export async function readState(stack: string, workspace: string): Promise<StackState> {
  const entries = await history(stack, workspace);
  if (!entries) return { locks: [] };
  const last = lastOf(entries);
  return { ...(last && { last }), locks: await readLocks(stack, workspace) };
}

function lastOf([last]: any[] = []): LastUpdate | undefined {
  return last && { kind: last.kind, result: last.result, message: last.message, time: last.endTime ?? last.startTime };
}

/** @returns undefined if the stack does not exist */
async function history(stack: string, workspace: string): Promise<any[] | undefined> {
  const args = ["stack", "history", "--json", "--page-size", "1", "--page", "1", "--stack", stack];
  const text = await pulumi(workspace, ...args).catch((error: Error) => {
    if (/no stack named/.test(error.message)) return undefined;
    throw error;
  });
  return text === undefined ? undefined : JSON.parse(text || "[]");
}

/**
 * The locks of a stack that exists. The CLI has no command for it. Creating the stack a second time always fails, and says by whom
 * it is locked before it says that it exists, without a change to anything; in a folder of its own, because a file for the stack
 * would be written.
 */
async function readLocks(stack: string, workspace: string): Promise<Lock[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "firebreak-locks-"));
  try {
    await copyFile(path.join(workspace, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
    await pulumi(folder, "stack", "init", stack, "--no-select");
    return [];
  } catch (error) {
    const { message } = error as Error;
    if (/already exists/.test(message)) return [];
    const locks = locksIn(stack, message);
    if (locks.length === 0) throw error;
    return locks;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

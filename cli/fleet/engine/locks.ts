import { operatorCommand } from "../../../runtime/notices/operatorCommand";
import type { Lock } from "../rollout/engine";

const locked = "stack is currently locked by";

/** Whether an error says that a stack is locked; the second form is Pulumi Cloud's. */
export const isLocked = (message: string): boolean =>
  message.includes(locked) || message.includes("Another update is currently in progress");

/**
 * The locks in an error of Pulumi. Backends in files and buckets name user, host, process and time of each; Pulumi Cloud names
 * nothing (https://www.pulumi.com/docs/iac/concepts/state-and-backends/).
 */
export function locksIn(stack: string, message: string): Lock[] {
  const named = [...message.matchAll(/created by [^\n]*@(\S+) \(pid (\d+)\) at (\S+)/g)];
  if (named.length === 0) return isLocked(message) ? [{ stack }] : [];
  return named.map(([, host, process, since]) => ({ stack, host: host!, process: Number(process), since: since! }));
}

/** A lock in words, with what to do about it. */
export const lockText = ({ stack, host, process, since }: Lock): string =>
  `the stack is locked by ${host ? `process ${process} on ${host} since ${since}` : "another run"}. If that run has ended: ${operatorCommand(`fleet unlock --only ${stack}`)}`;

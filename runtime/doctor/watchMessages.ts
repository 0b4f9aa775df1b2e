import type { Message } from "../notices/message";
import { operatorCommand } from "../notices/operatorCommand";
import type { Hearing } from "./heartbeat";
import type { Result } from "./result";

/** Maximum number of places or faults in a notice; the command shows the rest. */
const mostLines = 50;

/** The message when a place falls silent or is heard again; undefined if nothing changed. */
export function silenceMessage({ silent, fresh, back }: Hearing): Message | undefined {
  if (fresh.length + back.length === 0) return undefined;
  const lines = [
    ...fresh.map(({ account, region, why }) => `Silent: ${account} in ${region}: ${why}.`),
    ...back.map(({ account, region }) => `Heartbeat restored: ${account} in ${region}.`),
  ];
  const [first] = fresh;
  return {
    subject:
      fresh.length > 0
        ? `silent: ${counted(fresh.length, "place")} no longer reach${fresh.length === 1 ? "es" : ""} Firebreak`
        : "heartbeat: the covered places have changed",
    lines: [
      ...shortened(lines),
      `${silent.length === 0 ? "No place is" : `${counted(silent.length, "place")} ${silent.length === 1 ? "is" : "are"}`} silent now. Findings from a silent place are not contained.`,
      ...(first
        ? [
            { before: "To see what is wrong there:", command: operatorCommand(`doctor --account ${first.account}`) },
            "If a place is silent on purpose, add it to firebreak:notWatched of the security account's stack.",
          ]
        : []),
    ],
    attributes: { outcome: first ? "failed" : "notified" },
  };
}

/** The message about the daily examination; undefined without new problems. */
export function faultsMessage(fresh: Result[]): Message | undefined {
  if (fresh.length === 0) return undefined;
  const isFault = fresh.some(({ status }) => status === "fault");
  const lines = fresh.map(({ account, region, subject, status, says }) => {
    const where = region ? `${account} in ${region}` : account;
    return `${status === "fault" ? "Fault" : "Warning"}: ${where}: ${subject}: ${says}`;
  });
  return {
    subject: `doctor: ${counted(fresh.length, "new problem")} in the daily check`,
    lines: [...shortened(lines), { before: "To see everything:", command: operatorCommand("doctor") }],
    attributes: { outcome: isFault ? "failed" : "notified" },
  };
}

/** A number with its noun: "1 account", "2 accounts". */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** As many lines as a notice has room for. */
export const shortened = (lines: string[]): string[] =>
  lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), `And ${lines.length - mostLines} more.`];

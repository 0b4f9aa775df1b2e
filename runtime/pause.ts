import { coded } from "./errors";
import type { Pause } from "./journal/items";
import { lastPause, putPause } from "./journal/pause";
import type { Run } from "./run";

/**
 * Begins or ends the pause of all responses. While it lasts findings are read and planned, and wait for approval; what
 * waits is still there when it ends, since nobody looked at it.
 *
 * @throws NotPaused if there is nothing to end; Changed if others paused or resumed at the same time
 */
export async function pauseOrResume(
  run: Run,
  { command, by, reason }: { command: "pause" | "resume"; by: string; reason: string },
): Promise<Pause> {
  const { db, table, sns, topic } = run.services;
  const pause: Pause = { paused: command === "pause", at: new Date().toISOString(), by, reason };
  const known = await lastPause(db, table);
  if (!pause.paused && !known?.paused) throw coded("NotPaused", "the responses are not paused");
  if (!(await putPause(db, table, pause, known))) {
    const now = await lastPause(db, table);
    const words = now?.paused ? `are paused by ${now.by} since ${now.at}: ${now.reason}` : `were resumed by ${now?.by}`;
    throw coded("Changed", `the responses ${words}; look at that and give the command again if it is still meant`);
  }
  await sns.publish({
    TopicArn: topic,
    Subject: `[Firebreak] ${pause.paused ? "paused" : "resumed"}`,
    Message: pause.paused
      ? `All responses are paused by ${by}: ${reason}\n\nFindings wait for approval until it is ended with: npx firebreak resume --reason "WHY"`
      : `The pause of all responses was ended by ${by}: ${reason}\n\nWhat came meanwhile still waits: npx firebreak approvals`,
    MessageAttributes: { outcome: { DataType: "String", StringValue: command } },
  });
  return pause;
}

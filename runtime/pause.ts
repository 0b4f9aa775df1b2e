import { coded } from "./errors";
import type { Pause } from "./journal/items";
import { getPause, putPause } from "./journal/pause";
import type { Run } from "./run";

/**
 * Begins or ends the pause of all responses. While it lasts findings are read and planned, and wait for approval; what
 * waits is still there when it ends, since nobody looked at it.
 *
 * @throws NotPaused if there is nothing to end
 */
export async function pauseOrResume(
  run: Run,
  { command, by, reason }: { command: "pause" | "resume"; by: string; reason: string },
): Promise<Pause> {
  const { db, table, sns, topic } = run.services;
  const pause: Pause = { paused: command === "pause", at: new Date().toISOString(), by, reason };
  if (!pause.paused && !(await getPause(db, table))) throw coded("NotPaused", "the responses are not paused");
  await putPause(db, table, pause);
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

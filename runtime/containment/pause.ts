import { inForce } from "../journal/pause";
import { coded } from "../lib/errors";
import type { Pause } from "../model/journalItems";
import { defaultPauseReminderHours } from "../notices/defaults";
import type { Line } from "../notices/message";
import { operatorCommand } from "../notices/operatorCommand";
import { publishMessage } from "../notices/publish";
import type { Run } from "../run/run";
import { hasExpired } from "./whyOver";

const hour = 3_600_000;

/** A person's request. A pause ends automatically after `hours`. */
export interface PauseRequest {
  command: "pause" | "resume";
  by: string;
  reason: string;
  hours?: number | undefined;
}

/**
 * Begins or ends the pause of all responses. While it lasts, findings are read and planned, and wait for approval. Requests
 * keep waiting after the pause, since no person has reviewed them.
 *
 * @throws NotPaused if there is nothing to end; Changed if others paused or resumed at the same time
 */
export async function pauseOrResume(run: Run, { command, by, reason, hours }: PauseRequest): Promise<Pause> {
  const { journal } = run.services;
  const now = new Date();
  const until = hours === undefined ? undefined : new Date(now.getTime() + hours * hour).toISOString();
  const pause: Pause = { paused: command === "pause", at: now.toISOString(), by, reason, ...(until && { until }) };
  const known = await journal.lastPause();
  if (!pause.paused && !inForce(known, now)) {
    throw coded("NotPaused", "the responses are not paused");
  }
  if (!(await journal.putPause(pause, known))) {
    const last = await journal.lastPause();
    const words = last?.paused
      ? `were paused by ${last.by} at ${last.at}: ${last.reason}`
      : `were resumed by ${last?.by}`;
    throw coded("Changed", `the responses ${words}; check this, and repeat the command if you still want it`);
  }
  await notify(run, command, pause.paused ? begun(run, pause) : [endedWords(by, reason), ...(await waitingLines(run))]);
  return pause;
}

const resume = () => ({ before: "To end the pause:", command: operatorCommand('resume --reason "WHY"') });

/** What still waits for a person: it is read, so that nobody looks for what is not there. */
async function waitingLines({ services: { journal } }: Run, now = new Date()): Promise<Line[]> {
  const waiting = (await journal.allApprovals()).filter((item) => item.status === "waiting" && !hasExpired(item, now));
  if (waiting.length === 0) return ["Nothing waits for approval."];
  const before = `${waiting.length} ${waiting.length === 1 ? "request waits" : "requests wait"} for approval:`;
  return [{ before, command: operatorCommand("approvals") }];
}

function begun({ settings }: Run, { by, reason, until }: Pause) {
  const hours = settings.pauseReminderHours ?? defaultPauseReminderHours;
  const end = until
    ? `It ends automatically at ${until}.`
    : `It has no end time: a reminder follows every ${hours} hours.`;
  return [
    `${by} paused all responses: ${reason}`,
    `While the pause lasts, findings wait for approval. ${end}`,
    resume(),
  ];
}

const endedWords = (by: string, reason: string) => `${by} ended the pause of all responses: ${reason}`;

const notify = (run: Run, outcome: string, lines: Line[]) =>
  publishMessage(
    { ...run.services, format: run.settings.noticeFormat },
    { subject: subjects[outcome] ?? outcome, lines, attributes: { outcome }, thread: "pause" },
  );

const subjects: Record<string, string> = {
  pause: "paused: findings wait for approval",
  resume: "resumed",
  "pause-reminder": "STILL PAUSED: findings wait for approval",
  "pause-ended": "the pause has ended automatically",
};

/** The news about a pause that is due now, with a name that is the same for every run that finds it due. */
export function pauseNews(
  pause: Pause | undefined,
  now: Date,
  hours: number,
): { what: string; ended: boolean } | undefined {
  if (!pause?.paused) return undefined;
  if (pause.until && pause.until <= now.toISOString()) return { what: `pause ${pause.at} ended`, ended: true };
  const times = Math.floor((now.getTime() - Date.parse(pause.at)) / (hours * hour));
  return times > 0 ? { what: `pause ${pause.at} reminder ${times}`, ended: false } : undefined;
}

/** Reminds people of an active pause, and notifies them when a pause has ended automatically. */
export async function keepPause(run: Run, now = new Date()): Promise<void> {
  const { journal } = run.services;
  const pause = await journal.lastPause();
  const news = pauseNews(pause, now, run.settings.pauseReminderHours ?? defaultPauseReminderHours);
  if (!pause || !news) return;
  const { at, by, reason, until } = pause;
  await journal.sendOnce(news.what, async () =>
    news.ended
      ? notify(run, "pause-ended", [
          `The pause of all responses ended automatically at ${until}. ${by} had paused them: ${reason}`,
          "Responses contain again.",
          ...(await waitingLines(run, now)),
        ])
      : notify(run, "pause-reminder", [
          `${by} paused all responses at ${at}: ${reason}`,
          `Findings wait for approval. ${until ? `The pause ends automatically at ${until}.` : "The pause has no end time."}`,
          resume(),
        ]),
  );
}

import assert from "node:assert/strict";
import { keepPause, pauseNews, pauseOrResume } from "../../../runtime/containment/pause";
import { inForce } from "../../../runtime/journal/pause";
import type { Approval } from "../../../runtime/model/journalItems";
import { settingsFor, world } from "../notices/world";

const hour = 3_600_000;
const later = (hours: number) => new Date(Date.now() + hours * hour + 1000);
const by = "arn:aws:iam::111122223333:user/ana";
const outcomes = (published: { MessageAttributes: Record<string, { StringValue: string }> }[]) =>
  published.map(({ MessageAttributes }) => MessageAttributes["outcome"]!.StringValue);

describe("a pause of all responses", () => {
  it("Y16: without an end triggers a reminder every few hours until it is ended, once however many responses check it", async () => {
    const { run, published } = world(settingsFor({ pauseReminderHours: 4 }));
    await pauseOrResume(run(), { command: "pause", by, reason: "game day" });
    assert.match(published[0]!.Message, /It has no end time: a reminder follows every 4 hours/);
    await keepPause(run(), later(3));
    for (let n = 0; n < 5; n++) await keepPause(run(), later(4));
    await keepPause(run(), later(5));
    await keepPause(run(), later(8));
    assert.deepEqual(outcomes(published), ["pause", "pause-reminder", "pause-reminder"]);
    assert.match(published[1]!.Subject, /STILL PAUSED/);
    await pauseOrResume(run(), { command: "resume", by, reason: "over" });
    await keepPause(run(), later(12));
    assert.deepEqual(outcomes(published).slice(3), ["resume"]);
  });

  it("Y16 Z3: ends automatically at its time, with one unambiguous notice", async () => {
    const { run, published, table } = world(settingsFor());
    const pause = await pauseOrResume(run(), { command: "pause", by, reason: "game day", hours: 0.000_01 });
    assert.ok(pause.until);
    await new Promise((done) => setTimeout(done, 50));
    assert.equal(inForce(await table.journal.lastPause(), new Date()), undefined, "nothing is held back any more");
    await Promise.all([1, 2, 3].map(() => keepPause(run())));
    await keepPause(run(), later(9));
    assert.deepEqual(outcomes(published), ["pause", "pause-ended"]);
    const { Message: text } = published[1]!;
    assert.match(text, /^The pause of all responses ended automatically at .*\. .* had paused them: game day$/m);
  });

  it("Z2: is published in each channel's format, and its reason cannot forge a line", async () => {
    const { run, published } = world(settingsFor({ noticeFormat: "chat" }));
    await pauseOrResume(run(), { command: "pause", by, reason: "x\nTo end it: curl evil" });
    const { email, default: chat } = JSON.parse(published[0]!.Message);
    assert.equal(email.split("\n").length, 3);
    assert.equal(JSON.parse(chat).metadata.threadId, "pause");
  });

  it("P17: says on its end that requests wait only where some do", async () => {
    const { run, published, table } = world(settingsFor());
    const end = async () => {
      await pauseOrResume(run(), { command: "pause", by, reason: "game day" });
      await pauseOrResume(run(), { command: "resume", by, reason: "over" });
      return published.at(-1)!.Message;
    };
    assert.match(await end(), /\nNothing waits for approval\.$/);
    const request = { id: "a1", status: "waiting", expiresAt: later(1).toISOString() } as Approval;
    await table.journal.putApproval(request, undefined);
    await table.journal.putApproval({ ...request, id: "a2", expiresAt: later(-1).toISOString() }, undefined);
    assert.match(await end(), /\n1 request waits for approval: node cli\/firebreak\.cjs approvals$/);
  });

  it("publishes nothing if there is none", () => {
    assert.equal(pauseNews(undefined, new Date(), 4), undefined);
    assert.equal(pauseNews({ paused: false, at: "2026-11-26T00:00:00Z", by, reason: "x" }, new Date(), 4), undefined);
  });
});

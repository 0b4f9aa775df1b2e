import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { expiryCounts } from "../../../cli/report/attention";
import { niceMaximum } from "../../../cli/report/chart";
import { chosen } from "../../../cli/report/chosen";
import { expiryOf } from "../../../cli/report/expiry";
import { type Incident, incidentsOf } from "../../../cli/report/incidents";
import { openApprovals } from "../../../cli/report/openApprovals";
import { outcomesBy } from "../../../cli/report/outcomes";
import { overTime } from "../../../cli/report/overTime";
import { durationText } from "../../../cli/report/timeText";
import { secondsToContain, spreadOf, timesToContain } from "../../../cli/report/timeToContain";
import type { Approval, Decision } from "../../../runtime/model/journalItems";
import { decision } from "../../runtime/decision";
import { now, ordinary, sample } from "./sample";

const of = (decisions: Decision[]): Incident[] => incidentsOf({ decisions, containments: [], accountNames: {} });
const one = (...decisions: Partial<Decision>[]): Incident =>
  of(decisions.map((more) => ({ ...decision, ...more })))[0]!;

describe("time to contain in the report", () => {
  const about = decision.about!;
  const contained = { at: "2026-11-25T10:00:00.000Z" };
  const cases: [why: string, incident: Incident, seconds: number | undefined][] = [
    ["from the time it was sent", one(contained), 60],
    ["through deliveries that failed", one({ at: "2026-11-25T09:59:30.000Z", outcome: "failed" }, contained), 60],
    [
      "from the first delivery, although the finding was sent again",
      one(
        {
          at: "2026-11-25T09:00:10.000Z",
          outcome: "awaiting-approval",
          about: { ...about, sentAt: "2026-11-25T09:00:00Z" },
        },
        contained,
      ),
      3600,
    ],
    [
      "not from a time when it was only observed",
      one(
        { at: "2026-10-01T00:00:00.000Z", outcome: "observed", about: { ...about, sentAt: "2026-10-01T00:00:00Z" } },
        contained,
      ),
      60,
    ],
    ["up to the first time only", one(contained, { at: "2026-11-26T10:00:00.000Z" }), 60],
    ["never below zero", one({ at: "2026-11-25T09:58:00.000Z" }), 0],
    ["unless it is partly contained", one({ outcome: "partial" }), undefined],
    ["unless it was contained for another finding", one({ outcome: "already-contained" }), undefined],
    ["unless it is a sample", one({ about: { ...about, sample: true } }), undefined],
    ["unless the time cannot be read", one({ about: { ...about, sentAt: "null" } }), undefined],
  ];
  for (const [why, incident, seconds] of cases) it(`counts ${why}`, () => equal(secondsToContain(incident), seconds));

  it("returns only percentiles that occurred", () => {
    equal(spreadOf([]), undefined);
    deepEqual(spreadOf([5]), { count: 1, p50: 5, p95: 5, longest: 5 });
    deepEqual(spreadOf([4, 1, 3, 2]), { count: 4, p50: 2, p95: 4, longest: 4 });
    const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
    deepEqual(spreadOf(hundred), { count: 100, p50: 50, p95: 95, longest: 100 });
  });

  it("keeps percentiles in order, each with the right share below it", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1 }), (seconds) => {
        const { p50, p95, longest } = spreadOf(seconds)!;
        ok(p50 <= p95 && p95 <= longest);
        ok(seconds.filter((item) => item <= p50).length >= seconds.length * 0.5);
        ok(seconds.filter((item) => item <= p95).length >= seconds.length * 0.95);
      }),
    );
  });

  it("separates those that a person approved", () => {
    const data = sample();
    const rows = timesToContain(incidentsOf(data));
    const counts = Object.fromEntries(rows.map(({ name, spread }) => [name, spread.count]));
    equal(counts["Approved or requested by a person"], 2);
    equal(counts["All"], counts["Without a person"]! + 2);
  });
});

describe("counts of the report", () => {
  it("add up by response and by account", () => {
    const data = sample();
    const incidents = incidentsOf(data);
    for (const nameOf of [(item: Incident) => item.response, (item: Incident) => item.accountId]) {
      const { outcomes, rows, totals } = outcomesBy(incidents, nameOf);
      const sum = (numbers: number[]) => numbers.reduce((all, count) => all + count, 0);
      equal(sum(totals), incidents.length);
      for (const row of rows) equal(sum(row.counts), row.total);
      const columns = outcomes.map((_, at) => sum(rows.map((row) => row.counts[at]!)));
      deepEqual(columns, totals);
      ok(totals.every((count) => count > 0));
    }
  });

  const range = (since: string, until: string) => overTime([], { since, until });
  it("group by day up to two months and by week beyond", () => {
    const day = range("2026-11-25T23:00:00.000Z", "2026-11-26T01:00:00.000Z");
    deepEqual([day.unit, day.periods.map(({ from }) => from)], ["day", ["2026-11-25", "2026-11-26"]]);
    equal(range("2026-11-26T00:00:00Z", "2026-11-26T09:00:00Z").periods.length, 1);
    const quarter = range("2026-08-28T00:00:00Z", "2026-11-26T00:00:00Z");
    deepEqual([quarter.unit, quarter.periods.length], ["week", 13]);
    equal(range("2016-01-01T00:00:00Z", "2026-11-26T00:00:00Z").periods.length, 160);
    throws(() => range("2026-11-26", "2026-11-25"), /from "2026-11-26" to "2026-11-25" is not a range/);
    throws(() => range("soon", "later"), /is not a range/);
  });

  it("include every incident of the range once", () => {
    const data = sample();
    const incidents = incidentsOf(data);
    const { periods } = overTime(incidents, data.range);
    equal(
      periods.reduce((sum, period) => sum + period.total, 0),
      incidents.length,
    );
    for (const { counts, total } of periods) {
      equal(
        Object.values(counts).reduce((sum, count) => sum + count, 0),
        total,
      );
    }
  });

  it("end the scale of the chart at a round number above the highest bar", () => {
    const ends = [0.5, 1, 2, 3, 7, 11, 45, 100, 101].map(niceMaximum);
    deepEqual(ends, [2, 2, 2, 4, 8, 20, 60, 100, 200]);
  });

  for (const [seconds, text] of [
    [0, "0 s"],
    [0.44, "0.4 s"],
    [9.96, "10 s"],
    [59.6, "1 min"],
    [190, "3 min 10 s"],
    [3600, "1 h"],
    [7_384, "2 h 3 min"],
    [183_600, "2 d 3 h"],
  ] as const) {
    it(`write ${seconds} s as ${text}`, () => equal(durationText(seconds), text));
  }
});

describe("ends of exceptions in the report", () => {
  for (const [until, expiry] of [
    ["2026-11-25", "ended"],
    ["2026-11-26", "ends-soon"],
    ["2026-12-02", "ends-soon"],
    ["2026-12-03", "later"],
    ["2027-11-26", "later"],
    ["2027-11-29", "far"],
    ["2099-12-31", "far"],
    [undefined, "unbounded"],
    ["whenever", "unbounded"],
  ] as const) {
    it(`show ${until} as ${expiry}`, () => equal(expiryOf(until, now), expiry));
  }

  it("count an exception once, whether in the register, the journal or both, and not if it was revoked", () => {
    const { exemptions, exceptions } = sample();
    deepEqual(expiryCounts(exemptions, exceptions, now), { endSoon: 1, far: 0, ended: 0, unbounded: 1 });
    const revoked = exceptions.map((item) => ({ ...item, until: "2026-11-27", status: "revoked" as const }));
    deepEqual(expiryCounts([], revoked, now), { endSoon: 0, far: 0, ended: 0, unbounded: 0 });
    const past = exemptions.map((item) => ({ ...item, until: "2026-11-01" }));
    deepEqual(expiryCounts(past, [], now), { endSoon: 0, far: 0, ended: 3, unbounded: 0 });
  });

  it("include approvals that can still be given, by expiry", () => {
    const [open] = sample().approvals as [Approval];
    const approvals = [
      { ...open, id: "late", expiresAt: "2026-11-30T00:00:00.000Z" },
      { ...open, id: "over", expiresAt: now },
      { ...open, id: "declined", status: "declined" as const },
      open,
    ];
    deepEqual(
      openApprovals(approvals, now).map(({ id }) => id),
      [open.id, "late"],
    );
  });
});

describe("the full stories of the report", () => {
  it("cover the newest and the open incidents; others are listed, and none is left out", () => {
    const incidents = of(ordinary(60)).map((incident, at) =>
      at === 40 || at === 55 ? { ...incident, outcome: "failed" as const } : incident,
    );
    const { detailed, listed, unlisted } = chosen(incidents, { newest: 10, open: 1, listed: 20 });
    deepEqual(detailed, [...incidents.slice(0, 10), incidents[40]]);
    equal(listed.length, 20);
    equal(new Set([...detailed, ...listed, ...unlisted]).size, 60);
  });
});

import assert from "node:assert/strict";
import { dailyCheck, endingSoon, unbounded } from "../../../runtime/exceptions/dailyCheck";
import type { Registrar } from "../../../runtime/exceptions/registrar";
import type { Exemption } from "../../../runtime/model/journalItems";
import type { Message } from "../../../runtime/notices/message";
import { granted, instance, judgeModel } from "./model";

const now = new Date("2026-11-25T00:05:00Z");
const exemption = (more: Partial<Exemption> = {}): Exemption => ({
  id: "0123456789abcdef",
  response: "isolate-instance",
  target: instance,
  finding: { id: "f1", type: "Trojan:EC2/DropPoint" } as Exemption["finding"],
  reason: "tag",
  since: "2026-11-01T00:00:00Z",
  ...more,
});

describe("exceptions that end soon", () => {
  const dates = (list: { until: string }[]) => list.map(({ until }) => until);

  it("M26: are those that end within the next seven days, including today, but none that has ended", () => {
    const list = ["2026-11-24", "2026-11-25", "2026-12-01", "2026-12-02"].map((until) => exemption({ until }));
    assert.deepEqual(dates(endingSoon(list, [], now)), ["2026-11-25", "2026-12-01"]);
  });

  it("are named once per resource and end, whatever they exempt from and whatever their source", () => {
    const until = "2026-11-30";
    const list = [exemption({ until }), exemption({ until, response: "notify" }), exemption({ until: "2026-12-01" })];
    const endings = endingSoon(list, [granted({ until })], now);
    assert.deepEqual(dates(endings), [until, "2026-12-01"]);
    assert.equal(endings[0]!.exemptions.length, 2);
    assert.equal(endings[0]!.owner, "owner@example.com");
  });

  it("are not reported twice, and not at all if they were revoked", () => {
    const until = "2026-11-30";
    assert.deepEqual(endingSoon([exemption({ until, warnedAt: "2026-11-24T00:05:00Z" })], [], now), []);
    assert.deepEqual(endingSoon([], [granted({ until, status: "revoked" })], now), []);
    assert.deepEqual(endingSoon([], [granted({ until, warnedAt: "2026-11-24T00:05:00Z" })], now), []);
  });

  it("exclude those without an end, which are listed", () => {
    assert.deepEqual(endingSoon([exemption()], [], now), []);
    assert.equal(unbounded([exemption(), exemption({ until: "2027-01-31" })]).length, 1);
  });
});

describe("the daily check of exceptions", () => {
  it("M26 Z3: notifies each owner once about the last day, and daily about exemptions without an end", async () => {
    const { judge } = judgeModel();
    const told: Message[] = [];
    const registrar = {
      ...judge,
      responses: [{ name: "isolate-instance" }],
      log: { info() {}, warn() {}, error() {} },
      notify: async (notice: Message) => void told.push(notice),
    } as unknown as Registrar;
    await dailyCheck(registrar);
    assert.deepEqual(told, []);
    const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    await judge.journal.putGranted(granted({ until }), undefined);
    for (const one of [exemption({ until }), exemption({ id: "fedcba9876543210" })]) {
      await judge.journal.changeExemption({ ...one, finding: one.finding.id }, () => one);
    }
    await dailyCheck(registrar);
    assert.deepEqual(
      told.map(({ attributes }) => attributes),
      [{ outcome: "exception-ending", owner: "owner@example.com" }, { outcome: "exceptions-unbounded" }],
    );
    const ending = told.flatMap(({ lines }) => lines).join("\n");
    assert.match(ending, new RegExp(`^The last day of the exception of .* is ${until} \\(UTC\\)\\.$`, "m"));
    assert.match(ending, /^isolate-instance has not acted on .*; it acts on the day after the exception ends\.$/m);
    await dailyCheck(registrar);
    assert.deepEqual(
      told.slice(2).map(({ attributes }) => attributes["outcome"]),
      ["exceptions-unbounded"],
    );
  });
});

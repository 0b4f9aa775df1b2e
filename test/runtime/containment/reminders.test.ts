import assert from "node:assert/strict";
import { reminderDue } from "../../../runtime/containment/reminders";
import type { Containment } from "../../../runtime/model/journalItems";

const held = (remindedAt?: string): Containment =>
  ({
    holds: {
      late: { finding: "late", type: "t", since: "2026-11-10T12:00:00Z" },
      first: { finding: "first", type: "t", since: "2026-11-01T12:00:00Z" },
    },
    ...(remindedAt && { remindedAt }),
  }) as unknown as Containment;

describe("a reminder about a held containment", () => {
  const cases: [string, Containment, string, number | undefined][] = [
    ["is not due before its days are over", held(), "2026-11-08T11:00:00Z", undefined],
    ["is due after them, counted from the first hold", held(), "2026-11-08T12:00:00Z", 7],
    ["is not due again at once", held("2026-11-08T12:30:00Z"), "2026-11-08T13:30:00Z", undefined],
    ["is due again after the same time", held("2026-11-08T12:30:00Z"), "2026-11-15T12:00:00Z", 14],
    ["is sent once if several are due", held(), "2026-11-30T12:00:00Z", 29],
    ["is not due if no finding holds it", { holds: {} } as Containment, "2026-11-30T12:00:00Z", undefined],
  ];
  for (const [name, containment, now, expected] of cases) {
    it(name, () => assert.equal(reminderDue(containment, new Date(now), 7), expected));
  }
});

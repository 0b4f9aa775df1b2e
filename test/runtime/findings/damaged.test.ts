import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { eventReader } from "../../../runtime/findings/eventReader";
import { intake } from "../../../runtime/findings/intake";

const corpus = path.join(__dirname, "..", "..", "corpus");
const folders = [
  "config-event",
  "guardduty-event",
  "guardduty-event-derived",
  "ocsf-event",
  "other-event",
  "securityhub-custom-action",
  "securityhub-imported",
];
const events: unknown[] = [
  ...folders.flatMap((folder) => readdirSync(path.join(corpus, folder)).map((file) => path.join(corpus, folder, file))),
  ...readdirSync(path.join(__dirname, "events")).map((file) => path.join(__dirname, "events", file)),
].map((file) => JSON.parse(readFileSync(file, "utf8")));

const read = eventReader();
const senders = { securityAccountId: "111122223333", delegatedAdministrators: [] };

/** Every place in an event that can be damaged. */
function pathsIn(value: unknown, at: string[] = []): string[][] {
  if (value === null || typeof value !== "object") return [at];
  return [at, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...at, key]))];
}

function damaged(value: any, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = damaged(value[key], rest, by);
  return copy;
}

describe("a damaged event", () => {
  const damage = fc.constantFrom(null, undefined, 7, -1, true, "x", "", [], {}, [null], "null", "2026-13-01");
  const choice = fc.tuple(fc.nat({ max: events.length - 1 }), fc.nat(), damage);

  it("X28 X33: is read or refused with a reason, never with a program error, each finding separately", () => {
    fc.assert(
      fc.property(choice, ([index, place, by]) => {
        const event: any = events[index];
        const paths = pathsIn(event);
        const at = paths[place % paths.length]!;
        const given: any = damaged(event, at, by);
        const taken = intake(JSON.stringify(given) ?? "", read, senders);
        assert.ok(taken.length > 0);
        for (const item of taken) {
          const reason = "refused" in item ? item.refused : "ignored" in item ? item.ignored : "";
          assert.doesNotMatch(reason, /Cannot (read|destructure)|is not (a function|iterable)|undefined \(reading/);
          const id = "finding" in item ? item.finding.id : item.id;
          assert.match(id, /^[\w:/.-]{1,200}$/);
        }
        const before = event.detail?.findings;
        const inside = at[0] === "detail" && at[1] === "findings" && at.length > 3;
        if (Array.isArray(before) && inside) assert.ok(taken.length >= before.length, "no finding is lost");
      }),
      { numRuns: 5000 },
    );
  });

  it("X33: is refused under the same id each time it is sent", () => {
    fc.assert(
      fc.property(choice, fc.date({ noInvalidDate: true }), ([index, place, by], when) => {
        const event: any = events[index];
        const paths = pathsIn(event).filter(([first]) => first === "detail");
        if (paths.length === 0) return;
        const given: any = damaged(event, paths[place % paths.length]!, by);
        const idsOf = (item: unknown) =>
          intake(JSON.stringify(item), read, senders).map((one) => ("finding" in one ? one.finding.id : one.id));
        assert.deepEqual(idsOf({ ...given, id: "again", time: when.toISOString() }), idsOf({ ...given, id: "first" }));
      }),
      { numRuns: 1000 },
    );
  });
});

import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import fc from "fast-check";
import { incidentArticle } from "../../../cli/report/incidentArticle";
import { incidentsOf, standing } from "../../../cli/report/incidents";
import type { Decision } from "../../../runtime/model/journalItems";
import type { Outcome } from "../../../runtime/model/outcome";
import { bucketTarget } from "../../../runtime/resources/targets";
import { decision } from "../../runtime/decision";

const at = (minute: number) => `2026-11-25T10:${String(minute).padStart(2, "0")}:00.000Z`;
const made = (minute: number, more: Partial<Decision> = {}): Decision => ({ ...decision, at: at(minute), ...more });
const bare = (minute: number, more: Partial<Decision>): Decision => {
  const { about: _, ...rest } = made(minute, more);
  return rest;
};
const of = (decisions: Decision[]) => incidentsOf({ decisions, containments: [], accountNames: {} });
const outcomesOf = (decisions: Decision[]) =>
  of(decisions).map((incident) => [incident.finding, incident.outcome, incident.decisions.length]);

describe("incidents of the report", () => {
  const bucket = bucketTarget({ accountId: "444455556666", region: "eu-west-1", partition: "aws" }, "b");
  const cases: [why: string, decisions: Decision[], incidents: unknown[]][] = [
    ["nothing", [], []],
    ["one finding again", [made(1), made(2, { outcome: "already-contained" })], [["f1", "contained", 2]]],
    [
      "another target of the finding",
      [made(1), made(2, { target: bucket })],
      [
        ["f1", "contained", 1],
        ["f1", "contained", 1],
      ],
    ],
    [
      "another response",
      [made(1), made(2, { response: "notify" })],
      [
        ["f1", "contained", 1],
        ["f1", "contained", 1],
      ],
    ],
    ["decisions in any order", [made(3, { outcome: "released" }), made(1)], [["f1", "released", 2]]],
    [
      "a release that is recorded with the first of two findings",
      [made(1), made(2, { finding: "f2", outcome: "already-contained" }), bare(3, { outcome: "released" })],
      [
        ["f2", "released", 2],
        ["f1", "released", 2],
      ],
    ],
    [
      "a new containment after the release of another finding",
      [made(1), bare(2, { outcome: "released" }), made(3, { finding: "f2" })],
      [
        ["f2", "contained", 1],
        ["f1", "released", 2],
      ],
    ],
    [
      "the end of a later containment",
      [
        made(1),
        bare(2, { outcome: "released" }),
        made(3, { finding: "f2" }),
        bare(4, { finding: "f2", outcome: "gone" }),
      ],
      [
        ["f2", "gone", 2],
        ["f1", "released", 2],
      ],
    ],
    [
      "an end of a containment that a finding never held",
      [made(1), made(2, { finding: "f2", outcome: "observed" }), bare(3, { outcome: "released" })],
      [
        ["f2", "observed", 1],
        ["f1", "released", 2],
      ],
    ],
  ];
  for (const [why, decisions, incidents] of cases) {
    it(`recognise ${why}`, () => deepEqual(outcomesOf(decisions), incidents));
  }

  const rows: [outcomes: Outcome[], standing: Outcome][] = [
    [["failed", "contained"], "contained"],
    [["contained", "failed"], "failed"],
    [["partial", "already-contained"], "partial"],
    [["already-contained", "already-contained"], "already-contained"],
    [["awaiting-approval", "skipped"], "skipped"],
    [["contained", "skipped"], "contained"],
    [["contained", "released", "skipped"], "released"],
    [["contained", "released", "contained"], "contained"],
    [["exempt", "contained"], "contained"],
    [["started", "contained", "already-contained"], "contained"],
  ];
  for (const [outcomes, end] of rows) {
    it(`show ${end} after ${outcomes.join(", ")}`, () => equal(standing(outcomes), end));
  }

  it("X29: show what the finding names, and treat none of it as markup", () => {
    const named = [
      { what: "EKS cluster", name: "shop-prod" },
      { what: "object", name: "<script>alert(1)</script>" },
    ];
    const [incident] = of([made(1, { about: { ...decision.about!, named } })]);
    const text = String(incidentArticle(incident!));
    match(text, /<dt>Names<\/dt><dd>EKS cluster shop-prod, object &lt;script&gt;alert\(1\)/);
    doesNotMatch(text, /<script>/);
    const [without] = of([made(1)]);
    doesNotMatch(String(incidentArticle(without!)), /<dt>Names/);
  });

  it("show every decision", () => {
    const decisions = fc.array(
      fc.record({
        finding: fc.constantFrom("f1", "f2", "f3"),
        minute: fc.integer({ min: 0, max: 59 }),
        outcome: fc.constantFrom<Outcome>("contained", "released", "gone", "exempt", "already-contained", "skipped"),
        containment: fc.option(fc.constantFrom("c1", "c2"), { nil: undefined }),
      }),
    );
    fc.assert(
      fc.property(decisions, (given) => {
        const all = given.map(({ minute, containment, ...more }) =>
          made(minute, { ...more, ...(containment ? { containment } : {}), run: `${minute}` }),
        );
        const incidents = of(all);
        for (const item of all) {
          const own = incidents.filter(({ finding }) => finding === item.finding);
          equal(own.length, 1);
          equal(own[0]!.decisions.includes(item), true);
        }
        for (const { decisions: shown } of incidents) equal(new Set(shown).size, shown.length);
        const begins = incidents.map(({ first }) => first);
        deepEqual(begins, [...begins].sort().reverse());
        equal(new Set(incidents.map(({ anchor }) => anchor)).size, incidents.length);
      }),
    );
  });
});

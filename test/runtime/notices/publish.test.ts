import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { eventReader } from "../../../runtime/findings/eventReader";
import { handle } from "../../../runtime/functions/responder/handle";
import type { Decision } from "../../../runtime/model/journalItems";
import { defang } from "../../../runtime/notices/defang";
import { publishMessage, publishNotice } from "../../../runtime/notices/publish";
import { confineSecurityGroup } from "../../../runtime/responses/confineSecurityGroup";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";
import { decision } from "../decision";
import { compliance, settingsFor, world } from "./world";

const folder = path.join(__dirname, "..", "..", "..", "runtime");
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(path.join(folder, file), "utf8") }));

const send = async (change: Partial<Decision>, format: "text" | "chat" = "text") => {
  const { run, published } = world(settingsFor({ noticeFormat: format }));
  await publishNotice(run(), isolateInstance, { ...decision, ...change, notice: "pending" });
  return published[0]!;
};

/** What SNS counts: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const bytesOf = ({ Message, Subject, MessageAttributes }: Awaited<ReturnType<typeof send>>) =>
  Buffer.byteLength(Message + Subject + JSON.stringify(MessageAttributes));

describe("the publisher", () => {
  it("Y16 Z2: is the only caller of SNS, and the only place that says how to start the tool", () => {
    const calling = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
    assert.deepEqual(calling(/sns\.publish\(/), ["notices/publish.ts"]);
    assert.deepEqual(calling(/node cli\/firebreak\.cjs/), ["notices/operatorCommand.ts"]);
  });

  for (const format of ["text", "chat"] as const) {
    it(`Y22: sends no more than SNS accepts as ${format}, whatever a decision contains, and says if something is missing`, async () => {
      const signs = fc.constantFrom('"', "\\", "x ", "\u{1f600}", "\u20ac", "a.example ");
      await fc.assert(
        fc.asyncProperty(
          signs,
          fc.integer({ min: 0, max: 400 }),
          fc.integer({ min: 0, max: 800 }),
          async (sign, length, count) => {
            const long = sign.repeat(length);
            const items = Array<string>(count).fill(long);
            const message = await send(
              { reason: long.repeat(50), remains: items, drift: items, response: long, outcome: "contained" },
              format,
            );
            assert.ok(bytesOf(message) <= 262_144, String(bytesOf(message)));
            assert.match(message.Subject, /^[\x20-\x7e]{1,100}$/);
            const mail = format === "text" ? message.Message : (JSON.parse(message.Message)["email"] as string);
            assert.doesNotMatch(mail, /\ufffd/, "a character is cut in two");
            if (count > 100 && length > 0) assert.match(mail, /- and \d+ more|The rest is in the journal\./);
          },
        ),
        { numRuns: 25 },
      );
    });
  }

  it("Y22: leaves out attributes without a value, which SNS refuses", async () => {
    const message = await send({ response: "" });
    assert.ok(Object.values(message.MessageAttributes).every(({ StringValue }) => StringValue.length > 0));
  });

  it("Z2: sends its own messages in the chat's format too, where a line break starts no new line", async () => {
    const { run, published } = world(settingsFor({ noticeFormat: "chat" }));
    const sender = { ...run().services, format: "chat" as const };
    const lines = [
      "because\r\nTo end it: curl evil\u2028sign in at https://evil.example/x",
      { before: "To end it:", command: "node cli/firebreak.cjs resume" },
    ];
    await publishMessage(sender, { subject: "paused\nnow", lines, attributes: { outcome: "pause" } });
    const [{ Message, MessageStructure, Subject }] = published as [(typeof published)[0]];
    assert.equal(MessageStructure, "json");
    assert.equal(Subject, "[Firebreak] paused now");
    const { default: chat, email } = JSON.parse(Message);
    assert.deepEqual(email.split(/[\r\n\u2028]/).length, 2);
    assert.doesNotMatch(email, /evil\.example|https:\/\//);
    const { content } = JSON.parse(chat);
    assert.deepEqual(content.nextSteps, ["To end it:", "`node cli/firebreak.cjs resume`"]);
    assert.doesNotMatch(content.description, /evil\.example|:\/\//);
  });
});

describe("text from others", () => {
  it("Y16 Y22: in an annotation of AWS Config makes no link in a genuine mail", async () => {
    const response: any = { ...confineSecurityGroup, clients: () => ({}), read: async () => undefined };
    const { run, published } = world(settingsFor({ findingTypes: confineSecurityGroup.findingTypes }));
    const annotation =
      "URGENT: sign in at https://firebreak-approve.example.net/login or www.evil.example, mail a@evil.example";
    await handle(run(), response, eventReader(), compliance("sg-0badc0de", { annotation }));
    const { Message } = published[0]!;
    assert.match(Message, /https\[:\]\/\/firebreak-approve\[\.\]example\[\.\]net\/login/);
    const own = Message.split("\n").filter((line) => !line.startsWith("Details: "));
    assert.doesNotMatch(own.join("\n"), /:\/\/|www\.|example\.net|evil\.example/);
  });

  it("Y22: keeps numbers, versions and IP addresses readable", () => {
    for (const text of ["10.0.1.20", "severity 9.8", "v1.2.3", "fe80::1/10", "i-0123456789abcdef0"]) {
      assert.equal(defang(text), text);
    }
  });

  it("Y22: never contains what a program takes for a link, whatever its letters", () => {
    const host = fc
      .tuple(
        fc.stringMatching(/^[a-zA-Z0-9-]{1,8}$/),
        fc.constantFrom(".", "\u3002", "\uff0e"),
        fc.constantFrom("com", "COM", "io", "zip", "ελ", "xn--p1ai"),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 8 }),
        host,
        fc.constantFrom("https://", "HTTP://", "", "ftp://"),
        (before, name, scheme) => {
          const safe = defang(`${before} ${scheme}${name}/x`);
          assert.doesNotMatch(safe, /:\/\//);
          assert.doesNotMatch(safe, /[\p{L}\p{N}-][.\u3002\uff0e][\p{L}\p{N}-]*\p{L}/u);
        },
      ),
    );
  });
});

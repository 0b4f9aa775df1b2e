import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { z } from "zod";
import { channelKinds } from "../../../components/channels/channels";
import { transformerOf } from "../../../components/channels/transformer";
import type { Decision } from "../../../runtime/model/journalItems";
import { outcomes } from "../../../runtime/model/outcome";
import { decision } from "../../runtime/decision";
import { hostile } from "../../runtime/notices/hostile";
import { sent } from "./sent";

/** The alert event of https://developer.pagerduty.com/docs/send-alert-event, without the key, which the connection adds. */
const pagerDuty = z.discriminatedUnion("event_action", [
  z.strictObject({
    event_action: z.literal("trigger"),
    dedup_key: z.string().min(1).max(255),
    client: z.string(),
    payload: z.strictObject({
      summary: z.string().min(1).max(1024),
      source: z.string().min(1),
      severity: z.enum(["critical", "error", "warning", "info"]),
      timestamp: z.iso.datetime(),
      component: z.string(),
      group: z.string(),
      class: z.string(),
      custom_details: z.record(z.string(), z.unknown()),
    }),
  }),
  z.strictObject({ event_action: z.enum(["acknowledge", "resolve"]), dedup_key: z.string().min(1).max(255) }),
]);

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object, always plain text */
const slackText = (most: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: z.string().min(1).max(most), emoji: z.literal(false) });

/** https://docs.slack.dev/reference/block-kit/blocks */
const slack = z.strictObject({
  text: z.string().min(1).max(4000),
  mrkdwn: z.literal(false),
  unfurl_links: z.literal(false),
  unfurl_media: z.literal(false),
  blocks: z.tuple([
    z.strictObject({ type: z.literal("header"), text: slackText(150) }),
    z.strictObject({ type: z.literal("section"), text: slackText(3000) }),
  ]),
});

/** https://adaptivecards.io/explorer/TextBlock.html */
const textBlock = z.strictObject({
  type: z.literal("TextBlock"),
  text: z.string().min(1),
  weight: z.enum(["Default", "Lighter", "Bolder"]).optional(),
  size: z.enum(["Default", "Small", "Medium", "Large", "ExtraLarge"]).optional(),
  wrap: z.boolean(),
});

/** https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using */
const teams = z.strictObject({
  type: z.literal("message"),
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal("application/vnd.microsoft.card.adaptive"),
      contentUrl: z.null(),
      content: z.strictObject({
        $schema: z.literal("http://adaptivecards.io/schemas/adaptive-card.json"),
        type: z.literal("AdaptiveCard"),
        version: z.literal("1.4"),
        body: z.array(textBlock).min(1),
        msteams: z.strictObject({ width: z.literal("Full") }),
      }),
    }),
  ]),
});

const schemas: Record<string, z.ZodType> = { pagerduty: pagerDuty, slack, teams };

/** A decision with a text of others in every field that reaches a receiver. */
const chosen = (text: string): Partial<Decision> => ({
  reason: text,
  about: { ...decision.about!, source: "config", title: text, type: text },
  remains: [text, text],
  tags: { Name: text },
});

describe("what channels send", () => {
  it("P42: PagerDuty gets a trigger, an acknowledgement or a resolution, and one key an incident", () => {
    const actions = (more: Partial<Decision>) => sent("pagerduty", more).map((body) => body.event_action);
    assert.deepEqual(actions({ outcome: "awaiting-approval" }), ["trigger"]);
    assert.deepEqual(actions({ by: "ana" }), ["acknowledge"]);
    assert.deepEqual(actions({ outcome: "released", by: "ana" }), ["resolve"]);
    assert.deepEqual(actions({ outcome: "gone" }), ["resolve"]);
    const keys = [{}, { by: "ana" }, { outcome: "released" as const, finding: "f2" }].map(
      (more) => sent("pagerduty", more)[0].dedup_key,
    );
    assert.deepEqual(keys, Array(3).fill(decision.containment));
  });

  it("P42: PagerDuty gets each severity in its own words", () => {
    const levels = [9.5, 8, 5, 2].map((severity) => {
      const [body] = sent("pagerduty", { about: { ...decision.about!, severity } });
      return body.payload.severity;
    });
    assert.deepEqual(levels, ["critical", "error", "warning", "info"]);
    const { about: _, ...rest } = decision;
    assert.equal(sent("pagerduty", { ...rest, about: undefined as never })[0].payload.severity, "warning");
  });

  for (const [kind, schema] of Object.entries(schemas)) {
    it(`P43: ${kind} gets what its vendor's schema takes, for every outcome`, () => {
      for (const outcome of outcomes) for (const body of sent(kind, { outcome })) schema.parse(body);
    });

    it(`P44: ${kind} gets the same form whatever others have chosen, and nothing that it renders`, () => {
      for (const text of hostile) {
        for (const outcome of ["contained", "released"] as const) {
          const bodies = sent(kind, { ...chosen(text), outcome });
          assert.equal(bodies.length, 1);
          schema.parse(bodies[0]);
        }
      }
    });

    it(`P44: ${kind} gets nothing that is neither for people nor made by the product`, () => {
      const safe = ["id", "incident", "outcome", "account", "region", "response", "time", "severity", "text", "next"];
      for (const { template } of channelKinds[kind]!.messages) {
        for (const path of Object.values(transformerOf(template!).inputPaths)) {
          assert.ok(safe.includes(path.split(".")[2]!), path);
        }
      }
    });
  }

  it("P44: a value of the event stands alone in every template, and no template is too large", () => {
    for (const { messages } of Object.values(channelKinds)) {
      for (const { template } of messages) {
        if (template === undefined) continue;
        const { inputPaths, inputTemplate } = transformerOf(template);
        assert.ok(inputTemplate.length <= 8192);
        assert.ok(Object.keys(inputPaths).length <= 100);
        // Nothing of a text is left when the values that stand alone are gone.
        const rest = inputTemplate.replaceAll(/(?<=[:[,])<\w+>(?=[,\]}])/g, "null");
        assert.doesNotMatch(rest, /[<>]/);
        JSON.parse(rest);
      }
    }
  });

  it("P43: a webhook gets the whole event", () => {
    const [event] = sent("webhook");
    assert.equal(event["detail-type"], "Firebreak Decision");
    assert.equal(event.detail.version, "1");
  });
});

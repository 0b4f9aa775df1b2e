import { z } from "zod";
import { outcomes } from "../model/outcome";

const text = (description: string) => z.string().describe(description);
const list = (description: string) => z.array(z.string()).describe(description);

/**
 * The `detail` of an event on the bus of decisions, version 1. A later version of the product may add fields; anything else is a
 * new version of the detail. docs/channels.md has it as JSON Schema.
 */
export const decisionEventSchema = () =>
  z.strictObject({
    version: z.literal("1"),
    id: text("The decision's id. A repeated event has the same one: drop what you have seen."),
    time: text("When it was decided, in ISO 8601."),
    seconds: z.number().describe("How long the run had taken by then, in seconds."),
    incident: z.strictObject({
      id: text("Common to all decisions of one response about one resource, or one finding if there is no resource."),
      stage: z
        .enum(["open", "acknowledged", "closed"])
        .describe(
          "closed: released, or the resource is gone. acknowledged: a person requested or decided it. open: all other decisions.",
        ),
    }),
    outcome: z.enum(outcomes).describe("How it ended. docs/operations.md explains each."),
    response: text("The response that decided, such as isolate-instance."),
    account: text('The account of the resource, or "unknown".'),
    accountName: text("Its name in the organization, if it is known.").optional(),
    region: text('The Region of the resource, or "unknown".'),
    severity: z.strictObject({
      band: z
        .enum(["critical", "high", "medium", "low", "unknown"])
        .describe("Of the finding; unknown if the decision has no finding."),
      level: z
        .enum(["critical", "error", "warning", "info"])
        .describe("The same in the words of PagerDuty's Events API; a decision without a finding is a warning."),
      score: z.number().optional().describe("1.0 to 10.0."),
    }),
    reason: text("Why, in one line."),
    notice: z
      .boolean()
      .describe("Whether people are notified of it. Repetitions and what nothing acts on are no news."),
    needsPerson: z.boolean().describe("Whether a person has to act."),
    rehearsal: z.boolean().describe("Whether it belongs to a rehearsal."),
    sample: z.boolean().describe("Whether the finding is a sample."),
    finding: z.strictObject({
      id: text("The finding's id at its source, or that of the event."),
      source: text("Such as guardduty.").optional(),
      type: text("The finding's type.").optional(),
      title: text("The finding's title. Others may have chosen it.").optional(),
      link: text("The finding in the console of its source.").optional(),
    }),
    target: z
      .strictObject({
        kind: text("Such as ec2-instance."),
        id: text("Its id."),
        arn: text("Its ARN."),
        name: text("Its name, if the id is an internal one.").optional(),
      })
      .optional()
      .describe("The resource, if there is one."),
    tags: z.record(z.string(), z.string()).describe("The tags of the resource that tell what it is and whose."),
    containment: text("The containment's id, which `show` and `release` take.").optional(),
    approval: text("The id of the approval that it waits for.").optional(),
    by: text("The person who requested or decided it.").optional(),
    said: text("The person's reason.").optional(),
    calls: list("The calls that changed something, or would have."),
    remains: list("What no call can remove."),
    drift: list("What a release left because others had changed it."),
    openNow: list("What is more open than before and has to be closed by hand."),
    evidence: list("What was kept as evidence."),
    next: list("The exact next commands, the most important first."),
    text: z
      .strictObject({
        title: text("One line of at most 140 characters."),
        body: text("At most 2,800 characters in paragraphs."),
      })
      .describe("For people. Without any markup of Slack or Teams: lookalikes replace its characters."),
  });

/** The `detail` of an event on the bus of decisions. */
export type DecisionEvent = z.infer<ReturnType<typeof decisionEventSchema>>;

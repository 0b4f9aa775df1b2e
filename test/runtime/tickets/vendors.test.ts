import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { z } from "zod";
import type { DecisionEvent } from "../../../runtime/notices/eventSchema";
import type { ToolRequest } from "../../../runtime/tickets/vendor";
import { vendors } from "../../../runtime/tickets/vendors";
import { eventOf } from "../../components/channels/sent";
import { decision } from "../decision";
import { hostile } from "../notices/hostile";
import { tool } from "./tool";

/** https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/ : a text is never empty. */
const document = z.strictObject({
  type: z.literal("doc"),
  version: z.literal(1),
  content: z
    .array(
      z.strictObject({
        type: z.literal("paragraph"),
        content: z.tuple([z.strictObject({ type: z.literal("text"), text: z.string().min(1) })]),
      }),
    )
    .min(1),
});

/** https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/ and its neighbours. */
const jira = z.union([
  z.strictObject({
    method: z.literal("POST"),
    path: z.literal("/rest/api/3/issue"),
    body: z.strictObject({
      fields: z.strictObject({
        project: z.strictObject({ key: z.literal("SOC") }),
        issuetype: z.strictObject({ name: z.literal("Task") }),
        summary: z
          .string()
          .min(1)
          .max(255)
          .regex(/^[^\n]+$/),
        description: document,
        labels: z.array(z.string().max(255).regex(/^\S+$/)),
      }),
    }),
  }),
  z.strictObject({
    method: z.literal("POST"),
    path: z.literal("/rest/api/3/issue/SOC-1/comment"),
    body: z.strictObject({ body: document }),
  }),
  z.strictObject({ method: z.literal("GET"), path: z.literal("/rest/api/3/issue/SOC-1/transitions") }),
  z.strictObject({
    method: z.literal("POST"),
    path: z.literal("/rest/api/3/issue/SOC-1/transitions"),
    body: z.strictObject({ transition: z.strictObject({ id: z.literal("31") }) }),
  }),
  z.strictObject({
    method: z.literal("GET"),
    path: z.literal("/rest/api/3/search/jql"),
    query: z.strictObject({ jql: z.string(), fields: z.literal("key"), maxResults: z.literal("1") }),
  }),
]);

const level = z.enum(["1", "2", "3"]);

/** The table `incident` by ServiceNow's Table API. */
const servicenow = z.union([
  z.strictObject({
    method: z.literal("POST"),
    path: z.literal("/api/now/table/incident"),
    body: z.strictObject({
      short_description: z.string().min(1).max(160),
      description: z.string().max(4000),
      correlation_id: z.string().min(1).max(100),
      correlation_display: z.string().max(100),
      impact: level,
      urgency: level,
      assignment_group: z.literal("SOC"),
    }),
  }),
  z.strictObject({
    method: z.literal("PATCH"),
    path: z.literal("/api/now/table/incident/SOC-1"),
    body: z.union([
      z.strictObject({ work_notes: z.string().min(1) }),
      z.strictObject({ state: z.literal("6"), close_code: z.literal("Solved"), close_notes: z.string() }),
    ]),
  }),
  z.strictObject({
    method: z.literal("GET"),
    path: z.literal("/api/now/table/incident"),
    query: z.strictObject({
      sysparm_query: z.string(),
      sysparm_fields: z.literal("sys_id"),
      sysparm_limit: z.literal("1"),
    }),
  }),
]);

const schemas: Record<string, z.ZodType> = { jira, servicenow };
const settings: Record<string, Record<string, string>> = {
  jira: { project: "SOC", issueType: "Task" },
  servicenow: { closeCode: "Solved", assignmentGroup: "SOC" },
};

/** Every request for an incident. */
async function requestsFor(kind: string, event: DecisionEvent): Promise<ToolRequest[]> {
  const { call, requests } = tool();
  const vendor = vendors[kind]!;
  const own = settings[kind]!;
  assert.equal(await vendor.find(call, own, event.incident.id), undefined);
  const id = await vendor.open(call, own, event);
  assert.equal(await vendor.find(call, own, event.incident.id), id);
  await vendor.comment(call, id, event);
  await vendor.close(call, own, id);
  assert.equal(await vendor.find(call, own, event.incident.id), undefined);
  return requests;
}

for (const [kind, schema] of Object.entries(schemas)) {
  describe(`requests to ${kind}`, () => {
    it("P64: are what its public interface takes, whatever an attacker may choose", async () => {
      for (const text of ["an instance asks a bad domain", ...hostile]) {
        const about = { ...decision.about!, title: text };
        const { detail } = eventOf({ about, reason: text, remains: [text], tags: { Name: text } });
        for (const request of await requestsFor(kind, detail)) schema.parse(request);
      }
    });
  });
}

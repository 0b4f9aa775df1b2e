import { z } from "zod";
import { outcomes } from "../../runtime/model/outcome";
import { accountId, named, optionsOf } from "../given";
import { forms } from "./results";

/** A tool of the server: a command of the command line. */
export interface Tool {
  name: string;
  title: string;
  description: string;
  input: Record<string, z.ZodType>;
  /** The command line, without the options for output. A file stands for the finding that was given. */
  argv(given: any, file: string): string[];
  /** The name of the result, and its form. */
  result: [name: string, form: z.ZodType];
  /** Whether it asks for a change. */
  requests?: true;
}

const region = z.string().describe("such as eu-west-1");
const reason = z.string().min(1).max(400).describe("Why, for the person who decides and for the journal");
const requested = (text: string) => `--reason=Requested by an assistant (MCP): ${text}`;
const response = named.describe("such as isolate-instance");
const finding = z
  .record(z.string(), z.unknown())
  .describe("An event as EventBridge delivers it, or a finding of aws guardduty get-findings");

/** The tools that change nothing. */
export const readingTools: Tool[] = [
  {
    name: "list_incidents",
    title: "Incidents",
    description:
      "Decisions about findings, newest first: what was contained, what was not and why, what waits for a person.",
    input: {
      since: z.string().optional().describe("12h, 7d, 4w or a date; 7d if left out"),
      account: accountId.optional(),
      response: response.optional(),
      outcome: z.enum(outcomes).optional(),
    },
    argv: (given) => ["incidents", ...optionsOf(given, "since", "account", "response", "outcome")],
    result: ["decisions", forms.decisions],
  },
  {
    name: "list_contained",
    title: "Contained now",
    description: "Everything that is contained now, regardless of age.",
    input: { account: accountId.optional(), response: response.optional() },
    argv: (given) => ["incidents", "--open", ...optionsOf(given, "account", "response")],
    result: ["containments", forms.containments],
  },
  {
    name: "show",
    title: "Details",
    description:
      "Everything about a containment, an approval, a finding or a resource: timeline, calls, residual risk, evidence.",
    input: { id: named.describe("Id of a containment, approval or finding, or ARN of a resource") },
    argv: ({ id }) => ["show", id],
    result: ["shown", forms.shown],
  },
  {
    name: "list_approvals",
    title: "Approvals",
    description: "Requests that wait for the approval of a person, each with its plan.",
    input: { all: z.boolean().optional().describe("Include decided and expired requests") },
    argv: ({ all }) => ["approvals", ...(all ? ["--all"] : [])],
    result: ["approvals", forms.approvals],
  },
  {
    name: "list_exceptions",
    title: "Exceptions",
    description: "Granted exceptions, and findings that are exempt from containment.",
    input: { all: z.boolean().optional().describe("Include expired and revoked exceptions") },
    argv: ({ all }) => ["exception", "list", ...(all ? ["--all"] : [])],
    result: ["exceptions", forms.exceptions],
  },
  {
    name: "check_exception",
    title: "Exception of a resource",
    description: "Whether a resource is exempt now, from which responses, and why.",
    input: { kind: named.describe("such as ec2-instance or s3-bucket"), id: named, account: accountId, region },
    argv: (given) => ["exception", "check", ...optionsOf(given, "account", "region"), given.kind, given.id],
    result: ["checked", forms.checked],
  },
  {
    name: "plan",
    title: "Plan",
    description: "What each response would do about a finding now, exceptions and pauses included. Changes nothing.",
    input: { finding, response: response.optional() },
    argv: (given, file) => ["plan", ...optionsOf(given, "response"), file],
    result: ["plans", forms.plans],
  },
  {
    name: "preview_release",
    title: "Plan of a release",
    description: "What a release of a containment would restore now, and what it cannot restore. Changes nothing.",
    input: { id: named.describe("Id of the containment, or of its finding or resource") },
    argv: ({ id }) => ["release", "--plan", id],
    result: ["plan", forms.verdict],
  },
  {
    name: "doctor",
    title: "Coverage",
    description:
      "Whether every account is covered, and what is wrong where it is not. Takes minutes for many accounts.",
    input: { account: accountId.optional(), region: region.optional() },
    argv: (given) => ["doctor", ...optionsOf(given, "account", "region")],
    result: ["doctor", forms.coverage],
  },
];

/** The tools that ask a person for a change. */
export const requestingTools: Tool[] = [
  {
    name: "request_containment",
    title: "Request a containment",
    description:
      "Asks a person to contain a resource. Nothing is changed until an approver, who is another person than the user of this server, approves it.",
    input: {
      response,
      id: named.describe("Instance id, group id, bucket name, role/NAME or user/NAME"),
      account: accountId,
      region,
      reason,
    },
    argv: (given) => [
      "contain",
      "--ask",
      "--yes",
      ...optionsOf(given, "account", "region"),
      requested(given.reason),
      given.response,
      given.id,
    ],
    result: ["decision", forms.decision],
    requests: true,
  },
  {
    name: "request_release",
    title: "Request a release",
    description:
      "Asks people to release a containment. It stays contained until one of them releases it. Can be asked once for each containment.",
    input: { id: named.describe("Id of the containment, or of its finding or resource"), reason },
    argv: ({ id, reason: why }) => ["release", "--ask", "--yes", requested(why), id],
    result: ["asked", forms.asked],
    requests: true,
  },
];

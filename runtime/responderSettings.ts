import type { ExceptionLimits } from "./exceptions/judge";
import type { TrustedSenders } from "./intake/origin";
import type { ModeRule } from "./modes";

/** What a responder is deployed with; plain values that its closure captures. */
export interface ResponderSettings {
  /** The finding types that are acted on. */
  findingTypes: string[];
  /**
   * What is left to other responses: types they answer, kinds of resources they act on, and resource types of which they
   * record the findings that nobody answers.
   */
  others: { types: string[]; kinds: string[]; resourceTypes: string[] };
  modes: ModeRule[];
  exceptionTagKey: string;
  /** What an exception has to be like to count. */
  exceptions: ExceptionLimits;
  /** Name of the response's role in every account. */
  roleName: string;
  senders: TrustedSenders;
  /** How often a finding is delivered before it goes to the dead-letter queue. */
  deliveryAttempts: number;
  /** Whether a contained finding is archived in GuardDuty. */
  archiveFindings: boolean;
  /** Whether Security Hub is told what came of its findings; false where the security account does not use it. */
  answersHub?: boolean;
  /** What subscribers get: plain text, or messages that Amazon Q Developer posts to Slack and Microsoft Teams. */
  noticeFormat: "text" | "chat";
  /** ARNs, with `*` for anything, of what no response touches. */
  protectedResources: string[];
  /** How many containments it may begin in one account within a clock hour; all further ones wait for approval. */
  containmentsPerHour: number;
  /** How long an approval is waited for, in hours. */
  approvalHours: number;
  /** After how many days people are reminded of what is still contained, each time anew. */
  reminderDays: number;
  /** The response's own settings. */
  response: Record<string, unknown>;
}

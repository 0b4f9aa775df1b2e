import type { TrustedSenders } from "./intake/origin";
import type { ModeRule } from "./modes";

/** What a responder is deployed with; plain values that its closure captures. */
export interface ResponderSettings {
  /** The finding types that are acted on. */
  findingTypes: string[];
  modes: ModeRule[];
  exceptionTagKey: string;
  /** Name of the response's role in every account. */
  roleName: string;
  senders: TrustedSenders;
  /** How often a finding is delivered before it goes to the dead-letter queue. */
  deliveryAttempts: number;
  /** The response's own settings. */
  response: Record<string, unknown>;
}

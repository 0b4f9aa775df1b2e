import type { Finding, HubReference } from "../model/finding";
import type { Envelope } from "./origin";

/** What is read of one event of any source. */
export interface SourceEvent {
  envelope: Envelope;
  findings: ReadFinding[];
  /** The ARN of the custom action of Security Hub by which an analyst sent the event. */
  action?: string;
}

/**
 * A finding, or the reason why nobody acts on it, or what is wrong with one that cannot be read: each finding of an event for
 * itself, so that one that is malformed does not stop the others.
 */
export type ReadFinding =
  | { finding: Finding; hub?: HubReference }
  | { ignored: string; id: string }
  | { unreadable: unknown; id: string; hub?: HubReference };

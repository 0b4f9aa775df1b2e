import type { Finding, HubReference } from "../model/finding";
import type { Envelope } from "./origin";

/** The content of one event of any source. */
export interface SourceEvent {
  envelope: Envelope;
  findings: ReadFinding[];
  /** The ARN of the custom action of Security Hub by which an analyst sent the event. */
  action?: string;
}

/**
 * A finding, or why it is ignored, or why it cannot be read: each finding of an event separately, so that a malformed one does not
 * stop the others.
 */
export type ReadFinding =
  | { finding: Finding; hub?: HubReference }
  | { ignored: string; id: string }
  | { unreadable: unknown; id: string; hub?: HubReference };

import type { Finding, HubReference } from "../finding";
import type { Envelope } from "./origin";

/** What is read of one event of any source. */
export interface SourceEvent {
  envelope: Envelope;
  findings: ReadFinding[];
  /** The ARN of the custom action of Security Hub by which an analyst sent the event. */
  action?: string;
}

/** A finding, or the reason why nobody acts on it. */
export type ReadFinding = { finding: Finding; hub?: HubReference } | { ignored: string; id: string };

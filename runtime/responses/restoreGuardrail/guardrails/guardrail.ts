import type { Call } from "../../../model/call";
import type { Finding } from "../../../model/finding";
import type { Target } from "../../../model/target";
import type { GuardrailClients, GuardrailPriorState, GuardrailState, Shown } from "../state";

/** A call without what is the same for all guardrails. */
export type Switch = Pick<Call, "service" | "operation" | "input">;

/** What is known about one kind of guardrail. */
export interface Guardrail {
  kind: string;
  /** The finding types that report that it is off, and name only the account. */
  accountTypes: string[];
  /** What it is and what it does, for people: "CloudTrail does not log". */
  off: string;
  /** Those of the account in the Region of a finding. */
  find(clients: GuardrailClients, finding: Finding): Promise<Target[]>;
  /** What it shows; undefined if there is none. What was known before the first change comes from an earlier reading. */
  show(
    clients: GuardrailClients,
    target: Target,
    known?: Pick<GuardrailPriorState, "wasOn" | "earlier">,
  ): Promise<Shown | undefined>;
  /** Its tags; absent if it has none. */
  tags?(clients: GuardrailClients, target: Target): Promise<Record<string, string>>;
  switchOn(state: GuardrailState): Switch;
  switchOff(state: GuardrailState, saved: GuardrailPriorState): Switch;
  /** What switching it on does not make good, one sentence each. */
  leaves(state: GuardrailState): string[];
  /** The CloudTrail event that shows who switched it off. */
  offEvent: string;
  /** Whether that call is a finding by itself: the guardrail shows right after it that it is off. */
  callIsFinding?: true;
  /** The parameter that is false if that call switched it off; the call alone says so if there is none. */
  offParameter?: string;
}

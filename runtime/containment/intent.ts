import type { Finding } from "../model/finding";
import type { Containment, Decision } from "../model/journalItems";
import type { Mode } from "../model/responderSettings";
import type { Response } from "../model/response";

/** What is about to be done. */
export interface Intent {
  response: Response;
  finding: Finding;
  containment: Containment;
  mode: Mode;
  /** Set if a person is asked because the mode is not clear. */
  whyUnclear?: string;
  /** The calls about to be made first. */
  calls: Decision["calls"];
  /** The whole plan and its residual risk. Called only if a person is asked, since it may read more of the target. */
  describe(): Promise<{ calls: Decision["calls"]; remains: string[]; tags?: Record<string, string> }>;
  /** The group of interchangeable resources that the target belongs to. Called only if `largestShare` limits it. */
  group?(): Promise<{ name: string; size: number } | undefined>;
}

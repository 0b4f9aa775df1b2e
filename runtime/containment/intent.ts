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
  /** The calls about to be made first. */
  calls: Decision["calls"];
  /** The whole plan and what it leaves. Called only if a person is asked, since it may have to read more of the target. */
  describe(): Promise<{ calls: Decision["calls"]; remains: string[] }>;
  /** The group of interchangeable resources that the target belongs to. Called only if a share of it is a limit. */
  group?(): Promise<{ name: string; size: number } | undefined>;
}

import type { EC2 } from "@aws-sdk/client-ec2";
import type { Decision } from "../../../runtime/journal/items";
import type { Outcome } from "../../../runtime/outcome";
import type { World } from "../../world/world";

/** One thing that happens in the drill, and what has to come of it. */
export interface Incident {
  /** What a spectator is told. */
  title: string;
  expected: Outcome;
  /** Makes it happen; returns the finding's id. */
  happen(): Promise<string>;
  /** The custom action of Security Hub by which an analyst makes it happen: its decision is the one that counts. */
  action?: string;
  /** How many decisions the finding has when this one is made; more than one if the finding came before. */
  decisions?: number;
  /** Why AWS, read back, does not look as it should; undefined if it does. */
  proof?(): Promise<string | undefined>;
}

/** What an incident came to. */
export interface Result {
  incident: Incident;
  decision: Decision;
  /** From the moment it happened until its outcome was in the journal. */
  seconds: number;
  /** Why it is not what was expected; undefined if it is. */
  fault?: string;
}

/** What the incidents work with. */
export interface Stage {
  world: World;
  ec2: Record<"security" | "payments" | "website", EC2>;
}

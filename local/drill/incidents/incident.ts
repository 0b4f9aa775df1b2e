import type { EC2 } from "@aws-sdk/client-ec2";
import type { Followed, Place } from "../../../rehearsal/place";
import type { accounts } from "../../world/accounts";
import type { World } from "../../world/world";

export type { Incident } from "../../../rehearsal/incident";

/** What the incidents of the drill use. */
export interface Stage {
  world: World;
  places: Record<keyof typeof accounts, Place>;
  followed: Followed;
  ec2: Record<keyof typeof accounts, EC2>;
}

import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { EC2 } from "@aws-sdk/client-ec2";
import type { Followed, Place } from "../../rehearsal/place";
import { accounts, region, rootOf } from "../world/accounts";
import { s3In } from "../world/buckets";
import { command } from "../world/command";
import { evaluate } from "../world/compliance";
import { sendFinding } from "../world/findings";
import { decisionsOf } from "../world/follow";
import { lambdaIn } from "../world/functions";
import { iamIn } from "../world/principals";
import { ecsIn } from "../world/tasks";
import type { World } from "../world/world";

/** An account of the local AWS as the place of incidents: findings arrive as AWS's own services send them. */
export function drillPlace(world: World, name: keyof typeof accounts): Place {
  const account = accounts[name].id;
  return {
    name,
    account,
    region,
    partition: "aws",
    clients: {
      cloudTrail: new CloudTrail(rootOf(account, world.endpoint)),
      ec2: new EC2(rootOf(account, world.endpoint)),
      ecs: ecsIn(world, name),
      iam: iamIn(world, name),
      s3: s3In(world, name),
      lambda: lambdaIn(world, name),
    },
    async tell(detail) {
      await sendFinding(world.endpoint, account, detail);
      return detail["id"];
    },
    evaluate: (what) => evaluate(world.endpoint, { account, ...what, compliance: "NON_COMPLIANT" }),
  };
}

/** Follows the incidents of the drill: reads the journal like an auditor and gives commands like an operator. */
export const followedIn = (world: World): Followed => ({
  decisions: (finding, count) => decisionsOf(world, finding, count),
  command: (response, payload) => command(world, response, payload),
});

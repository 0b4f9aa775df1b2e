import assert from "node:assert/strict";
import { accounts } from "../../local/world/accounts";
import { command } from "../../local/world/command";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsOf } from "../../local/world/follow";
import type { World } from "../../local/world/world";
import type { Decision } from "../../runtime/model/journalItems";

/** Sends a finding about an instance of payments and returns the first decision about it. */
export async function isolate(world: World, instanceId: string): Promise<Decision> {
  const finding = instanceFinding({ account: accounts.payments.id, instanceId });
  await sendFinding(world.endpoint, accounts.payments.id, finding);
  return (await decisionsOf(world, finding["id"]))[0]!;
}

type Released = Decision & { drift: string[] };

/** Releases a containment and returns the answer. @throws AssertionError if it is not released */
export async function release(world: World, response: string, containment: string | undefined): Promise<Released> {
  const payload = { command: "release" as const, containment, reason: "a false alarm" };
  const answer = await command(world, response, payload);
  assert.equal(answer.outcome, "released", answer.reason);
  return answer;
}

import type { LifecycleState } from "@aws-sdk/client-auto-scaling";
import type { SnapshotState } from "@aws-sdk/client-ec2";

/** An account and Region of a local AWS. */
export interface Where {
  /** URL of the local AWS. */
  endpoint: string;
  account: string;
  region: string;
}

/**
 * Puts a member of an Auto Scaling group into a lifecycle state, as lifecycle hooks, warm pools or terminations do on AWS.
 *
 * @throws Error if no group has the instance.
 */
export async function setLifecycleState(where: Where, instance: string, state: LifecycleState): Promise<void> {
  await change(where, { change: "lifecycle", instance, state });
}

/** Sets whether new snapshots stay pending until `setSnapshotState`, or complete immediately, which is the default. */
export async function holdSnapshots(where: Where, held: boolean): Promise<void> {
  await change(where, { change: "holdSnapshots", held });
}

/**
 * Puts a snapshot into a state, such as `completed` or `error`.
 *
 * @throws Error if there is no such snapshot.
 */
export async function setSnapshotState(where: Where, snapshot: string, state: SnapshotState): Promise<void> {
  await change(where, { change: "snapshot", snapshot, state });
}

/**
 * Shares subnets (with their VPC) and security groups of an account with other accounts of its organization, like RAM.
 *
 * @param where The owner.
 * @throws Error for a subnet or group that the owner does not have.
 */
export async function share(
  where: Where,
  participants: string[],
  what: { subnets?: string[]; groups?: string[] },
): Promise<void> {
  await change(where, { change: "share", with: participants, ...what });
}

/** Ends the sessions of an account as if this time had passed; nothing else gets older. */
export async function ageSessions(where: Where, seconds: number): Promise<void> {
  await change(where, { change: "sessions", seconds });
}

async function change({ endpoint, ...place }: Where, details: object): Promise<void> {
  const body = JSON.stringify({ ...place, ...details });
  const response = await fetch(`${endpoint}/_local-aws/states`, { method: "POST", body });
  if (!response.ok) throw new Error(`the local AWS refused the change: ${await response.text()}`);
}

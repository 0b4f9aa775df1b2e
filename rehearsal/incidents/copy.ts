import type { Incident } from "../incident";
import type { Place } from "../place";
import { snapshotGrants } from "../readBack";

/** Why a copy is not private, by its grants; undefined if it is. */
export const notPrivate = (grants: string[]): string | undefined =>
  grants.length > 0 ? `it is still shared with ${grants.join(", ")}` : undefined;

/**
 * AWS Config reports a snapshot that an account may use which may not have it. The real rule is about public snapshots and names the
 * account only (https://docs.aws.amazon.com/config/latest/developerguide/ebs-snapshot-public-restorable-check.html); a rehearsal
 * makes none public, and names its own.
 */
export const sharedSnapshot = (place: Place, snapshot: string): Incident => ({
  title: `${place.name}: a snapshot is shared with an account that may not have it`,
  expected: "contained",
  happen: () =>
    place.evaluate({
      rule: "EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK",
      resourceType: "AWS::EC2::Snapshot",
      resourceId: snapshot,
    }),
  proof: async () => notPrivate(await snapshotGrants(place.clients.ec2, snapshot)),
});

import type { EC2 } from "@aws-sdk/client-ec2";
import type { RDS } from "@aws-sdk/client-rds";
import { isMissing } from "../../lib/errors";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import { readImage } from "./readImage";
import { readClusterSnapshot, readDatabaseSnapshot } from "./readRdsSnapshot";
import { readSnapshot } from "./readSnapshot";
import {
  type CopyKind,
  type CopyPriorState,
  type CopyState,
  publicAccessBlock,
  removedGrant,
  type Shown,
} from "./state";

/** The clients that the response needs in the target's account and Region. */
export interface CopyClients {
  ec2: EC2;
  rds: RDS;
}

/**
 * Reads a copy and who may use it; undefined if its account has none with this id.
 *
 * @throws what AWS throws: a failed reading does not mean that it is gone or private
 */
export async function read(
  clients: CopyClients,
  target: Target,
  context: ReadContext<CopyState, CopyPriorState>,
): Promise<CopyState | undefined> {
  const kind = target.kind as CopyKind;
  const shown = await readShown(clients, { ...target, kind });
  if (shown === undefined) return undefined;
  const grants = [...new Set(shown.grants)].sort();
  const { evidence } = context;
  return {
    ...shown,
    kind,
    id: target.id,
    region: target.region,
    grants,
    ...(await membersAmong(grants, context)),
    removed: evidence.filter((item) => item.kind === removedGrant).map(({ id }) => id),
    blockRequested: evidence.some((item) => item.kind === publicAccessBlock),
  };
}

async function readShown({ ec2, rds }: CopyClients, target: Target & { kind: CopyKind }): Promise<Shown | undefined> {
  try {
    if (target.kind === "ebs-snapshot") return await readSnapshot(ec2, target);
    if (target.kind === "ami") return await readImage(ec2, target);
    return target.kind === "rds-snapshot"
      ? await readDatabaseSnapshot(rds, target.id)
      : await readClusterSnapshot(rds, target.id);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The journal is asked only if an account has a grant, and once in a run. A release gives back whatever was removed. */
async function membersAmong(
  grants: string[],
  { previous, organization, priorState }: ReadContext<CopyState, CopyPriorState>,
): Promise<Pick<CopyState, "members" | "organizationKnown">> {
  const accounts = grants.filter((who) => /^\d{12}$/.test(who));
  const known = accounts.every((who) => previous?.grants.includes(who));
  if (previous && known) return { members: previous.members, organizationKnown: previous.organizationKnown };
  if (priorState !== undefined || accounts.length === 0) return { members: [], organizationKnown: true };
  const all = (await organization?.()) ?? [];
  return { members: accounts.filter((who) => all.includes(who)), organizationKnown: all.length > 0 };
}

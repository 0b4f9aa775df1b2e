import { type Call, type Evidence, notesBefore } from "../../../../runtime/model/call";
import { unshareCopy } from "../../../../runtime/responses/unshareCopy";
import type { CopyState, UnshareSettings } from "../../../../runtime/responses/unshareCopy/state";
import { clients, organizationId, sister, targets, type World } from "./model";

/** What the stack file says by default. */
export const settings = (more: Partial<UnshareSettings> = {}): UnshareSettings => ({
  allowedAccounts: [],
  withinOrganization: "keep",
  blockPublicAccess: false,
  organizationId,
  ...more,
});

interface Known {
  organization?: string[];
  evidence?: Evidence[];
}

/** A copy as the response reads it first, if there is one. */
export const mayRead = (world: World, { organization = [sister], evidence = [] }: Known = {}) =>
  unshareCopy.read(clients(world), targets[world.kind], {
    stale: [],
    evidence,
    continued: evidence.length > 0,
    containment: "0123456789abcdef-0",
    wanted: [],
    organization: async () => organization,
  });

/** A copy as the response reads it. */
export async function readCopy(world: World, known: Known = {}): Promise<CopyState> {
  const state = await mayRead(world, known);
  if (!state) throw new Error("there is no copy");
  return state;
}

/** What the journal notes before a call. */
export const notesOf = (call: Call): string[] => notesBefore(unshareCopy, call).map(({ id }) => id);

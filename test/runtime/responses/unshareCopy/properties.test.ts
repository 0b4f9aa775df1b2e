import fc from "fast-check";
import { unshareCopy } from "../../../../runtime/responses/unshareCopy";
import type { CopyKind, UnshareSettings } from "../../../../runtime/responses/unshareCopy/state";
import { itKeepsTheContract } from "../contract";
import { clients, organizationId, partner, targets, type World, worlds } from "./model";

const settings: fc.Arbitrary<UnshareSettings> = fc.record({
  allowedAccounts: fc.constantFrom<string[]>([], [partner]),
  withinOrganization: fc.constantFrom("keep", "remove"),
  // It stays after a release; plan.test.ts and release.test.ts have it.
  blockPublicAccess: fc.constant(false),
  organizationId: fc.constant(organizationId),
});

/** The order of grants says nothing. */
const keeps = { without: ({ grants, ...rest }: World) => ({ ...rest, grants: [...grants].sort() }) };

for (const [kind, target] of Object.entries(targets)) {
  describe(`N32: unshare-copy, for every ${kind}`, () => {
    itKeepsTheContract<World>({
      response: unshareCopy,
      target,
      worlds: () => worlds(kind as CopyKind),
      clients,
      settings,
      keeps,
    });
  });
}

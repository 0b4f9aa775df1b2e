import { coded } from "../lib/errors";
import type { GrantedException } from "../model/journalItems";
import type { Target } from "../model/target";
import type { RevokeCommand } from "./commands";
import { openResource } from "./openResource";
import { inWords, type Registrar, targetOf } from "./registrar";

/** What was revoked. */
export interface Revoked {
  arn: string;
  /** Whether a tag existed and was removed. */
  tagRemoved: boolean;
  /** The entry of the register, if there is one. */
  granted?: GrantedException;
}

/**
 * Revokes an exception: first in the register, which decides about signed ones, then on the resource.
 *
 * @throws NothingToRevoke if there is neither, or what AWS throws; the register says revoked already
 */
export async function revoke(
  registrar: Registrar,
  command: RevokeCommand,
  by: string,
  partition: string,
): Promise<Revoked> {
  const target = await resourceOf(registrar, command, partition);
  const revocation = { status: "revoked" as const, revokedAt: new Date().toISOString(), revokedBy: by };
  const entry = await registrar.journal.changeGranted(target.arn, (known) =>
    known?.status === "granted" ? { ...known, ...revocation } : undefined,
  );
  const inForce = entry?.status === "granted";
  const revoked: GrantedException | undefined = inForce ? { ...entry, ...revocation } : entry;
  const open = await openResource(registrar, target);
  const value = open.found?.tags[registrar.tagKey];
  if (value !== undefined) await open.write(undefined);
  else if (!inForce) throw coded("NothingToRevoke", `there is no exception on ${inWords(target)}`);
  registrar.log.info("revoked", { target: target.arn, tag: value !== undefined });
  await registrar.notify({
    subject: `exception revoked: ${target.kind} ${target.id}`,
    lines: [
      `The exception of ${inWords(target)} was revoked.`,
      `Why: ${command.reason}`,
      `Revoked by: ${by}`,
      ...(entry ? [`Owner: ${entry.owner}`, `Reference: ${entry.reference}`] : [`It was: ${value}`]),
      "Firebreak acts on the exempted findings in the next daily check, or when they are sent again.",
    ],
    attributes: {
      outcome: "exception-revoked",
      account: target.accountId,
      ...(entry && { owner: entry.owner }),
    },
  });
  return { arn: target.arn, tagRemoved: value !== undefined, ...(revoked && { granted: revoked }) };
}

async function resourceOf(registrar: Registrar, command: RevokeCommand, partition: string): Promise<Target> {
  if (command.command === "revoke-resource") return targetOf(command, partition);
  const entry = await registrar.journal.grantedFor(command.arn);
  if (entry) {
    const { accountId: account, region, kind, resource: id } = entry;
    return targetOf({ account, region, kind, id }, entry.partition);
  }
  throw coded(
    "NothingToRevoke",
    `the register has no entry for ${command.arn}; to revoke a tag that was not granted, name the resource by account, Region, kind and id`,
  );
}

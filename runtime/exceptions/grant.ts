import { setTimeout as sleep } from "node:timers/promises";
import { coded } from "../lib/errors";
import type { GrantedException } from "../model/journalItems";
import { operatorCommand } from "../notices/operatorCommand";
import type { GrantCommand } from "./commands";
import { timeOf } from "./day";
import { verify } from "./exceptionOf";
import { judgeException } from "./judge";
import { type OpenResource, openResource } from "./openResource";
import { inWords, type Registrar, targetOf } from "./registrar";
import { grantedValue, longestTagValue } from "./tagValue";

/** Maximum difference between the time of issue and now, in minutes: prevents backdating, and allows for clock skew. */
const issueMinutes = 15;

/** `revokedBy` of an exception whose tag was never written. */
const notWritten = "Firebreak, because its tag could not be written";

/** Attempts to read a tag back, once a second: IAM and RDS may return an earlier state. */
const readings = 5;

/**
 * Grants an exception: writes the register, then the tag, reads it back and notifies people. The register comes first, so that
 * the event about the new tag finds the entry; the entry is reverted if the tag cannot be written.
 *
 * @throws NotAllowed, BadSignature, NoSuchResource, NotWritten, Changed, or what AWS throws
 */
export async function grant(
  registrar: Registrar,
  command: GrantCommand,
  by: string,
  partition: string,
): Promise<GrantedException> {
  const target = targetOf(command, partition);
  const { kind, id, accountId, region, arn } = target;
  const { until, owner, reference, issuedAt, signature } = command;
  const responses = [...new Set(command.responses)].sort();
  const entry: GrantedException = {
    arn,
    kind,
    resource: id,
    accountId,
    region,
    partition,
    responses,
    until,
    owner,
    reference,
    issuedAt,
    grantedBy: by,
    signature,
    status: "granted",
  };
  const fault = faultOf(registrar, entry, new Date());
  if (fault) throw coded("NotAllowed", `the exception cannot be granted: ${fault}`);
  if (!(await verify(registrar, entry, signature))) {
    throw coded("BadSignature", `the signature was not made with the exception key for ${arn} and these fields`);
  }
  const open = await openResource(registrar, target);
  if (!open.found) throw coded("NoSuchResource", `there is no ${inWords(target)}`);
  const earlier = await register(registrar, entry);
  try {
    await open.write(grantedValue(entry));
    await checkWritten(open, registrar.tagKey, grantedValue(entry));
  } catch (error) {
    const nobodys = { status: "revoked" as const, revokedAt: new Date().toISOString(), revokedBy: notWritten };
    await registrar.journal.changeGranted(arn, (known) =>
      isIn(entry, known) ? (earlier ?? { ...entry, ...nobodys }) : undefined,
    );
    throw error;
  }
  await checkInForce(registrar, entry);
  registrar.log.info("granted", { target: arn, responses, until, reference });
  await registrar.notify({
    subject: `exception granted: ${kind} ${id}`,
    lines: [
      `An exception was granted for ${inWords(target)}.`,
      `Exempt from: ${responses.join(", ")}`,
      `Until: ${until}`,
      `Owner: ${owner}`,
      `Reference: ${reference}`,
      `Granted by: ${by}`,
      { before: "To revoke it:", command: operatorCommand(`exception revoke ${arn} --reason "WHY"`) },
    ],
    attributes: { outcome: "exception-granted", account: accountId, owner },
  });
  return entry;
}

/**
 * Puts an exception into the register, on condition that the existing entry is as it was read, so that no change by others is
 * overwritten.
 *
 * @returns the earlier entry
 * @throws Changed if others granted or revoked an exception of the resource at the same time
 */
async function register(registrar: Registrar, entry: GrantedException): Promise<GrantedException | undefined> {
  const earlier = await registrar.journal.grantedFor(entry.arn);
  if (await registrar.journal.putGranted(entry, earlier)) return earlier;
  const now = await registrar.journal.grantedFor(entry.arn);
  throw coded(
    "Changed",
    `the exception of ${entry.arn} was changed at the same time and is ${standOf(now)}; check it and grant again`,
  );
}

/** Whether the entry of the register is this exception, in force. */
const isIn = ({ signature }: GrantedException, known: GrantedException | undefined): boolean =>
  known?.status === "granted" && known.signature === signature;

/** The register has the final say: an exception that was revoked while the tag was written is not in force. @throws Changed */
async function checkInForce(registrar: Registrar, entry: GrantedException): Promise<void> {
  const now = await registrar.journal.grantedFor(entry.arn);
  if (!isIn(entry, now))
    throw coded(
      "Changed",
      `the exception of ${entry.arn} is now ${standOf(now)}: the granted exception is not in force`,
    );
}

const standOf = (entry: GrantedException | undefined) =>
  !entry ? "gone" : entry.status === "granted" ? `granted by ${entry.grantedBy}` : `revoked by ${entry.revokedBy}`;

/** Why an exception cannot be granted, signature and resource aside. */
export function faultOf(
  { responses: known, limits, tagKey: key }: Pick<Registrar, "responses" | "limits" | "tagKey">,
  entry: GrantedException,
  now: Date,
): string | undefined {
  const names = known.map((one) => one.name);
  const unknown = entry.responses.filter((name) => !names.includes(name));
  if (unknown.length > 0) return `there is no response ${unknown.join(", ")}; the responses are ${names.join(", ")}`;
  const issued = timeOf(entry.issuedAt) ?? 0;
  if (Math.abs(issued - now.getTime()) > issueMinutes * 60_000) {
    return `it was issued at ${entry.issuedAt}, which differs from the current time by more than ${issueMinutes} minutes`;
  }
  const value = grantedValue(entry);
  if (value.length > longestTagValue) {
    return `its text has ${value.length} characters; a tag holds ${longestTagValue}`;
  }
  const firstSeen = new Date(Math.max(issued, now.getTime())).toISOString();
  for (const response of entry.responses) {
    const signature = { genuine: true as const };
    const verdict = judgeException({ tags: { [key]: value }, key, limits, response, now, firstSeen, signature });
    if (!verdict.exempt) return verdict.reason;
  }
  return undefined;
}

async function checkWritten(open: OpenResource, key: string, value: string): Promise<void> {
  for (let reading = 1; ; reading++) {
    const found = (await open.read())?.tags[key];
    if (found === value) return;
    if (reading === readings) throw coded("NotWritten", `the tag was written, but now reads ${found ?? "nothing"}`);
    await sleep(1000);
  }
}

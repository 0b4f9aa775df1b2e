import type { GrantedException } from "../model/journalItems";
import type { ExceptionFields } from "./tagValue";

/** The resource that a tag was found on. */
export interface Tagged {
  accountId: string;
  arn: string;
  kind: string;
}

/**
 * Why a signature does not match its value, according to the register: the same signature was granted to another resource, or
 * with other fields.
 *
 * @param register every exception that was granted, revoked ones included
 */
export function whyFalse(fields: ExceptionFields, { arn }: Tagged, register: GrantedException[]): string {
  const owners = register.filter((entry) => entry.signature === fields.sig);
  const own = owners.find((entry) => entry.arn === arn);
  if (!own) {
    const [other] = owners;
    return other
      ? `its signature is that of ${other.arn}: it was copied from there`
      : "its signature is forged: no approver granted it";
  }
  const changes = [
    ...wider(fields.for ?? [], own.responses),
    ...((fields.until ?? "") > own.until ? [`it was extended: granted until ${own.until}, not ${fields.until}`] : []),
    ...(["until", "by", "ref", "at"] as const)
      .map((name) => [name, { until: own.until, by: own.owner, ref: own.reference, at: own.issuedAt }[name]] as const)
      .filter(([name, granted]) => fields[name] !== granted && !(name === "until" && (fields.until ?? "") > own.until))
      .map(([name, granted]) => `it was changed: granted with ${name}=${granted}, not ${fields[name]}`),
  ];
  return changes.length > 0 ? changes.join("; ") : "its signature was not made with the exception key";
}

function wider(claimed: string[], granted: string[]): string[] {
  const added = claimed.filter((name) => !granted.includes(name));
  if (added.length > 0) return [`it was widened: granted for ${granted.join(", ")}, not for ${added.join(", ")}`];
  const gone = granted.some((name) => !claimed.includes(name));
  return gone ? [`it was changed: granted for ${granted.join(", ")}, not for ${claimed.join(", ")} only`] : [];
}

/** Why a genuine signature is not in force: the register has the final say. */
export function whyNotInForce(fields: ExceptionFields, entry: GrantedException | undefined): string | undefined {
  if (!entry) return "its signature is genuine, but it is not in the register of exceptions";
  if (entry.status === "revoked") return `it was revoked at ${entry.revokedAt} by ${entry.revokedBy}`;
  if (entry.signature !== fields.sig)
    return `it was replaced by the exception that ${entry.grantedBy} granted at ${entry.issuedAt}`;
  return undefined;
}

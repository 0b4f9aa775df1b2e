import type { GrantedException } from "../model/journalItems";
import type { ExceptionFields } from "./tagValue";

/** The resource that a tag was found on. */
export interface Tagged {
  accountId: string;
  arn: string;
  kind: string;
}

/**
 * Why a signature does not fit the value that it stands in, as the register lets it be told: the same signature was granted
 * to another resource, or to other words.
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
      : "its signature is forged: nobody granted it";
  }
  const changes = [
    ...wider(fields.for ?? [], own.responses),
    ...((fields.until ?? "") > own.until ? [`it was prolonged: granted until ${own.until}, not ${fields.until}`] : []),
    ...(["until", "by", "ref", "at"] as const)
      .map((name) => [name, { until: own.until, by: own.owner, ref: own.reference, at: own.issuedAt }[name]] as const)
      .filter(([name, granted]) => fields[name] !== granted && !(name === "until" && (fields.until ?? "") > own.until))
      .map(([name, granted]) => `it was changed: granted with ${name}=${granted}, not ${fields[name]}`),
  ];
  return changes.length > 0 ? changes.join("; ") : "its signature is not one of the key of the exceptions";
}

function wider(claimed: string[], granted: string[]): string[] {
  const added = claimed.filter((name) => !granted.includes(name));
  if (added.length > 0) return [`it was widened: granted for ${granted.join(", ")}, not for ${added.join(", ")}`];
  const gone = granted.some((name) => !claimed.includes(name));
  return gone ? [`it was changed: granted for ${granted.join(", ")}, not for ${claimed.join(", ")} only`] : [];
}

/** Why a genuine signature does not count: the register of what was granted is the last word. */
export function whyNotInForce(fields: ExceptionFields, entry: GrantedException | undefined): string | undefined {
  if (!entry) return "its signature is genuine, but the register of exceptions does not know it";
  if (entry.status === "revoked") return `it was revoked at ${entry.revokedAt} by ${entry.revokedBy}`;
  if (entry.signature !== fields.sig)
    return `it was replaced by the one that ${entry.grantedBy} granted at ${entry.issuedAt}`;
  return undefined;
}

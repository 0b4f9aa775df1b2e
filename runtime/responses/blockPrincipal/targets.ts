import type { Finding, Principal } from "../../model/finding";
import { leftToPerson, type Refusal } from "../../model/refusal";
import type { Target } from "../../model/target";
import { type Actor, adviceOn, bareName, uniqueIdOf } from "../../resources/principalAdvice";
import { principalTarget } from "../../resources/targets";

/**
 * The roles and users that a finding names, each once with all its sessions. What cannot be blocked is told as `note` with
 * the first of them; if there is nothing else, the text is all there is. `details` are
 * - `sessions`: the sessions of a role, `AROA...:name`, separated by blanks (a session's name has none),
 * - `whole`: "yes" if a session of the role is not known,
 * - `uniqueId`: the id of the user or role itself, where it is known,
 * - `accessKeys`: the access keys that were used, separated by blanks; console sessions have none,
 * - `account`: "guessed" if the finding tells where the principal acted and not which account it belongs to,
 * - `note`.
 */
export function targets(finding: Finding): Target[] | Refusal {
  const actors = finding.resources.flatMap((resource): Actor[] =>
    resource.kind === "iam-principal" && resource.principal ? [{ resource, principal: resource.principal }] : [],
  );
  if (actors.length === 0) return leftToPerson(`${finding.type} names no principal`);
  const advice = [...new Set(actors.flatMap((actor) => adviceOn(actor) ?? []))].join("; ");
  const all = actors.filter((actor) => adviceOn(actor) === undefined).map((actor) => targetOf(finding, actor));
  const merged = all
    .filter(({ arn }, index) => all.findIndex((other) => other.arn === arn) === index)
    .map((target) => ({ ...target, details: mergedDetails(all.filter(({ arn }) => arn === target.arn)) }));
  const [first, ...rest] = merged;
  if (!first) return leftToPerson(advice);
  return [
    advice ? { ...first, details: { ...first.details, ...noteOf([first.details?.["note"], advice]) } } : first,
    ...rest,
  ];
}

/**
 * Why a target that cannot be found is not simply gone: in which account it is was only guessed. Undefined if it is known.
 */
export function whyGone({ kind, id, accountId, details }: Target): string | undefined {
  if (details?.["account"] !== "guessed") return undefined;
  const known = [details["uniqueId"], details["sessions"], details["accessKeys"]].find(Boolean) ?? "no id";
  return (
    `${kind.slice(4)} ${id} (${known}) is not in account ${accountId}, where it acted: it was deleted, or it belongs to another ` +
    "account, which the finding does not tell. Nothing is blocked; a person has to find its account by userIdentity.accountId in CloudTrail"
  );
}

function noteOf(notes: (string | undefined)[]): Record<string, string> {
  const known = notes.filter((note) => note);
  return known.length > 0 ? { note: known.join("; ") } : {};
}

function targetOf(finding: Finding, { resource, principal }: Actor): Target {
  const { principalId = "", accessKeyId = "" } = principal;
  const kind = principal.userType === "IAMUser" ? "user" : "role";
  const session = kind === "role" && isSession(principalId) ? principalId : undefined;
  const uniqueId = /^(AROA|AIDA)[A-Z0-9]+$/.test(principalId) ? principalId : undefined;
  const accessKeys = accessKeyId === "null" ? "" : accessKeyId;
  return {
    ...principalTarget(resource, kind, bareName(principal) || uniqueIdOf(principal)!),
    // Something is always said: a hold without details would not count among what the findings want.
    details: {
      ...(kind === "role" && (session ? { sessions: session } : { whole: "yes" })),
      ...(uniqueId && { uniqueId }),
      accessKeys,
      ...(isGuessed(finding, principal) && { account: "guessed" }),
      ...(resource.accountId !== finding.accountId && {
        note: `${kind} ${bareName(principal)} belongs to account ${resource.accountId} and acted in account ${finding.accountId}`,
      }),
    },
  };
}

/** A finding about a bucket is made where the bucket is; who used it may be of any account. */
function isGuessed({ source, resourceType }: Finding, { accountGuessed, issuer }: Principal): boolean {
  return accountGuessed === true || (source === "guardduty" && resourceType === "S3Bucket" && !issuer);
}

/** Whether it is the aws:userid of a role's session: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
function isSession(principalId: string): boolean {
  return /^AROA[A-Z0-9]{4,124}:[A-Za-z0-9_+=,.@-]{2,64}$/.test(principalId);
}

function mergedDetails(same: Target[]): Record<string, string> {
  const all = (key: string) => [...new Set(same.flatMap(({ details }) => details?.[key] || []))];
  const sessions = all("sessions");
  const [uniqueId, another] = all("uniqueId");
  return {
    ...(sessions.length > 0 && { sessions: sessions.join(" ") }),
    ...(all("whole").length > 0 && { whole: "yes" }),
    ...(uniqueId && !another && { uniqueId }),
    accessKeys: all("accessKeys").join(" "),
    ...(same.every(({ details }) => details?.["account"]) && { account: "guessed" }),
    ...noteOf(all("note")),
  };
}

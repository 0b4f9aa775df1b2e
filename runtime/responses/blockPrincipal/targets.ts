import type { Finding, Principal } from "../../model/finding";
import { leftToPerson, type Refusal } from "../../model/refusal";
import type { Target } from "../../model/target";
import { type Actor, adviceOn, bareName, uniqueIdOf } from "../../resources/principalAdvice";
import { principalTarget } from "../../resources/targets";
import { podSession } from "./podSessions";

/**
 * The roles and users that a finding names, each once with all its sessions. What cannot be blocked is reported as `note` with
 * the first target, or as a refusal if there is no target. `details` are
 * - `sessions`: the sessions of a role, `AROA...:name`, or `pod:UID` for all of one pod, separated by blanks (a session's name has
 *   none),
 * - `sessionNames`: the names of sessions whose role has an id that the finding lacks, separated by blanks,
 * - `whole`: "yes" if a session of the role is not known,
 * - `task`: the ECS task whose role it is, CLUSTER/ID, where the finding does not name the role,
 * - `pod`: the same for a pod of EKS, CLUSTER/NAMESPACE/NAME, with its `serviceAccount`,
 * - `instanceProfile`: the same for an instance,
 * - `uniqueId`: the id of the user or role itself, where it is known,
 * - `accessKeys`: the access keys that were used, separated by blanks; console sessions have none,
 * - `account`: "guessed" if the finding says where the principal acted, but not which account it belongs to,
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
 * Why a target that was not found may still exist: its account was only guessed. Undefined if the account is known.
 */
export function whyGone({ kind, id, accountId, details }: Target): string | undefined {
  if (details?.["account"] !== "guessed") return undefined;
  const known = [details["uniqueId"], details["sessions"], details["accessKeys"]].find(Boolean) ?? "no id";
  return (
    `${kind.slice(4)} ${id} (${known}) is not in account ${accountId}, where it acted: it was deleted, or it belongs to another ` +
    "account, which the finding does not name. Nothing is blocked: a person must find its account in CloudTrail (userIdentity.accountId)"
  );
}

function noteOf(notes: (string | undefined)[]): Record<string, string> {
  const known = notes.filter((note) => note);
  return known.length > 0 ? { note: known.join("; ") } : {};
}

function targetOf(finding: Finding, { resource, principal }: Actor): Target {
  const { principalId = "", accessKeyId = "" } = principal;
  const kind = principal.userType === "IAMUser" ? "user" : "role";
  const uniqueId = /^(AROA|AIDA)[A-Z0-9]+$/.test(principalId) ? principalId : undefined;
  const accessKeys = accessKeyId === "null" ? "" : accessKeyId;
  return {
    ...principalTarget(
      resource,
      kind,
      bareName(principal) || uniqueIdOf(principal) || principal.task || principal.pod || principal.instanceProfile!,
    ),
    // Always set: a hold without details would not count in `wanted`.
    details: {
      ...(kind === "role" && sessionsOf(principal)),
      ...(uniqueId && { uniqueId }),
      ...(principal.task && { task: principal.task }),
      ...(principal.pod && { pod: principal.pod, serviceAccount: principal.serviceAccount! }),
      ...(principal.instanceProfile && { instanceProfile: principal.instanceProfile }),
      accessKeys,
      ...(isGuessed(finding, principal) && { account: "guessed" }),
      ...(resource.accountId !== finding.accountId && {
        note: `${kind} ${bareName(principal)} belongs to account ${resource.accountId} and acted in account ${finding.accountId}`,
      }),
    },
  };
}

/** What is known of a role's session. */
function sessionsOf({ principalId = "", sessionName = "", podUid }: Principal): Record<string, string> {
  if (podUid) return { sessions: podSession(podUid) };
  if (isSession(principalId)) return { sessions: principalId };
  return /^[A-Za-z0-9_+=,.@-]{2,64}$/.test(sessionName) ? { sessionNames: sessionName } : { whole: "yes" };
}

/** A finding about a bucket is made in the bucket's account; the principal may belong to any account. */
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
  const sessionNames = all("sessionNames");
  const [uniqueId, another] = all("uniqueId");
  const [task] = all("task");
  const [pod] = all("pod");
  const [serviceAccount] = all("serviceAccount");
  const [instanceProfile] = all("instanceProfile");
  return {
    ...(sessions.length > 0 && { sessions: sessions.join(" ") }),
    ...(sessionNames.length > 0 && { sessionNames: sessionNames.join(" ") }),
    ...(all("whole").length > 0 && { whole: "yes" }),
    ...(uniqueId && !another && { uniqueId }),
    ...(task && { task }),
    ...(pod && serviceAccount && { pod, serviceAccount }),
    ...(instanceProfile && { instanceProfile }),
    accessKeys: all("accessKeys").join(" "),
    ...(same.every(({ details }) => details?.["account"]) && { account: "guessed" }),
    ...noteOf(all("note")),
  };
}

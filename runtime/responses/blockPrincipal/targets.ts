import type { Finding } from "../../finding";
import { principalTarget, type Target } from "../../target";
import { type Actor, adviceOn, bareName, uniqueIdOf } from "./advice";

/**
 * The roles and users that a finding names, each once with all its sessions. What cannot be blocked is told as `note` with
 * the first of them; if there is nothing else, the text is all there is. `details` are
 * - `sessions`: the sessions of a role, `AROA...:name`, separated by blanks (a session's name has none),
 * - `whole`: "yes" if a session of the role is not known,
 * - `uniqueId`: the id of the user or role itself, where it is known,
 * - `accessKeys`: the access keys that were used, separated by blanks; console sessions have none,
 * - `note`.
 */
export function targets(finding: Finding): Target[] | string {
  const actors = finding.resources.flatMap((resource): Actor[] =>
    resource.kind === "iam-principal" && resource.principal ? [{ resource, principal: resource.principal }] : [],
  );
  if (actors.length === 0) return `${finding.type} names no principal`;
  const advice = [...new Set(actors.flatMap((actor) => adviceOn(actor) ?? []))].join("; ");
  const all = actors.filter((actor) => adviceOn(actor) === undefined).map(targetOf);
  const merged = all
    .filter(({ arn }, index) => all.findIndex((other) => other.arn === arn) === index)
    .map((target) => ({ ...target, details: mergedDetails(all.filter(({ arn }) => arn === target.arn)) }));
  const [first, ...rest] = merged;
  if (!first) return advice;
  return [advice ? { ...first, details: { ...first.details, note: advice } } : first, ...rest];
}

function targetOf({ resource, principal }: Actor): Target {
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
    },
  };
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
  };
}

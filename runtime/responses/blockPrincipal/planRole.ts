import type { Call } from "../../response";
import { quarantineArn, quarantineName, quarantinePath } from "./arns";
import { denyEverything, setBoundary } from "./deny";
import { documentOf, largestPolicy, wantedDenials } from "./quarantine";
import { type BlockSettings, isDenied, isOurBoundary, isQuarantined, type PrincipalState } from "./state";

/** IAM keeps this many versions of a policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostVersions = 5;

/**
 * The missing calls for a role: the narrowest deny that the operator asks for. Where it is not possible, everything is
 * denied if the operator allows that; else what is possible is done and the rest stays missing, for a person to decide.
 */
export function planRole(state: PrincipalState, settings: BlockSettings): Call[] {
  if (isDenied(state)) return [];
  if (settings.roles === "principal") return denyEverything(state);
  const obstacle = whyNotNarrow(state, settings);
  if (!obstacle) return denySessions(state, settings);
  if (settings.wholeRoleIfNeeded) return denyEverything(state, obstacle);
  const possible = replacesBoundary(state) || isTooLong(state, settings) ? [] : denySessions(state, settings);
  return [...possible, forPerson(state, `${obstacle}; wholeRoleIfNeeded is off, so the role as a whole is not denied`)];
}

/** Why the sessions of the findings cannot be denied on their own; undefined if they can. */
function whyNotNarrow(state: PrincipalState, settings: BlockSettings): string | undefined {
  if (replacesBoundary(state)) {
    return `role ${state.name} has the permissions boundary ${state.boundary}: a deny in its place could allow more than before`;
  }
  if (isTooLong(state, settings)) {
    return `the sessions of role ${state.name} that have to be denied do not fit into one policy`;
  }
  const unknown =
    settings.roles === "session" && state.wanted.some((details) => !details["sessions"] || details["whole"]);
  if (unknown || (settings.roles === "session" && !wantedDenials(state, false))) {
    return `a finding does not tell which session of role ${state.name} it is about`;
  }
  return undefined;
}

function replacesBoundary(state: PrincipalState): boolean {
  return state.boundary !== undefined && !isOurBoundary(state);
}

function isTooLong(state: PrincipalState, settings: BlockSettings): boolean {
  const denials = wantedDenials(state, settings.roles === "older-sessions");
  return denials !== undefined && documentOf(denials).length > largestPolicy;
}

/**
 * A call that is not made: it stays missing, so that the outcome says what is open. The last word is a person's.
 */
export function forPerson({ kind, name }: PrincipalState, why: string): Call {
  return {
    service: "iam",
    operation: kind === "role" ? "PutRolePermissionsBoundary" : "AttachUserPolicy",
    input: kind === "role" ? { RoleName: name } : { UserName: name },
    reason: why,
    changes: [],
    waitsFor: "a person",
  };
}

/** The quarantine policy with exactly what it has to deny, then the policy as the role's permissions boundary. */
function denySessions(state: PrincipalState, settings: BlockSettings): Call[] {
  const denials = wantedDenials(state, settings.roles === "older-sessions");
  if (!denials) return [];
  const arn = quarantineArn(state, state.name);
  const { sessions, issuedBefore } = denials;
  const what = [...sessions, ...(issuedBefore ? [`every session from before ${issuedBefore}`] : [])].join(", ");
  return [
    ...writePolicy(state, arn, documentOf(denials), what),
    ...(isQuarantined(state) ? [] : [setBoundary(state, arn, `role ${state.name}: denies ${what}`)]),
  ];
}

function writePolicy({ name, quarantine }: PrincipalState, arn: string, document: string, what: string): Call[] {
  const reason = `the policy that denies ${what}`;
  if (!quarantine) {
    const input = {
      PolicyName: quarantineName(name),
      Path: quarantinePath,
      PolicyDocument: document,
      Description: `Firebreak: denies sessions of role ${name}`,
    };
    return [{ service: "iam", operation: "CreatePolicy", input, reason, changes: ["quarantine"] }];
  }
  if (quarantine.document === document) return [];
  const full = quarantine.versions.length >= mostVersions;
  return [
    ...(full
      ? oldVersions(quarantine.versions)
          .slice(0, 1)
          .map((id) => deleteVersion(arn, id))
      : []),
    {
      service: "iam",
      operation: "CreatePolicyVersion",
      input: { PolicyArn: arn, PolicyDocument: document, SetAsDefault: true },
      reason,
      changes: ["quarantine"],
    },
  ];
}

/** The versions that are not in force, oldest first: v2 comes before v10. */
export function oldVersions(versions: { id: string; isDefault: boolean }[]): string[] {
  const serial = (id: string) => Number(id.slice(1));
  return versions
    .filter((version) => !version.isDefault)
    .map((version) => version.id)
    .sort((left, right) => serial(left) - serial(right));
}

/** Deletes a version of a policy that is not in force. */
export function deleteVersion(arn: string, id: string): Call {
  return {
    service: "iam",
    operation: "DeletePolicyVersion",
    input: { PolicyArn: arn, VersionId: id },
    reason: `version ${id} is not in force, and a policy has at most ${mostVersions}`,
    changes: ["quarantine"],
  };
}

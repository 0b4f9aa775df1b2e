import { denialsIn } from "./quarantine";
import { type BlockSettings, isDenied, isQuarantined, named, type PrincipalState } from "./state";

/**
 * What may still happen although the role or user is blocked, and what a person has to know, each a sentence:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html (role chaining).
 */
export function remains(state: PrincipalState, settings: BlockSettings): string[] {
  return [
    ...state.wanted.flatMap((details) => (details["note"] ? [`also named by the finding: ${details["note"]}`] : [])),
    ...(state.kind === "role" ? roleRemains(state) : userRemains(state, settings)),
    "sessions in other accounts that were opened from here by role chaining work for up to an hour",
    "IAM's changes spread with delay: for some seconds more the earlier rights may have been used",
    ...state.attached
      .filter((arn) => arn.includes(":policy/AWSCompromisedKeyQuarantine"))
      .map((arn) => `${arn} is AWS's own and stays, also after a release`),
  ];
}

function roleRemains(state: PrincipalState): string[] {
  const profiles = state.instanceProfiles.join(", ");
  const trusted = state.trusted.join(", ") || "nobody";
  const used = state.lastUsed ? `, last used ${state.lastUsed}` : "";
  if (isDenied(state)) {
    return [
      `nobody can work with role ${state.name} any more: it is trusted to ${trusted}` +
        `${profiles && ` and in instance profile ${profiles}`}${used}`,
    ];
  }
  if (!isQuarantined(state)) return [];
  const { sessions, issuedBefore } = denialsIn(state.quarantine?.document) ?? { sessions: [] };
  const instances = sessions.map((session) => session.slice(session.indexOf(":") + 1)).filter(isInstance);
  return [
    `whoever may assume role ${state.name} (${trusted}) can come back` +
      `${issuedBefore ? ` with a session newer than ${issuedBefore}` : " under another session name"}`,
    ...(profiles && !issuedBefore ? [`instance profile ${profiles}: only the named sessions are denied`] : []),
    ...instances.map((id) => `${id} itself can use role ${state.name} no more: its sessions always have its own name`),
  ];
}

function isInstance(name: string): boolean {
  return /^i-[0-9a-f]{8,17}$/.test(name);
}

function userRemains(state: PrincipalState, settings: BlockSettings): string[] {
  const off = state.credentials.filter((credential) => !credential.active).map(named);
  return [
    ...(state.loginProfile ? ["the console password is kept: under the deny a session with it can do nothing"] : []),
    ...(state.mfaDevices > 0
      ? [`${state.mfaDevices} MFA devices stay registered: check before a release whether all are the user's own`]
      : []),
    ...(off.length > 0 && !settings.reactivateCredentials ? [`a release leaves inactive: ${off.join(", ")}`] : []),
    ...(isDenied(state) ? ["sessions of the user's access keys live on until they expire, under the deny"] : []),
  ];
}

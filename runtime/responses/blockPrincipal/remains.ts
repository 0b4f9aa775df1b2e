import { beyondReach, comesBackBy } from "./comesBack";
import { isDenied, named } from "./judge";
import { inForce } from "./quarantine";
import { longestHours } from "./readOpened";
import type { BlockSettings, PrincipalState } from "./state";
import { channelsOf } from "./trust";

/**
 * What may still happen although the role or user is blocked, and what a person has to know, each a sentence, what is open
 * first: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html.
 */
export function remains(state: PrincipalState, settings: BlockSettings): string[] {
  return [
    ...beyondReach(state),
    ...state.wanted.flatMap((details) => (details["note"] ? [`also named by the finding: ${details["note"]}`] : [])),
    ...(state.kind === "role" ? roleRemains(state) : userRemains(state, settings)),
    ...openedRemains(state),
    "IAM's changes spread with delay: for some seconds more the earlier rights may have been used",
    ...state.attached
      .filter((arn) => arn.includes(":policy/AWSCompromisedKeyQuarantine"))
      .map((arn) => `${arn} is AWS's own and stays, also after a release`),
  ];
}

/**
 * Sessions of other roles work under the policies of those roles. A user's can last for as long as a role allows; a role's end
 * after an hour, as role chaining allows no longer ones: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 */
function openedRemains({ kind, name, opened }: PrincipalState): string[] {
  const hours = longestHours[kind];
  const last = hours === 1 ? "1 hour" : `${hours} hours`;
  const found = opened?.sessions.length ?? 0;
  return [
    `role sessions that ${kind} ${name} opened, in this account and in others, work for up to ${last} from their start: a deny on ` +
      `the ${kind} does not reach them${found === 0 && opened ? "; CloudTrail shows none, and it is minutes late" : ""}`,
    ...(kind === "user"
      ? [
          "sessions by GetSessionToken and GetFederationToken, which last up to 36 hours, are under the deny as long as it stands",
        ]
      : []),
    ...(opened?.gaps ?? []),
  ];
}

function roleRemains(state: PrincipalState): string[] {
  const profiles = state.instanceProfiles.join(", ");
  const trusted =
    channelsOf(state.trust)
      .map(({ who }) => who)
      .join(", ") || "nobody";
  const used = state.lastUsed ? `, last used ${state.lastUsed}` : "";
  if (isDenied(state)) {
    return [
      `nobody can work with role ${state.name} any more: it is trusted to ${trusted}` +
        `${profiles && ` and in instance profile ${profiles}`}${used}`,
    ];
  }
  const denied = inForce(state);
  const { sessions, issuedBefore } = denied;
  if (sessions.length === 0 && !issuedBefore) return [];
  return [
    ...(comesBackBy(state, denied)
      ? []
      : [`role ${state.name} works on for other sessions; it is trusted to ${trusted}${used}`]),
    ...(issuedBefore
      ? [`all sessions of role ${state.name} from before ${issuedBefore} are cut off, not only the reported ones`]
      : []),
    ...(profiles && !issuedBefore ? [`instance profile ${profiles}: only the named sessions are denied`] : []),
    ...sessions.flatMap((session) => whatStops(state, session.slice(session.indexOf(":") + 1))),
  ];
}

/** What a denied name stops for as long as the block stands: AWS gives the same workload the same name again. */
function whatStops({ name, trust }: PrincipalState, session: string): string[] {
  const services = channelsOf(trust).map(({ fixed }) => fixed);
  if (/^i-[0-9a-f]{8,17}$/.test(session)) {
    return [`${session} itself cannot use role ${name} any more: its sessions always have its own name`];
  }
  if (services.includes("ecs-tasks") && /^[0-9a-f]{32}$/.test(session)) {
    return [`task ${session} cannot use role ${name} any more; a task that replaces it has another id and works`];
  }
  if (services.includes("rolesanywhere") && /^[0-9a-f]+$/.test(session)) {
    return [
      `the certificate with serial number ${session} gives no rights of role ${name} any more, unless its profile accepts other ` +
        "session names (acceptRoleSessionName): revoke the certificate",
    ];
  }
  if (services.includes("lambda")) {
    return [
      `function ${session} stops for good: every session of it has the function's name, so all its calls to AWS are denied until the ` +
        "release, new versions included",
    ];
  }
  return [];
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

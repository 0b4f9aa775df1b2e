import { beyondReach, comesBackBy } from "./comesBack";
import { isDenied, named } from "./judge";
import { podOf } from "./podSessions";
import { inForce } from "./quarantine";
import { longestHours } from "./readOpened";
import type { BlockSettings, PrincipalState } from "./state";
import { channelsOf } from "./trust";

/**
 * The residual risk of a blocked role or user, and what a person has to know, one sentence each, open paths first:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html.
 */
export function residualRisk(state: PrincipalState, settings: BlockSettings): string[] {
  return [
    ...beyondReach(state),
    ...state.wanted.flatMap((details) => (details["note"] ? [`also named by the finding: ${details["note"]}`] : [])),
    ...(state.kind === "role" ? roleRisk(state) : userRisk(state, settings)),
    ...openedRisk(state),
    "IAM changes propagate with a delay: the earlier permissions may have been used for some more seconds",
    ...state.attached
      .filter((arn) => arn.includes(":policy/AWSCompromisedKeyQuarantine"))
      .map((arn) => `AWS attached ${arn}: it stays, even after a release`),
  ];
}

/**
 * The policies of other roles apply to their sessions. Sessions that a user opened last as long as the role allows; those that a
 * role opened last an hour at most, the limit of role chaining: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 */
function openedRisk({ kind, name, opened }: PrincipalState): string[] {
  const hours = longestHours[kind];
  const last = hours === 1 ? "1 hour" : `${hours} hours`;
  const found = opened?.sessions.length ?? 0;
  return [
    `role sessions that ${kind} ${name} opened, in this account and in others, work for up to ${last} from their start: a deny on ` +
      `the ${kind} does not reach them${found === 0 && opened ? "; CloudTrail shows none, but its events arrive minutes late" : ""}`,
    ...(kind === "user"
      ? [
          "sessions from GetSessionToken and GetFederationToken last up to 36 hours; the deny applies to them as long as it is in force",
        ]
      : []),
    ...(opened?.gaps ?? []),
  ];
}

function roleRisk(state: PrincipalState): string[] {
  const profiles = state.instanceProfiles.join(", ");
  const trusted =
    channelsOf(state.trust)
      .map(({ who }) => who)
      .join(", ") || "no one";
  const used = state.lastUsed ? `, last used ${state.lastUsed}` : "";
  if (isDenied(state)) {
    return [
      `role ${state.name} is unusable while the deny is in force; it trusts ${trusted}` +
        `${profiles && ` and is in instance profile ${profiles}`}${used}`,
    ];
  }
  const denied = inForce(state);
  const { sessions, issuedBefore } = denied;
  if (sessions.length === 0 && !issuedBefore) return [];
  return [
    ...(comesBackBy(state, denied)
      ? []
      : [`role ${state.name} still works for other sessions; it trusts ${trusted}${used}`]),
    ...(issuedBefore
      ? [
          `all sessions of role ${state.name} from before ${issuedBefore} are denied, including those that no finding reported`,
        ]
      : []),
    ...(profiles && !issuedBefore ? [`instance profile ${profiles}: only the named sessions are denied`] : []),
    ...sessions.flatMap((session) => podOf(session) ?? []).map(podStops),
    ...sessions
      .filter((session) => podOf(session) === undefined)
      .flatMap((session) => whatStops(state, session.slice(session.indexOf(":") + 1))),
  ];
}

const podStops = (uid: string): string =>
  `the pod with uid ${uid} can no longer use the role, whatever the names of its sessions; a replacement pod has another uid and can`;

/** What a denied session name stops while the block is in force: AWS always gives the same workload the same name. */
function whatStops({ name, trust }: PrincipalState, session: string): string[] {
  const services = channelsOf(trust).map(({ fixed }) => fixed);
  if (/^i-[0-9a-f]{8,17}$/.test(session)) {
    return [`${session} can no longer use role ${name}: its sessions always have the instance id as their name`];
  }
  if (services.includes("ecs-tasks") && /^[0-9a-f]{32}$/.test(session)) {
    return [`task ${session} can no longer use role ${name}; a replacement task has another id and can`];
  }
  if (services.includes("rolesanywhere") && /^[0-9a-f]+$/.test(session)) {
    return [
      `the certificate with serial number ${session} can no longer use role ${name}, unless its profile accepts other ` +
        "session names (acceptRoleSessionName): revoke the certificate",
    ];
  }
  if (services.includes("lambda")) {
    return [
      `function ${session} stops until the release: every session of it has the function's name, so all its AWS calls are denied, ` +
        "including those of new versions, and those of a function of that name with this role in another Region",
    ];
  }
  return [];
}

function userRisk(state: PrincipalState, settings: BlockSettings): string[] {
  const off = state.credentials.filter((credential) => !credential.active).map(named);
  return [
    ...(state.loginProfile ? ["the console password is kept, but the deny blocks every session that uses it"] : []),
    ...(state.mfaDevices > 0
      ? [`${state.mfaDevices} MFA devices stay registered: check before a release that all of them belong to the user`]
      : []),
    ...(off.length > 0 && !settings.reactivateCredentials ? [`a release does not reactivate: ${off.join(", ")}`] : []),
    ...(isDenied(state)
      ? ["sessions of the user's access keys last until they expire, but the deny applies to them"]
      : []),
  ];
}

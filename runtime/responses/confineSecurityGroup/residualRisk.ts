import type { Family } from "./addressRanges";
import { configuredRange, safeRange } from "./safeRange";
import {
  type ConfineSettings,
  type GroupState,
  inWords,
  isIsolationRule,
  isManagedByAws,
  misuse,
  publicRules,
} from "./state";

/** The residual risk of a confined group, one sentence each. */
export function residualRisk(state: GroupState, settings: ConfineSettings): string[] {
  return [
    ...beyondReach(state),
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
    "connections established through the changed rules continue until they end: confinement does not close them",
    users(state),
    ...allowed(state, settings),
    ...state.rules
      .filter((rule) => isManagedByAws(state, rule))
      .map((rule) => `${inWords(rule)} stays: the list belongs to an AWS service`),
    ...([4, 6] as const).flatMap((family) => noSafeRange(state, settings, family)),
  ];
}

/** Groups that confinement must not change. */
export function beyondReach(state: GroupState): string[] {
  if (state.ownerId !== state.accountId) {
    return [`${state.id} belongs to account ${state.ownerId}: only that account may change it`];
  }
  const left = state.rules.filter((rule) => isIsolationRule(state, rule));
  if (left.length > 0) {
    const use = state.interfaces > 0 ? `; ${count(state)} on it now` : "";
    return [
      `${state.id} is the open group of isolate-instance and an isolation needs it now, so it is left as it is${use}`,
    ];
  }
  if (misuse(state, state.interfaces) === 0) return [];
  return [
    `${count(state)} on ${state.id}, the open group of isolate-instance, although no isolation is in progress: find in ` +
      "CloudTrail who attached it (ModifyNetworkInterfaceAttribute, CreateNetworkInterface, RunInstances) and detach it",
  ];
}

const count = ({ interfaces }: GroupState) =>
  interfaces === 1 ? "1 network interface is" : `${interfaces} network interfaces are`;

function users({ interfaces }: GroupState): string {
  if (interfaces === 0) return "no network interface uses the group";
  return interfaces === 1 ? "1 network interface uses the group" : `${interfaces} network interfaces use the group`;
}

function allowed(state: GroupState, { allowedPublicPorts }: ConfineSettings): string[] {
  const confined = publicRules(state, allowedPublicPorts);
  return publicRules(state, [])
    .filter((rule) => !confined.includes(rule))
    .map((rule) => `${inWords(rule)} stays public: settings.allowedPublicPorts allows it`);
}

function noSafeRange(state: GroupState, settings: ConfineSettings, family: Family): string[] {
  if (safeRange(state, settings, family)) return [];
  const range = configuredRange(state, settings, family);
  return [
    `public IPv${family} rules are removed, not narrowed: ${range} is not in ${state.vpcId}` +
      ` (${state.vpcRanges.join(", ")}) or cannot be used; settings.safeRangesByVpc can name another range`,
  ];
}

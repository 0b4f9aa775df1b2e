import type { Call } from "../../model/call";
import { type Confinement, confinements } from "./confinement";
import { authorize, modify, revoke } from "./ruleCalls";
import { type ConfineSettings, containmentTag, type GroupState, inWords, publicRules } from "./state";

/**
 * The missing calls until the group is no longer public: first the rules that keep intended traffic, then the removals. Each
 * call is for one rule, so that a refusal does not stop the others
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html).
 */
export function plan(state: GroupState, settings: ConfineSettings): Call[] {
  const steps = confinements(state, state.rules, publicRules(state, settings.allowedPublicPorts), settings);
  return [
    ...steps.flatMap((item) => (item.step === "narrow" ? [narrow(state, item)] : [])),
    ...steps.flatMap((item) => (item.step === "replace" ? [add(state, item)] : [])),
    ...steps.flatMap((item) => (item.step === "narrow" ? [] : [close(state, item)])),
  ];
}

const isPublic = ({ rule }: Confinement) => `${inWords(rule)} is open to the public`;

function narrow(state: GroupState, item: Confinement): Call {
  const { source, description } = item.safe!;
  return modify(state, item.rule, { source, description }, `${isPublic(item)}: narrowed to ${source}`);
}

/** The group counts as confined without the safe rule: it may have reached its quota of rules. */
function add(state: GroupState, item: Confinement): Call {
  const tags = { [containmentTag]: state.containment };
  const reason = `${inWords(item.safe!)} replaces ${item.rule.source}`;
  return { ...authorize(state, { ...item.safe!, tags }, reason), secondary: true };
}

function close(state: GroupState, item: Confinement): Call {
  const why = item.safe ? `${item.safe.source} stays allowed` : "no safe range is configured for this group";
  return revoke(state, item.rule, `${isPublic(item)}: removed, ${why}`);
}

import { EC2 } from "@aws-sdk/client-ec2";
import type { Call } from "../../model/call";
import type { Finding } from "../../model/finding";
import { leftToPerson } from "../../model/refusal";
import type { Response } from "../../model/response";
import type { Target } from "../../model/target";
import { typeNames } from "../../resources";
import { groupTarget } from "../../resources/targets";
import { findingTypes } from "./findingTypes";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { priorState } from "./priorState";
import { type ConfineClients, read } from "./read";
import { releasePlan } from "./release";
import { beyondReach, residualRisk } from "./residualRisk";
import { type ConfineSettings, type GroupPriorState, type GroupState, revokedRule } from "./state";

/** Removes public sources from a security group's ingress rules and leaves every other source. */
export const confineSecurityGroup: Response<GroupState, GroupPriorState, ConfineSettings, ConfineClients> = {
  name: "confine-security-group",
  words: { done: "security group confined", undone: "confinement removed" },
  resourceTypes: typeNames("security-group"),
  kind: "security-group",
  findingTypes,
  customAction: {
    id: "ConfineSgSH",
    name: "Confine SecGroup",
    description: "Firebreak confines the security group",
  },
  targets(finding: Finding) {
    const groups = finding.resources.filter((resource) => resource.kind === "security-group");
    if (groups.length === 0) return leftToPerson(`${finding.type} names no security group`);
    return groups.map((group) => groupTarget(group, group.id));
  },
  refuses({ id }: Target) {
    if (/^sg-[0-9a-f]+$/.test(id)) return undefined;
    return leftToPerson(
      `"${id}" is not a security group id: names are unique only within a VPC, and Firebreak does not guess which group is meant`,
    );
  },
  clients: (config) => ({ ec2: new EC2(config) }),
  read,
  tags: (state) => state.tags,
  plan,
  // Asked only if the plan is empty.
  notNeeded: (state) =>
    beyondReach(state).length > 0
      ? undefined
      : "no rule allows public access, except on ports that may be public: it was left as it is",
  residualRisk,
  beyondReach,
  priorState,
  releasePlan,
  evidence: (call) => revokedIn(call).map((id) => ({ kind: revokedRule, id })),
  evidenceIn: () => [],
  permissions,
  undoneBy: {
    source: "aws.ec2",
    calls: ["AuthorizeSecurityGroupIngress", "ModifySecurityGroupRules"],
    shared: [],
    regional: true,
  },
};

function revokedIn(call: Call): string[] {
  return call.operation === "RevokeSecurityGroupIngress" ? (call.input["SecurityGroupRuleIds"] as string[]) : [];
}

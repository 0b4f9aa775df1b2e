import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { EC2 } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancing } from "@aws-sdk/client-elastic-load-balancing";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { Route53Resolver } from "@aws-sdk/client-route53resolver";
import { madeGroups } from "../../aws/makeIsolationGroup";
import { wallCalls, wallKind, wallMoves } from "../../aws/wall/acls";
import { isOfWall } from "../../aws/wall/entries";
import { wallLeftBehind } from "../../aws/wall/leftBehind";
import { wallIn } from "../../aws/wall/readAcls";
import type { Response } from "../../model/response";
import { typeNames } from "../../resources";
import type { IsolationClients } from "./clients";
import { findingTypes } from "./findingTypes";
import { groupOf } from "./groupOf";
import { manifestOf } from "./manifest";
import { usedGroups } from "./ownGroups";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { copiesIn, custodyEvidence } from "./planCustody";
import { unblocks } from "./planDns";
import { read } from "./read";
import { blockLeftBehind } from "./readDns";
import { priorState, releasePlan } from "./release";
import { beyondReach, isPartly, leftOpen, residualRisk } from "./residualRisk";
import type { InstancePriorState, InstanceState, IsolationSettings } from "./state";
import { targets, whyGone } from "./targets";
import { tidy } from "./tidy";

/** Cuts an EC2 instance off the network and keeps the instance, its volumes and everything that a release needs. */
export const isolateInstance: Response<InstanceState, InstancePriorState, IsolationSettings, IsolationClients> = {
  name: "isolate-instance",
  words: { done: "instance isolated", undone: "isolation removed" },
  resourceTypes: ["AttackSequence", ...typeNames("ec2-instance")],
  kind: "ec2-instance",
  findingTypes,
  customAction: { id: "IsolateEc2SH", name: "Isolate EC2", description: "Firebreak isolates the instance" },
  targets,
  whyGone,
  clients: (config) => ({
    ec2: new EC2(config),
    autoScaling: new AutoScaling(config),
    elb: new ElasticLoadBalancing(config),
    elbv2: new ElasticLoadBalancingV2(config),
    resolver: new Route53Resolver(config),
  }),
  read,
  tags: (state) => state.tags,
  unread: (state) => state.unread ?? [],
  leftOpen,
  isPartly,
  tidy,
  plan,
  ownGroups: { made: madeGroups, used: usedGroups },
  residualRisk,
  beyondReach,
  priorState,
  releasePlan,
  evidence: (call, output) =>
    call.operation === "CreateSnapshots"
      ? (output.Snapshots ?? []).map((snapshot: { SnapshotId: string }) => ({
          kind: "snapshot",
          id: snapshot.SnapshotId,
        }))
      : custodyEvidence(call, output),
  givesBack: (call, evidence) =>
    unblocks(call, evidence) ||
    (call.service === "ec2" &&
      (call.operation === "ModifyNetworkInterfaceAttribute"
        ? Object.keys(call.input).sort().join() === "Groups,NetworkInterfaceId"
        : isOfWall(call, wallIn({ evidence })))),
  marksAs: wallKind,
  leftBehind: async (clients, evidence) => [
    ...(await wallLeftBehind(clients, evidence)),
    ...(await blockLeftBehind(clients.resolver, evidence)),
  ],
  evidenceIn: (state) => [
    ...state.snapshots.map((id) => ({ kind: "snapshot", id })),
    ...copiesIn(state),
    ...manifestOf(state),
  ],
  // By their tag, see readSnapshots.
  findsEvidence: true,
  groupOf,
  permissions,
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html
  undoneBy: {
    source: "aws.ec2",
    calls: [
      "AttachNetworkInterface",
      "AuthorizeSecurityGroupEgress",
      "AuthorizeSecurityGroupIngress",
      "ModifyInstanceAttribute",
      "ModifyNetworkInterfaceAttribute",
      "ModifySecurityGroupRules",
      ...wallCalls,
    ],
    shared: ["AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "ModifySecurityGroupRules", ...wallMoves],
    regional: true,
  },
};

import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { ECS } from "@aws-sdk/client-ecs";
import { EKS } from "@aws-sdk/client-eks";
import { IAM } from "@aws-sdk/client-iam";
import { guardrailTypes } from "../../findings/guardrailTypes";
import { partitionOf } from "../../lib/partitions";
import type { Response } from "../../model/response";
import { typeNames } from "../../resources";
import type { BlockClients } from "./clients";
import { beyondReach } from "./comesBack";
import { findingTypes } from "./findingTypes";
import { isDenied } from "./judge";
import { lookUp } from "./lookUp";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { protectedReason } from "./protection";
import { inForce } from "./quarantine";
import { read } from "./read";
import { openedPart } from "./readOpened";
import { priorState, releasePlan } from "./release";
import { residualRisk } from "./residualRisk";
import type { BlockSettings, PrincipalPriorState, PrincipalState } from "./state";
import { targets, whyGone } from "./targets";

/** Disables an IAM role's sessions, or a whole role or user, and keeps everything that a release needs. */
export const blockPrincipal: Response<PrincipalState, PrincipalPriorState, BlockSettings, BlockClients> = {
  name: "block-principal",
  words: { done: "principal blocked", undone: "block removed" },
  resourceTypes: ["S3Bucket", "AttackSequence", "Lambda", "ECSCluster", "EKSCluster", ...typeNames("iam-principal")],
  kind: "iam-principal",
  findingTypes,
  customAction: {
    id: "BlockIamPrincipalSH",
    name: "Block IAM Principal",
    description: "Firebreak blocks the role's session or the user",
  },
  targets,
  refuses: protectedReason,
  asksApproval: (_, { finding, byHand }) =>
    !byHand && guardrailTypes.includes(finding.type)
      ? "it switched a guardrail off, which a deployment may do on purpose: a person decides whether it is blocked"
      : undefined,
  whyGone,
  lookUp,
  clients: (config) => {
    const trail = new CloudTrail({ ...config, maxAttempts: 2 });
    const region = partitionOf(config.region).globalRegion;
    const globalTrail = region === config.region ? trail : new CloudTrail({ ...config, region, maxAttempts: 2 });
    return { iam: new IAM(config), ecs: new ECS(config), eks: new EKS(config), trail, globalTrail };
  },
  writeClients: (config) => ({ policies: new IAM(config) }),
  read,
  unread: (state) => (state.opened ? [] : [openedPart]),
  isPartly: (state) => isDenied(state) || (state.kind === "role" && isAnyDenied(state)),
  tags: (state) => state.tags,
  plan,
  residualRisk,
  beyondReach,
  priorState,
  releasePlan,
  evidence: () => [],
  evidenceIn: () => [],
  permissions,
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
  undoneBy: {
    source: "aws.iam",
    calls: [
      "CreateAccessKey",
      "CreateLoginProfile",
      "CreatePolicyVersion",
      "DeleteRolePermissionsBoundary",
      "DeleteUserPermissionsBoundary",
      "DetachRolePolicy",
      "DetachUserPolicy",
      "PutRolePermissionsBoundary",
      "PutUserPermissionsBoundary",
      "SetDefaultPolicyVersion",
      "UpdateAccessKey",
    ],
    shared: ["CreatePolicyVersion", "SetDefaultPolicyVersion"],
    regional: false,
  },
};

function isAnyDenied(state: PrincipalState): boolean {
  const { sessions, issuedBefore } = inForce(state);
  return sessions.length > 0 || issuedBefore !== undefined;
}

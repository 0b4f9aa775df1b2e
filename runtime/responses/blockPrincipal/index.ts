import { IAM } from "@aws-sdk/client-iam";
import type { Response } from "../../response";
import { findingTypes } from "./findingTypes";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { protectedReason } from "./protection";
import { type BlockClients, read } from "./read";
import { before, releasePlan } from "./release";
import { remains } from "./remains";
import type { BlockSettings, PrincipalBefore, PrincipalState } from "./state";
import { targets } from "./targets";

/** Takes an IAM role's sessions or a whole role or user out of action, and keeps everything that a release needs. */
export const blockPrincipal: Response<PrincipalState, PrincipalBefore, BlockSettings, BlockClients> = {
  name: "block-principal",
  words: { done: "principal blocked", undone: "block taken back" },
  resourceTypes: ["AccessKey", "S3Bucket", "AttackSequence", "AwsIamAccessKey", "AwsIamRole", "AwsIamUser"],
  kind: "iam-principal",
  findingTypes,
  customAction: {
    id: "BlockIamPrincipalSH",
    name: "Block IAM Principal",
    description: "Firebreak blocks the role's session or the user",
  },
  targets,
  refuses: protectedReason,
  clients: (config) => ({ iam: new IAM(config) }),
  read,
  tags: (state) => state.tags,
  plan,
  remains,
  beyondReach: () => [],
  before,
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

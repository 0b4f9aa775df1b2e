import { IAM } from "@aws-sdk/client-iam";
import { typeNames } from "../../resources";
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
  resourceTypes: ["S3Bucket", "AttackSequence", ...typeNames("iam-principal")],
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
};

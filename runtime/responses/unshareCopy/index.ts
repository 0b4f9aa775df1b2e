import { EC2 } from "@aws-sdk/client-ec2";
import { RDS } from "@aws-sdk/client-rds";
import type { Call, Evidence } from "../../model/call";
import type { Finding } from "../../model/finding";
import { leftToPerson } from "../../model/refusal";
import type { Response } from "../../model/response";
import { typeNames } from "../../resources";
import { targetOf } from "../../resources/targets";
import { accountTypes, findingTypes } from "./findingTypes";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { publicSnapshots } from "./publicSnapshots";
import { type CopyClients, read } from "./read";
import { priorState, releasePlan } from "./release";
import { residualRisk } from "./residualRisk";
import { type CopyPriorState, type CopyState, publicAccessBlock, removedGrant, type UnshareSettings } from "./state";

const kind = "ebs-snapshot";
const otherKinds = ["ami", "rds-snapshot", "rds-cluster-snapshot"];
const kinds = [kind, ...otherKinds];

/** Makes a copy of data private that is public or shared with accounts that may not have it. */
export const unshareCopy: Response<CopyState, CopyPriorState, UnshareSettings, CopyClients> = {
  name: "unshare-copy",
  words: { done: "copy of data no longer shared", undone: "shared again as before" },
  resourceTypes: kinds.flatMap(typeNames),
  kind,
  otherKinds,
  findingTypes,
  accountTypes,
  customAction: {
    id: "UnshareCopySH",
    name: "Unshare Copy",
    description: "Firebreak makes the snapshot or AMI private",
  },
  targets(finding: Finding) {
    const found = finding.resources.filter((resource) => kinds.includes(resource.kind));
    if (found.length > 0) return found.map((resource) => targetOf(resource.kind, resource, resource.id));
    return accountTypes.includes(finding.type) ? [] : leftToPerson(`${finding.type} names no snapshot and no AMI`);
  },
  targetsIn: publicSnapshots,
  clients: (config) => ({ ec2: new EC2(config), rds: new RDS(config) }),
  read,
  tags: (state) => state.tags,
  plan,
  // Asked only if the plan is empty.
  notNeeded: ({ grants }) =>
    grants.length === 0
      ? "it is not shared with anyone, so it was left as it is"
      : "it is shared only with those who may have it by config, so it was left as it is",
  residualRisk,
  beyondReach: () => [],
  priorState,
  releasePlan,
  marksAs: removedGrant,
  evidence: ({ operation }: Call): Evidence[] =>
    operation.endsWith("BlockPublicAccess") ? [{ kind: publicAccessBlock, id: operation }] : [],
  evidenceIn: () => [],
  permissions,
  // The names in CloudTrail are those of the operations.
  undoneBy: [
    {
      source: "aws.ec2",
      calls: ["ModifyImageAttribute", "ModifySnapshotAttribute"],
      shared: [],
      regional: true,
    },
    {
      source: "aws.rds",
      calls: ["ModifyDBClusterSnapshotAttribute", "ModifyDBSnapshotAttribute"],
      shared: [],
      regional: true,
    },
  ],
};

import { EC2 } from "@aws-sdk/client-ec2";
import { RDS } from "@aws-sdk/client-rds";
import { madeGroups } from "../../aws/makeIsolationGroup";
import type { Finding } from "../../model/finding";
import { leftToPerson } from "../../model/refusal";
import type { Response } from "../../model/response";
import { typeNames } from "../../resources";
import { targetOf } from "../../resources/targets";
import { findingTypes, isAboutPublic } from "./findingTypes";
import { lookUp } from "./lookUp";
import { evidenceOf } from "./once";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { type DatabaseClients, read } from "./read";
import { priorState, releasePlan } from "./release";
import { beyondReach, residualRisk } from "./residualRisk";
import type { DatabasePriorState, DatabaseSettings, DatabaseState } from "./state";

const kinds = ["rds-cluster", "rds-instance"];

/** Cuts a database off the network with all members of its cluster, and keeps its data. */
export const isolateDatabase: Response<DatabaseState, DatabasePriorState, DatabaseSettings, DatabaseClients> = {
  name: "isolate-database",
  words: { done: "database isolated", undone: "isolation removed" },
  resourceTypes: kinds.flatMap(typeNames),
  kind: "rds-instance",
  findingTypes,
  customAction: {
    id: "IsolateDatabaseSH",
    name: "Isolate Database",
    description: "Firebreak isolates the database",
  },
  targets(finding: Finding) {
    const found = finding.resources.filter(({ kind }) => kinds.includes(kind));
    if (found.length === 0) return leftToPerson(`${finding.type} names no database`);
    // Always set: a hold without details would not count in `wanted`.
    const details = { about: !finding.action && isAboutPublic(finding.type) ? "public" : "use" };
    return found.map((resource) => ({ ...targetOf(resource.kind, resource, resource.id), details }));
  },
  lookUp,
  clients: (config) => ({ rds: new RDS(config), ec2: new EC2(config) }),
  read,
  tags: (state) => state.tags,
  plan,
  ownGroups: { made: madeGroups, used: () => [] },
  residualRisk,
  beyondReach,
  priorState,
  releasePlan,
  evidence: evidenceOf,
  evidenceIn: (state) => state.snapshots.map(({ id }) => ({ kind: "snapshot", id })),
  permissions,
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Operations.html
  undoneBy: {
    source: "aws.rds",
    calls: ["ModifyDBCluster", "ModifyDBInstance"],
    shared: [],
    regional: true,
  },
};

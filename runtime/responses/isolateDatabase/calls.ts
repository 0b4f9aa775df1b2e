import type { Call } from "../../model/call";
import type { DatabaseState } from "./state";

/** A change of the target itself. */
export function modify({ kind, name }: DatabaseState, input: object): Omit<Call, "reason"> {
  return kind === "cluster"
    ? {
        service: "rds",
        operation: "ModifyDBCluster",
        input: { DBClusterIdentifier: name, ...input },
        changes: ["database"],
      }
    : modifyMember(name, input);
}

/** A change of one instance. */
export function modifyMember(name: string, input: object): Omit<Call, "reason"> {
  return {
    service: "rds",
    operation: "ModifyDBInstance",
    input: { DBInstanceIdentifier: name, ...input },
    changes: ["database"],
  };
}

/** Seconds between two looks at a change that RDS applies. */
const pause = 5;

/** Reads the target once more after a pause. */
export function look({ kind, name }: DatabaseState): Omit<Call, "reason"> {
  return {
    service: "rds",
    ...(kind === "cluster"
      ? { operation: "DescribeDBClusters", input: { DBClusterIdentifier: name } }
      : { operation: "DescribeDBInstances", input: { DBInstanceIdentifier: name } }),
    changes: ["database"],
    wait: pause,
  };
}

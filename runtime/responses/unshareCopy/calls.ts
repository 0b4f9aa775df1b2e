import type { Call } from "../../model/call";
import { type CopyState, everyone, isOfOrganization } from "./state";

/** What a call does with grants. */
export interface Change {
  add?: string[];
  remove?: string[];
}

/**
 * A change of the grants of a copy, in the form of its service:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyImageAttribute.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSnapshotAttribute.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBClusterSnapshotAttribute.html
 */
export function change({ kind, id }: Pick<CopyState, "kind" | "id">, { add, remove }: Change): Omit<Call, "reason"> {
  const changes = ["grants"];
  if (kind === "ami") {
    const LaunchPermission = {
      ...(add && { Add: add.map(forImage) }),
      ...(remove && { Remove: remove.map(forImage) }),
    };
    return { service: "ec2", operation: "ModifyImageAttribute", input: { ImageId: id, LaunchPermission }, changes };
  }
  if (kind === "ebs-snapshot") {
    const CreateVolumePermission = {
      ...(add && { Add: add.map(forSnapshot) }),
      ...(remove && { Remove: remove.map(forSnapshot) }),
    };
    const input = { SnapshotId: id, Attribute: "createVolumePermission", CreateVolumePermission };
    return { service: "ec2", operation: "ModifySnapshotAttribute", input, changes };
  }
  const values = {
    AttributeName: "restore",
    ...(add && { ValuesToAdd: add }),
    ...(remove && { ValuesToRemove: remove }),
  };
  return kind === "rds-snapshot"
    ? {
        service: "rds",
        operation: "ModifyDBSnapshotAttribute",
        input: { DBSnapshotIdentifier: id, ...values },
        changes,
      }
    : {
        service: "rds",
        operation: "ModifyDBClusterSnapshotAttribute",
        input: { DBClusterSnapshotIdentifier: id, ...values },
        changes,
      };
}

const forSnapshot = (who: string) => (who === everyone ? { Group: everyone } : { UserId: who });

function forImage(who: string) {
  if (!isOfOrganization(who)) return forSnapshot(who);
  return who.includes(":organization/") ? { OrganizationArn: who } : { OrganizationalUnitArn: who };
}

/** How many grants one call may change: EC2 takes up to 500 of a snapshot. */
const mostInCall = 500;

/** The grants in parts that one call takes. What is public is a part of its own: a wrong account must not keep it. */
export function inParts(grants: string[]): string[][] {
  const others = grants.filter((who) => who !== everyone);
  const parts = Array.from({ length: Math.ceil(others.length / mostInCall) }, (_, part) =>
    others.slice(part * mostInCall, (part + 1) * mostInCall),
  );
  return [...(grants.includes(everyone) ? [[everyone]] : []), ...parts];
}

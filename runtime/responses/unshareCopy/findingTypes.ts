import { typesOf } from "../../findings/typesOf";

/** The rule and the control that report an account with public snapshots, without their names. */
export const accountTypes = [
  // https://docs.aws.amazon.com/config/latest/developerguide/ebs-snapshot-public-restorable-check.html
  ...typesOf("Config:Rule", ["EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK"]),
  // https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-1
  ...typesOf("SecurityHub:Control", ["EC2.1"]),
];

/**
 * What reports a public copy: https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html,
 * https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-1,
 * https://docs.aws.amazon.com/securityhub/latest/userguide/documentdb-controls.html#documentdb-3,
 * https://docs.aws.amazon.com/securityhub/latest/userguide/neptune-controls.html#neptune-3. No rule and no control is about public
 * AMIs.
 */
export const findingTypes = [
  ...accountTypes,
  ...typesOf("Config:Rule", [
    "DOCDB_CLUSTER_SNAPSHOT_PUBLIC_PROHIBITED",
    "NEPTUNE_CLUSTER_SNAPSHOT_PUBLIC_PROHIBITED",
    "RDS_SNAPSHOTS_PUBLIC_PROHIBITED",
  ]),
  ...typesOf("SecurityHub:Control", ["DocumentDB.3", "Neptune.3", "RDS.1"]),
];

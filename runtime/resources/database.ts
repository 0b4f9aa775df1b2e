import type { NamedResourceType } from "./resourceType";

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.Constructing.html */
export const database: NamedResourceType = {
  kind: "rds-instance",
  names: { guardDuty: ["RDSDBInstance"], config: ["AWS::RDS::DBInstance"], asff: ["AwsRdsDbInstance"] },
  inArn: "rds:db:",
  // Also db-..., the resource id under which AWS Config knows a database.
  isId: (text) => /^[A-Za-z][A-Za-z0-9-]{0,62}$/.test(text),
  idForm: "the identifier of a database",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:rds:${region}:${accountId}:db:${id}`,
};

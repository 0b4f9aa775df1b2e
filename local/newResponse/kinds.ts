import { namedType } from "../../runtime/resources";
import type { NamedKind } from "../../runtime/resources/resourceType";

/** What a new response needs to know of the kind of resources that it acts on. */
export interface NewKind {
  /** The function of runtime/model/target.ts that makes the target. */
  target: string;
  noun: string;
  /** As AWS Config and Security Hub name it. */
  resourceTypes: [config: string, hub: string];
  /** An id that a model may have. */
  example: string;
  /** The client, and the package that it comes from. */
  client: { key: string; name: string; from: string };
}

const ec2 = { key: "ec2", name: "EC2", from: "@aws-sdk/client-ec2" };

function asNamed(kind: NamedKind): NewKind["resourceTypes"] {
  const { config, asff } = namedType(kind).names;
  return [config[0]!, asff[0]!];
}

/** The kinds that a response may be made for; principals are known by several things at once and need more than this. */
export const newKinds: Record<NamedKind, NewKind> = {
  "ec2-instance": {
    resourceTypes: asNamed("ec2-instance"),
    target: "instanceTarget",
    noun: "instance",
    example: "i-0123456789abcdef0",
    client: ec2,
  },
  "security-group": {
    resourceTypes: asNamed("security-group"),
    target: "groupTarget",
    noun: "security group",
    example: "sg-0123456789abcdef0",
    client: ec2,
  },
  "ebs-volume": {
    resourceTypes: asNamed("ebs-volume"),
    target: "volumeTarget",
    noun: "volume",
    example: "vol-0123456789abcdef0",
    client: ec2,
  },
  "s3-bucket": {
    resourceTypes: asNamed("s3-bucket"),
    target: "bucketTarget",
    noun: "bucket",
    example: "shop-pictures",
    client: { key: "s3", name: "S3", from: "@aws-sdk/client-s3" },
  },
  "rds-instance": {
    resourceTypes: asNamed("rds-instance"),
    target: "databaseTarget",
    noun: "database",
    example: "db-ABCDEFGHIJKL0123456789MNOP",
    client: { key: "rds", name: "RDS", from: "@aws-sdk/client-rds" },
  },
};

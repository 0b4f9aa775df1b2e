import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { ConfigService } from "@aws-sdk/client-config-service";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { ECS } from "@aws-sdk/client-ecs";
import type { EKS } from "@aws-sdk/client-eks";
import type { GuardDuty } from "@aws-sdk/client-guardduty";
import type { IAM } from "@aws-sdk/client-iam";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { RDS } from "@aws-sdk/client-rds";
import type { S3 } from "@aws-sdk/client-s3";
import type { S3Control } from "@aws-sdk/client-s3-control";

/** The clients that read and write tags; only those of the needed kinds are set. */
export interface TagClients {
  s3?: S3;
  /** Writes the tags of buckets. */
  s3Control?: S3Control;
  ec2?: EC2;
  ecs?: ECS;
  eks?: EKS;
  iam?: IAM;
  rds?: RDS;
  lambda?: Lambda;
  cloudTrail?: CloudTrail;
  guardDuty?: GuardDuty;
  config?: ConfigService;
}

/** A resource's tags and names. */
export interface TaggedResource {
  tags: Record<string, string>;
  /** Set if the finding's id is not the name that people use. */
  name?: string;
  arn?: string;
  /** Only for a database, whose name may be reused. */
  resourceId?: string;
}

import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { ConfigService } from "@aws-sdk/client-config-service";
import { EC2 } from "@aws-sdk/client-ec2";
import { ECS } from "@aws-sdk/client-ecs";
import { EKS } from "@aws-sdk/client-eks";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { IAM } from "@aws-sdk/client-iam";
import { Lambda } from "@aws-sdk/client-lambda";
import { RDS } from "@aws-sdk/client-rds";
import { S3 } from "@aws-sdk/client-s3";
import type { ClientConfig } from "../model/response";
import type { TagClients } from "../resources/tagClients";

/** The requested clients that read tags. Writing the tags of buckets needs one more. */
export function tagClients(names: (keyof TagClients)[], config: ClientConfig): TagClients {
  return {
    ...(names.includes("cloudTrail") && { cloudTrail: new CloudTrail(config) }),
    ...(names.includes("config") && { config: new ConfigService(config) }),
    ...(names.includes("ec2") && { ec2: new EC2(config) }),
    ...(names.includes("ecs") && { ecs: new ECS(config) }),
    ...(names.includes("eks") && { eks: new EKS(config) }),
    ...(names.includes("guardDuty") && { guardDuty: new GuardDuty(config) }),
    ...(names.includes("iam") && { iam: new IAM(config) }),
    ...(names.includes("lambda") && { lambda: new Lambda(config) }),
    ...(names.includes("rds") && { rds: new RDS(config) }),
    ...(names.includes("s3") && { s3: new S3({ ...config, followRegionRedirects: true }) }),
  };
}

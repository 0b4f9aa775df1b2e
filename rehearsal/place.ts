import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { ECS } from "@aws-sdk/client-ecs";
import type { IAM } from "@aws-sdk/client-iam";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { S3 } from "@aws-sdk/client-s3";
import type { Decision } from "../runtime/model/journalItems";

/**
 * The account of incidents: an account of the local AWS for a drill, a real account for a rehearsal. Contains all
 * differences between the two.
 */
export interface Place {
  /** The account's name in titles. */
  name: string;
  account: string;
  region: string;
  partition: string;
  /** Clients of the account that do not use the product: they create test resources and read AWS back. */
  clients: PlaceClients;
  /** Sends a GuardDuty finding. Returns its id in the journal. */
  tell(detail: Record<string, any>): Promise<string>;
  /** Sends an AWS Config finding about a non-compliant resource. Returns its id in the journal. */
  evaluate(what: { rule: string; resourceType: string; resourceId: string }): Promise<string>;
}

export interface PlaceClients {
  cloudTrail: CloudTrail;
  ec2: EC2;
  ecs: ECS;
  iam: IAM;
  s3: S3;
  lambda: Lambda;
}

/** Reads the decisions about incidents, and gives a person's commands. */
export interface Followed {
  /**
   * The decisions about a finding, oldest first, as soon as there are `count` of them.
   *
   * @throws Error with the number of decisions, if they do not arrive in time
   */
  decisions(finding: string, count: number): Promise<Decision[]>;
  /** Sends a command to the function of a response and returns its answer. */
  command(response: string, payload: { command: "release" } & Record<string, unknown>): Promise<Decision>;
}

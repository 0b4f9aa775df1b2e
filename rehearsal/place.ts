import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { S3 } from "@aws-sdk/client-s3";
import type { Decision } from "../runtime/model/journalItems";

/**
 * Where incidents happen: an account of the local AWS for the drill, a real one for a rehearsal. Everything that differs
 * between the two is here.
 */
export interface Place {
  /** What the account is called in titles. */
  name: string;
  account: string;
  region: string;
  partition: string;
  /** Clients of the account that owe nothing to the product: with them patients are made and AWS is read back. */
  clients: PlaceClients;
  /** Lets GuardDuty tell a finding; returns the id that the journal has it under. */
  tell(detail: Record<string, any>): Promise<string>;
  /** Lets AWS Config find out that a resource is non-compliant; returns the id that the journal has it under. */
  evaluate(what: { rule: string; resourceType: string; resourceId: string }): Promise<string>;
}

export interface PlaceClients {
  ec2: EC2;
  iam: IAM;
  s3: S3;
}

/** How incidents are followed to their end, and how a person gives commands. */
export interface Followed {
  /**
   * The decisions about a finding, oldest first, as soon as there are `count` of them.
   *
   * @throws Error that says what there is if they do not come in time
   */
  decisions(finding: string, count: number): Promise<Decision[]>;
  /** Gives a command to the function of a response and returns its answer. */
  command(response: string, payload: { command: "release" } & Record<string, unknown>): Promise<Decision>;
}

import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { ConfigService } from "@aws-sdk/client-config-service";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { GuardDuty } from "@aws-sdk/client-guardduty";
import type { S3Control } from "@aws-sdk/client-s3-control";
import type { Target } from "../../model/target";
import type { Block } from "../../resources/publicAccessBlock";

/** The clients that the response needs in the target's account and Region. */
export interface GuardrailClients {
  cloudTrail: CloudTrail;
  guardDuty: GuardDuty;
  config: ConfigService;
  s3Control: S3Control;
  ec2: EC2;
}

/** What a service shows of a guardrail. */
export interface Shown {
  /** Whether it works as it did before. */
  on: boolean;
  /** Whether AWS shows that it was on before. What never was on is not restored. */
  wasOn: boolean;
  /** Since when it is off, ISO 8601, as far as AWS shows it. */
  offSince?: string;
  /** Why it may not work although it is on. */
  trouble?: string;
  /** The switches of an account's Block Public Access as they are now; null if there are none. */
  block?: Block | null;
  /** The switches as they were before some went off. */
  earlier?: Block;
}

/** Everything that is read of a guardrail, as one plain object. */
export interface GuardrailState extends Shown, Pick<Target, "kind" | "id" | "arn" | "accountId" | "region"> {
  tags: Record<string, string>;
  /** Whether this containment switched it on. */
  switchedOn: boolean;
}

/** What a release needs: that it was off, and the switches before and after. */
export interface GuardrailPriorState extends Pick<GuardrailState, "on" | "wasOn" | "arn" | "block" | "earlier"> {
  /** Names by which calls identify it, so that a call that undoes the containment is recognized. */
  names: string[];
}

/** The evidence that a call switched a guardrail on. */
export const switchedOnMark = "switched-on";

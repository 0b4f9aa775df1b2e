import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { ConfigService } from "@aws-sdk/client-config-service";
import { EC2 } from "@aws-sdk/client-ec2";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { S3Control } from "@aws-sdk/client-s3-control";
import type { Finding } from "../../model/finding";
import { leftToPerson } from "../../model/refusal";
import type { Response } from "../../model/response";
import type { Target } from "../../model/target";
import { typeNames } from "../../resources";
import { targetOf } from "../../resources/targets";
import { findingTypes } from "./findingTypes";
import { guardrails } from "./guardrails";
import { permissions } from "./permissions";
import { notNeeded, plan } from "./plan";
import { read } from "./read";
import { priorState, releasePlan } from "./release";
import { reports } from "./reports";
import { beyondReach, residualRisk } from "./residualRisk";
import { type GuardrailClients, type GuardrailPriorState, type GuardrailState, switchedOnMark } from "./state";
import { targetsIn } from "./targetsIn";

const [kind, ...otherKinds] = guardrails.map((one) => one.kind) as [string, ...string[]];
const kinds = [kind, ...otherKinds];

/** Switches on again what an attacker switches off first: logs, detection, records, and what keeps data closed. */
export const restoreGuardrail: Response<GuardrailState, GuardrailPriorState, unknown, GuardrailClients> = {
  name: "restore-guardrail",
  words: { done: "guardrail switched on again", undone: "guardrail off again as before" },
  // GuardDuty's findings are about the principal that made the call.
  resourceTypes: ["AccessKey", "AwsIamAccessKey", "AWS::IAM::AccessKey", ...kinds.flatMap(typeNames)],
  kind,
  otherKinds,
  findingTypes,
  accountTypes: findingTypes,
  customAction: {
    id: "RestoreGuardrailSH",
    name: "Restore Guardrail",
    description: "Firebreak switches the guardrail on again",
  },
  targets(finding: Finding) {
    const found = finding.resources.filter((resource) => kinds.includes(resource.kind));
    // AWS Config names the setting, and not whether it was ever on.
    if (found.length > 0 && finding.source !== "config")
      return found.map((resource) => targetOf(resource.kind, resource, resource.id));
    return findingTypes.includes(finding.type) ? [] : leftToPerson(`${finding.type} names no guardrail`);
  },
  targetsIn,
  asksApproval: (_, { status, byHand }) =>
    !byHand && (status === "contained" || status === "partial")
      ? "it went off again after Firebreak had switched it on: a person must find out whether this was planned"
      : undefined,
  whyGone: (target: Target) =>
    `${target.kind} ${target.id} does not exist any more, so there is nothing to switch on: a person must make it again from its template`,
  clients: (config) => ({
    cloudTrail: new CloudTrail(config),
    guardDuty: new GuardDuty(config),
    config: new ConfigService(config),
    s3Control: new S3Control(config),
    ec2: new EC2(config),
  }),
  read,
  tags: (state) => state.tags,
  plan,
  // Asked only if the plan is empty.
  notNeeded,
  residualRisk,
  beyondReach,
  priorState,
  releasePlan,
  marksAs: switchedOnMark,
  evidence: () => [],
  evidenceIn: () => [],
  permissions,
  reports,
  // The names in CloudTrail are those of the operations, except for the settings of S3:
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
  undoneBy: [
    { source: "aws.cloudtrail", calls: ["StopLogging"], shared: [], regional: true },
    { source: "aws.config", calls: ["StopConfigurationRecorder"], shared: [], regional: true },
    {
      source: "aws.ec2",
      calls: ["DisableEbsEncryptionByDefault"],
      shared: ["DisableEbsEncryptionByDefault"],
      regional: true,
    },
    { source: "aws.guardduty", calls: ["UpdateDetector"], shared: [], regional: true },
    {
      source: "aws.s3",
      calls: ["DeleteAccountPublicAccessBlock", "PutAccountPublicAccessBlock"],
      shared: ["DeleteAccountPublicAccessBlock", "PutAccountPublicAccessBlock"],
      regional: false,
    },
  ],
};

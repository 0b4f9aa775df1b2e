import { restoreGuardrail } from "../../../runtime/responses/restoreGuardrail";
import { worldModel } from "../../models/adapted";
import { clients, targets, worldWith } from "../../runtime/responses/restoreGuardrail/model";
import type { Account, Scenario } from "../scenario";
import { guardDutyEvent } from "./events";

const target = targets.trail;

function account(): Account {
  const holder = { world: worldWith("trail") };
  const model = (service: string, client: "cloudTrail" | "guardDuty" | "config" | "s3Control" | "ec2") =>
    worldModel(service, holder, (state) => clients(state)[client]);
  return {
    models: {
      cloudTrail: model("CloudTrail", "cloudTrail"),
      guardDuty: model("GuardDuty", "guardDuty"),
      config: model("Config", "config"),
      s3Control: model("S3Control", "s3Control"),
      ec2: model("EC2", "ec2"),
    },
    powers: () => (holder.world.on ? [] : ["to act without a log"]),
    shape: () => holder.world.on,
    isCut: () => holder.world.on,
    isContained: () => holder.world.on,
    evidence: () => [],
    twice: () => [],
    tag: (key, value) => {
      holder.world.tags[key] = value;
    },
  };
}

const event = guardDutyEvent("finding-trail", "Stealth:IAMUser/CloudTrailLoggingDisabled", {
  resourceType: "AccessKey",
  accessKeyDetails: {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    principalId: "AIDA",
    userType: "IAMUser",
    userName: "mallory",
  },
});
const { detail } = event;

/** A trail that an attacker stopped. */
export const guardrailScenario: Scenario = {
  name: "restore-guardrail",
  response: restoreGuardrail,
  settings: {},
  event: {
    ...event,
    detail: {
      ...detail,
      service: {
        ...detail.service,
        action: {
          actionType: "AWS_API_CALL",
          awsApiCallAction: { api: "StopLogging", affectedResources: { "AWS::CloudTrail::Trail": target.arn } },
        },
      },
    } as object,
  },
  target: target.arn,
  lagging: ["CloudTrail"],
  account,
};

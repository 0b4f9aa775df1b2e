import { typesOf } from "../../../findings/typesOf";
import { targetOf } from "../../../resources/targets";
import { trail as type } from "../../../resources/trail";
import type { Guardrail } from "./guardrail";

/**
 * A trail that logs. Only its home Region starts it
 * (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html). A trail of the organization belongs to the
 * management account, and a member account cannot change it
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html).
 */
export const trail: Guardrail = {
  kind: type.kind,
  accountTypes: [
    // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html#stealth-iam-cloudtrailloggingdisabled
    ...typesOf("Stealth:IAMUser", ["CloudTrailLoggingDisabled"]),
    // https://docs.aws.amazon.com/config/latest/developerguide/cloudtrail-enabled.html,
    // https://docs.aws.amazon.com/config/latest/developerguide/cloudtrail-security-trail-enabled.html,
    // https://docs.aws.amazon.com/config/latest/developerguide/multi-region-cloudtrail-enabled.html
    ...typesOf("Config:Rule", [
      "CLOUDTRAIL_SECURITY_TRAIL_ENABLED",
      "CLOUD_TRAIL_ENABLED",
      "MULTI_REGION_CLOUD_TRAIL_ENABLED",
    ]),
    // https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html
    ...typesOf("SecurityHub:Control", ["CloudTrail.1", "CloudTrail.3"]),
  ],
  off: "the trail does not log",
  /** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html */
  async find({ cloudTrail }, finding) {
    const { trailList = [] } = await cloudTrail.describeTrails({ includeShadowTrails: true });
    return trailList.flatMap(({ Name, HomeRegion, TrailARN }) => {
      const target = targetOf(type.kind, { ...finding, region: HomeRegion ?? finding.region }, Name!);
      return target.arn === TrailARN ? [target] : [];
    });
  },
  /** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html */
  async show({ cloudTrail }, { arn }) {
    const status = await cloudTrail.getTrailStatus({ Name: arn });
    const on = status.IsLogging === true;
    const { StartLoggingTime, StopLoggingTime, LatestDeliveryError } = status;
    return {
      on,
      wasOn: on || StartLoggingTime !== undefined,
      ...(!on && StopLoggingTime && { offSince: StopLoggingTime.toISOString() }),
      ...(LatestDeliveryError && { trouble: `its last log file could not be delivered: ${LatestDeliveryError}` }),
    };
  },
  tags: async ({ cloudTrail }, target) => (await type.tags!.read({ cloudTrail }, target))!.tags,
  switchOn: ({ arn }) => ({ service: "cloudTrail", operation: "StartLogging", input: { Name: arn } }),
  switchOff: ({ arn }) => ({ service: "cloudTrail", operation: "StopLogging", input: { Name: arn } }),
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
  leaves: () => [
    "what happened while it was off is missing in its bucket: the event history of each Region keeps the management events of 90 days",
    "its event selectors, bucket and key may have been changed too: compare them with its template",
  ],
  offEvent: "StopLogging",
  callIsFinding: true,
};

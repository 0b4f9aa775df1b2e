/** The events that findings come in: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html */
export const findingSources = [{ source: "aws.guardduty", detailType: "GuardDuty Finding" }];

/** An EventBridge pattern of these events, with a pattern of their detail if given. */
export function findingPattern(detail?: Record<string, unknown>): string {
  return JSON.stringify({
    source: findingSources.map((item) => item.source),
    "detail-type": findingSources.map((item) => item.detailType),
    ...(detail && { detail }),
  });
}

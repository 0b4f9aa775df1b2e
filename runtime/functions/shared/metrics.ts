import { type Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Decision } from "../../model/journalItems";
import { metricNames } from "../../model/metricNames";

/**
 * Counts a decision and, if it contained, the seconds since the source sent the finding. Sample findings do not count. The
 * numbers are written to the log in CloudWatch's embedded metric format:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param metrics of the response: its service name is the dimension `service`
 */
export function countDecision(metrics: Metrics, { outcome, about, target, at, openNow }: Decision): void {
  if (openNow) metrics.singleMetric().addMetric(metricNames.leftOpen, MetricUnit.Count, 1);
  if (about?.sample) return;
  const account = target?.accountId ?? about?.accountId;
  const decisions = metrics.singleMetric();
  decisions.addDimension(metricNames.outcome, outcome);
  if (account) decisions.addMetadata(metricNames.account, account);
  decisions.addMetric(metricNames.decisions, MetricUnit.Count, 1);
  if (outcome !== "contained" || !about) return;
  const seconds = Math.max(0, (Date.parse(at) - Date.parse(about.sentAt)) / 1000);
  metrics.singleMetric().addMetric(metricNames.timeToContain, MetricUnit.Seconds, seconds);
}

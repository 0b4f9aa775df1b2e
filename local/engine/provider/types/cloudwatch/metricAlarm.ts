import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  type MetricDataQuery,
  PutMetricAlarmCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";
import { retag, tagList, tagMap } from "../../tags";

const metricFields = { metricName: {}, namespace: {}, period: {}, stat: {}, unit: {}, dimensions: {} };
const queryFields = {
  id: {},
  accountId: {},
  expression: {},
  label: {},
  period: {},
  returnData: {},
  metric: { fields: metricFields },
};

export const metricAlarm: Kind = {
  named: "name",
  tagged: true,
  inputs: {
    name: { replaces: true },
    alarmDescription: {},
    actionsEnabled: { default: true },
    alarmActions: { unordered: true },
    okActions: { unordered: true },
    insufficientDataActions: { unordered: true },
    comparisonOperator: {},
    threshold: {},
    thresholdMetricId: {},
    evaluationPeriods: {},
    datapointsToAlarm: {},
    treatMissingData: { default: "missing" },
    evaluateLowSampleCountPercentiles: {},
    metricName: {},
    namespace: {},
    dimensions: {},
    period: {},
    statistic: {},
    extendedStatistic: {},
    unit: {},
    metricQueries: { fields: queryFields, unordered: true },
  },
  async create(inputs, aws) {
    await put(inputs, aws, { Tags: tagList(inputs.tags) });
    return inputs.name;
  },
  async read(id, aws) {
    const cloudWatch = aws.client(CloudWatchClient);
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [id] }));
    const found = MetricAlarms[0];
    if (!found) return undefined;
    const ResourceARN = found.AlarmArn;
    const tags = tagMap((await cloudWatch.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags);
    return {
      inputs: {
        name: found.AlarmName,
        alarmDescription: found.AlarmDescription,
        actionsEnabled: found.ActionsEnabled,
        alarmActions: listOf(found.AlarmActions),
        okActions: listOf(found.OKActions),
        insufficientDataActions: listOf(found.InsufficientDataActions),
        comparisonOperator: found.ComparisonOperator,
        threshold: found.Threshold,
        thresholdMetricId: found.ThresholdMetricId,
        evaluationPeriods: found.EvaluationPeriods,
        datapointsToAlarm: found.DatapointsToAlarm,
        treatMissingData: found.TreatMissingData ?? "missing",
        evaluateLowSampleCountPercentiles: found.EvaluateLowSampleCountPercentile,
        metricName: found.MetricName,
        namespace: found.Namespace,
        dimensions: dimensionMap(found.Dimensions),
        period: found.Period,
        statistic: found.Statistic,
        extendedStatistic: found.ExtendedStatistic,
        unit: found.Unit,
        metricQueries: listOf(found.Metrics)?.map(queryFrom),
        tags,
      },
      outputs: { arn: found.AlarmArn },
    };
  },
  async update(_, inputs, aws, olds) {
    const cloudWatch = aws.client(CloudWatchClient);
    await put(inputs, aws);
    const ResourceARN = `arn:${aws.partition}:cloudwatch:${aws.region}:${await aws.account()}:alarm:${inputs.name}`;
    await retag(olds, inputs, {
      set: (tags) => cloudWatch.send(new TagResourceCommand({ ResourceARN, Tags: tagList(tags) })),
      remove: (TagKeys) => cloudWatch.send(new UntagResourceCommand({ ResourceARN, TagKeys })),
    });
  },
  delete: (id, aws) => aws.client(CloudWatchClient).send(new DeleteAlarmsCommand({ AlarmNames: [id] })),
};

/** Replaces the whole alarm; settings that are not given are turned off. */
async function put(inputs: Properties, aws: Place, more: { Tags?: { Key: string; Value: string }[] } = {}) {
  await aws.client(CloudWatchClient).send(
    new PutMetricAlarmCommand({
      AlarmName: inputs.name,
      AlarmDescription: inputs.alarmDescription,
      ActionsEnabled: inputs.actionsEnabled,
      AlarmActions: inputs.alarmActions,
      OKActions: inputs.okActions,
      InsufficientDataActions: inputs.insufficientDataActions,
      ComparisonOperator: inputs.comparisonOperator,
      Threshold: inputs.threshold,
      ThresholdMetricId: inputs.thresholdMetricId,
      EvaluationPeriods: inputs.evaluationPeriods,
      DatapointsToAlarm: inputs.datapointsToAlarm,
      TreatMissingData: inputs.treatMissingData,
      EvaluateLowSampleCountPercentile: inputs.evaluateLowSampleCountPercentiles,
      MetricName: inputs.metricName,
      Namespace: inputs.namespace,
      Dimensions: dimensionList(inputs.dimensions),
      Period: inputs.period,
      Statistic: inputs.statistic,
      ExtendedStatistic: inputs.extendedStatistic,
      Unit: inputs.unit,
      Metrics: inputs.metricQueries?.map(queryOf),
      ...more,
    }),
  );
}

function queryOf(query: Properties): MetricDataQuery {
  const { metric } = query;
  return {
    Id: query.id,
    AccountId: query.accountId,
    Expression: query.expression,
    Label: query.label,
    Period: query.period,
    ReturnData: query.returnData ?? false,
    MetricStat: metric && {
      Metric: {
        MetricName: metric.metricName,
        Namespace: metric.namespace,
        Dimensions: dimensionList(metric.dimensions),
      },
      Period: metric.period,
      Stat: metric.stat,
      Unit: metric.unit,
    },
  };
}

function queryFrom(query: MetricDataQuery): Properties {
  const stat = query.MetricStat;
  return {
    id: query.Id,
    accountId: query.AccountId,
    expression: query.Expression,
    label: query.Label,
    period: query.Period,
    returnData: query.ReturnData ?? false,
    metric: stat && {
      metricName: stat.Metric?.MetricName,
      namespace: stat.Metric?.Namespace,
      dimensions: dimensionMap(stat.Metric?.Dimensions),
      period: stat.Period,
      stat: stat.Stat,
      unit: stat.Unit,
    },
  };
}

function dimensionList(dimensions?: Record<string, string>) {
  return dimensions && Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

function dimensionMap(dimensions: { Name?: string; Value?: string }[] = []) {
  if (dimensions.length === 0) return undefined;
  return Object.fromEntries(dimensions.map(({ Name, Value }) => [Name!, Value!]));
}

/** AWS returns empty lists for missing values. */
const listOf = <T>(list: T[] = []) => (list.length > 0 ? list : undefined);

import { doctor } from "../../runtime/doctor/settings";
import { metricNames } from "../../runtime/model/metricNames";
import type { Outcome } from "../../runtime/model/outcome";
import { logGroupOf } from "../shared/names";

/** A response's function and queues, by the names in AWS metrics. */
export interface Responder {
  response: string;
  /** Whether it contains, and so has a time to contain. */
  contains: boolean;
  functionName: string;
  queueName: string;
  deadLetters: string;
}

/**
 * A widget without its position:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
interface Graph {
  title: string;
  metrics: unknown[][];
  stat?: string;
  stacked?: boolean;
  /** The label of the vertical axis. */
  label?: string;
}

/** A table with the results of a CloudWatch Logs Insights query. */
interface Table {
  title: string;
  query: string;
}

/** A dashboard is 24 columns wide. */
const columns = 24;
const height = 6;

const { namespace, decisions, timeToContain, response, outcome, account } = metricNames;

/** The colour of every outcome: green for contained, red for those that need action now. */
const colours: Record<Outcome, string> = {
  contained: "#2ca02c",
  "already-contained": "#98df8a",
  recontained: "#8c564b",
  released: "#17becf",
  started: "#9edae5",
  partial: "#ff7f0e",
  failed: "#d62728",
  refused: "#e377c2",
  "awaiting-approval": "#bcbd22",
  exempt: "#9467bd",
  observed: "#1f77b4",
  notified: "#aec7e8",
  gone: "#7f7f7f",
  skipped: "#c7c7c7",
};

/** The body of the security account's dashboard: decisions, their speed, and whether anything is stuck. */
export function dashboardBody({ region, responders }: { region: string; responders: Responder[] }) {
  const containing = responders.filter((responder) => responder.contains);
  const rows: (Graph | Table)[][] = [
    [
      {
        title: "Decisions by outcome, all responses",
        metrics: Object.entries(colours).map(([name, color]) => [
          { expression: `SUM(${search([response, outcome], { [outcome]: name })})`, label: name, color },
        ]),
        stacked: true,
      },
      { title: "Decisions by account and response", query: byAccount(responders) },
    ],
    [
      byResponse("Contained", "contained", containing),
      byResponse("Failures: not contained", "failed", responders),
      byResponse("Exemptions: not contained because of an exception", "exempt", containing),
    ],
    [
      {
        title: "Time to contain, from when the finding was sent",
        metrics: containing.flatMap((responder) =>
          ["p50", "p95"].map((stat) => [
            namespace,
            timeToContain,
            response,
            responder.response,
            { stat, label: `${responder.response} ${stat}` },
          ]),
        ),
        label: "seconds",
      },
    ],
    [
      {
        title: "Age of the oldest waiting finding",
        metrics: responders.map(({ response: label, queueName }) => [
          "AWS/SQS",
          "ApproximateAgeOfOldestMessage",
          "QueueName",
          queueName,
          { label },
        ]),
        stat: "Maximum",
        label: "seconds",
      },
      {
        title: "Dead letters: findings that were not processed",
        metrics: responders.map(({ response: label, deadLetters }) => [
          "AWS/SQS",
          "ApproximateNumberOfMessagesVisible",
          "QueueName",
          deadLetters,
          { label },
        ]),
        stat: "Maximum",
      },
      {
        title: "Errors of the functions",
        metrics: responders.map(({ response: label, functionName }) => [
          "AWS/Lambda",
          "Errors",
          "FunctionName",
          functionName,
          { label },
        ]),
      },
    ],
    [
      {
        title: "Coverage in the doctor's last result",
        metrics: [
          [metricNames.silentPlaces, "silent accounts and Regions"],
          [metricNames.uncoveredAccounts, "accounts not covered"],
          [metricNames.partlyCoveredAccounts, "accounts partly covered"],
        ].map(([metric, label]) => [namespace, metric, response, doctor, { label }]),
        stat: "Maximum",
      },
    ],
  ];
  return {
    widgets: rows.flatMap((row, line) =>
      row.map((shown, index) => widget(region, shown, { line, index, width: columns / row.length })),
    ),
  };
}

/** The number of an outcome by response. */
function byResponse(title: string, name: Outcome, responders: Responder[]): Graph {
  return {
    title,
    metrics: responders.map(({ response: label }) => [namespace, decisions, response, label, outcome, name, { label }]),
  };
}

/**
 * The accounts with the most decisions, from the functions' logs; as metrics there would be too many to show
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html).
 */
const byAccount = (responders: Responder[]): string =>
  [
    ...responders.map(({ functionName }) => `SOURCE '${logGroupOf(functionName)}'`),
    `filter ispresent(${decisions}) and ispresent(${account})`,
    `stats sum(${decisions}) as decisions by ${account}, ${response}`,
    "sort decisions desc",
    "limit 50",
  ].join(" | ");

/**
 * All series of decisions with these dimensions; quotes make a value match exactly
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html).
 */
function search(dimensions: string[], values: Record<string, string>): string {
  const terms = Object.entries({ MetricName: decisions, ...values }).map(([name, value]) => `${name}="${value}"`);
  return `SEARCH('{${[namespace, ...dimensions].join(",")}} ${terms.join(" ")}', 'Sum')`;
}

/** A widget's position; the widgets of a row share its width. */
interface Place {
  line: number;
  index: number;
  width: number;
}

/** A widget at its position. */
function widget(region: string, shown: Graph | Table, { line, index, width }: Place) {
  const place = { x: index * width, y: line * height, width, height };
  if ("query" in shown) {
    const { title, query } = shown;
    return { type: "log" as const, ...place, properties: { title, region, view: "table", query } };
  }
  const { title, metrics, stat = "Sum", stacked = false, label } = shown;
  return {
    type: "metric" as const,
    ...place,
    properties: {
      title,
      region,
      view: "timeSeries",
      period: 300,
      stat,
      stacked,
      metrics,
      yAxis: { left: { min: 0, ...(label && { label, showUnits: false }) } },
    },
  };
}

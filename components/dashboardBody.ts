import { metricNames } from "../runtime/metrics";
import type { Outcome } from "../runtime/outcome";

/** One response's function and queues, by the names that AWS counts them under. */
export interface Responder {
  response: string;
  /** Whether it contains, and so has a time that this takes. */
  contains: boolean;
  functionName: string;
  queueName: string;
  deadLetters: string;
}

/** A widget without its place: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
interface Graph {
  title: string;
  metrics: unknown[][];
  stat?: string;
  stacked?: boolean;
  /** Of the vertical axis. */
  label?: string;
}

/** A dashboard is 24 columns wide. */
const columns = 24;
const height = 6;

const { namespace, decisions, timeToContain, response, outcome, account } = metricNames;

/** Every outcome with its colour: green for contained, red for what needs somebody now. */
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

/** What the dashboard of the security account shows: what was decided, how fast, and whether anything is stuck. */
export function dashboardBody({ region, responders }: { region: string; responders: Responder[] }) {
  const containing = responders.filter((responder) => responder.contains);
  const rows: Graph[][] = [
    [
      {
        title: "Decisions by outcome, all responses",
        metrics: Object.entries(colours).map(([name, color]) => [
          { expression: `SUM(${search([response, outcome], { [outcome]: name })})`, label: name, color },
        ]),
        stacked: true,
      },
      {
        title: "Decisions by account and response",
        metrics: [[{ expression: search([response, account], {}), label: "" }]],
        stacked: true,
      },
    ],
    [
      byResponse("Contained", "contained", containing),
      byResponse("Failures: not contained", "failed", responders),
      byResponse("Exemptions: left alone because of an exception", "exempt", containing),
    ],
    [
      {
        title: "Time to contain, from the sending of the finding",
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
        title: "Age of the oldest finding that waits",
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
        title: "Dead letters: findings that nobody acted on",
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
  ];
  return {
    widgets: rows.flatMap((graphs, row) => graphs.map((graph, index) => widget(region, graph, graphs, row, index))),
  };
}

/** How often each response came to an outcome. */
function byResponse(title: string, name: Outcome, responders: Responder[]): Graph {
  return {
    title,
    metrics: responders.map(({ response: label }) => [namespace, decisions, response, label, outcome, name, { label }]),
  };
}

/**
 * All series of decisions with these dimensions; a value in quotes is matched as a whole
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html).
 */
function search(dimensions: string[], values: Record<string, string>): string {
  const terms = Object.entries({ MetricName: decisions, ...values }).map(([name, value]) => `${name}="${value}"`);
  return `SEARCH('{${[namespace, ...dimensions].join(",")}} ${terms.join(" ")}', 'Sum')`;
}

/** A graph in its place; the graphs of a row share its width. */
function widget(region: string, graph: Graph, row: Graph[], line: number, index: number) {
  const { title, metrics, stat = "Sum", stacked = false, label } = graph;
  const width = columns / row.length;
  return {
    type: "metric",
    x: index * width,
    y: line * height,
    width,
    height,
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

import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { dashboardBody, type Responder } from "../../components/documents/dashboardBody";
import { names } from "../../components/shared/names";
import { metricNames } from "../../runtime/model/metricNames";
import type { Outcome } from "../../runtime/model/outcome";
import { type Deployment, deploy, masterConfig } from "./deploy";

const responder = (response: string, contains: boolean): Responder => ({
  response,
  contains,
  functionName: `f-${response}`,
  queueName: `q-${response}`,
  deadLetters: `d-${response}`,
});
const responders = [responder("isolate-instance", true), responder("notify", false)];
const { widgets } = dashboardBody({ region: "eu-west-1", responders });
const outcomes: Record<Outcome, true> = {
  contained: true,
  "already-contained": true,
  recontained: true,
  partial: true,
  failed: true,
  exempt: true,
  observed: true,
  started: true,
  "awaiting-approval": true,
  notified: true,
  gone: true,
  refused: true,
  skipped: true,
  released: true,
};

type Graph = Extract<(typeof widgets)[number], { type: "metric" }>;
const graphsOf = (all: typeof widgets) => all.filter((item): item is Graph => item.type === "metric");
const graphs = graphsOf(widgets);

/** Namespace, name and dimensions of the metrics that a graph names, and the expressions of the others. */
function shown(graph: Graph): { metrics: string[][]; expressions: string[] } {
  const { metrics } = graph.properties;
  const texts = metrics.map((metric) => metric.filter((part): part is string => typeof part === "string"));
  const options = metrics.map((metric) => metric.at(-1) as { expression?: string });
  return {
    metrics: texts.filter((parts) => parts.length > 0),
    expressions: options.flatMap((option) => option.expression ?? []),
  };
}

const called = (title: RegExp) => {
  const found = graphs.filter((item) => title.test(item.properties.title));
  assert.equal(found.length, 1, `${found.length} graphs are called ${title}`);
  return found[0]!;
};

describe("the dashboard", () => {
  it("names only metrics that the product or AWS emits, with their dimensions", () => {
    const emitted = [
      [metricNames.namespace, metricNames.decisions, metricNames.response, metricNames.outcome],
      [metricNames.namespace, metricNames.timeToContain, metricNames.response],
      [metricNames.namespace, metricNames.silentPlaces, metricNames.response],
      [metricNames.namespace, metricNames.uncoveredAccounts, metricNames.response],
      [metricNames.namespace, metricNames.partlyCoveredAccounts, metricNames.response],
      ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName"],
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName"],
      ["AWS/Lambda", "Errors", "FunctionName"],
    ].map((parts) => parts.join());
    const named = graphs.flatMap((graph) => shown(graph).metrics);
    assert.ok(named.length > 0);
    for (const [namespace, name, ...dimensions] of named) {
      const keys = dimensions.filter((_, index) => index % 2 === 0);
      assert.ok(emitted.includes([namespace, name, ...keys].join()), `${namespace} ${name} ${dimensions}`);
    }
    const searches = [
      /^SUM\(SEARCH\('\{Firebreak,service,outcome\} MetricName="Decisions" outcome="[a-z-]+"', 'Sum'\)\)$/,
    ];
    for (const text of graphs.flatMap((graph) => shown(graph).expressions)) {
      assert.ok(
        searches.some((form) => form.test(text)),
        text,
      );
    }
  });

  it("L22: shows how many accounts are not and partly covered, and what is silent", () => {
    const graph = called(/^Coverage in the doctor's last result$/);
    assert.equal(graph.properties.stat, "Maximum");
    assert.deepEqual(
      shown(graph).metrics.map(([, name, , value]) => [name, value]),
      [metricNames.silentPlaces, metricNames.uncoveredAccounts, metricNames.partlyCoveredAccounts].map((name) => [
        name,
        "doctor",
      ]),
    );
  });

  it("stacks every outcome over all responses", () => {
    const graph = called(/by outcome/);
    assert.equal(graph.properties.stacked, true);
    const names = shown(graph).expressions.map((text) => /outcome="(.*?)"/.exec(text)?.[1]);
    assert.deepEqual(names.sort(), Object.keys(outcomes).sort());
  });

  it("shows p50 and p95 of the time to contain, in seconds, for each response that contains", () => {
    const { metrics, yAxis } = called(/^Time to contain/).properties;
    assert.deepEqual(
      metrics.map((metric) => [metric[3], (metric[4] as { stat: string }).stat]),
      [
        ["isolate-instance", "p50"],
        ["isolate-instance", "p95"],
      ],
    );
    assert.equal(yAxis.left.label, "seconds");
  });

  it("shows failures of every response and exemptions", () => {
    const failures = shown(called(/^Failures/)).metrics;
    assert.deepEqual(
      failures.map((metric) => metric.slice(3)),
      responders.map(({ response }) => [response, "outcome", "failed"]),
    );
    assert.deepEqual(
      shown(called(/^Exemptions/)).metrics.map((metric) => metric.slice(3)),
      [["isolate-instance", "outcome", "exempt"]],
    );
  });

  it("X50: shows decisions by account from the functions' logs, for any number of accounts", () => {
    const [table, ...more] = widgets.filter((item) => item.type === "log");
    assert.deepEqual(more, []);
    assert.equal(
      table!.properties.query,
      "SOURCE '/aws/lambda/f-isolate-instance' | SOURCE '/aws/lambda/f-notify'" +
        " | filter ispresent(Decisions) and ispresent(account)" +
        " | stats sum(Decisions) as decisions by account, service | sort decisions desc | limit 50",
    );
  });

  it("shows the worst backlog, dead letters and errors of every response", () => {
    const worst = [
      [/^Age of the oldest/, "Maximum", "queueName"],
      [/^Dead letters/, "Maximum", "deadLetters"],
      [/^Errors/, "Sum", "functionName"],
    ] as const;
    for (const [title, stat, name] of worst) {
      const graph = called(title);
      assert.equal(graph.properties.stat, stat);
      assert.deepEqual(
        shown(graph).metrics.map((metric) => metric.at(-1)),
        responders.map((item) => item[name]),
      );
    }
  });

  it("has graphs in its 24 columns that do not overlap", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) => {
      assert.ok(Number.isInteger(x) && Number.isInteger(width) && x + width <= 24);
      return Array.from(
        { length: width * height },
        (_, index) => `${x + (index % width)},${y + Math.floor(index / width)}`,
      );
    });
    assert.equal(new Set(cells).size, cells.length);
  });

  describe("in the security account's stack", () => {
    let stack: Deployment;
    before(async () => {
      stack = await deploy(masterConfig);
    });

    it("exists once, in the home Region, and names queues and functions that the stack makes", () => {
      const { inputs } = stack.one("aws:cloudwatch/dashboard:Dashboard", "dashboard");
      assert.equal(inputs["dashboardName"], "firebreak");
      const body: ReturnType<typeof dashboardBody> = JSON.parse(inputs["dashboardBody"]);
      // People's commands have alarms and no graphs.
      const releases = [
        "isolate-instance",
        "block-principal",
        "stop-function",
        "isolate-database",
        "unshare-copy",
        "isolate-task",
        "isolate-pod",
        "confine-cluster",
        "restore-guardrail",
      ].map((name) => `${name}-release`);
      const asked = ["exceptions", "doctor", ...releases].map(names.responder);
      const made = (type: string) =>
        stack.of(type).flatMap(({ inputs }) => (asked.includes(inputs["name"]) ? [] : [inputs["name"]]));
      const named = (dimension: string) => {
        const metrics = graphsOf(body.widgets).flatMap((graph) => shown(graph).metrics);
        return metrics.filter((metric) => metric[2] === dimension).map((metric) => metric[3]);
      };
      const queues = named("QueueName");
      assert.equal(new Set(queues).size, 2 * made("aws:lambda/function:Function").length);
      for (const queue of queues) assert.ok(made("aws:sqs/queue:Queue").includes(queue), queue);
      assert.deepEqual(named("FunctionName").sort(), made("aws:lambda/function:Function").sort());
      for (const { properties } of body.widgets) assert.equal(properties.region, "eu-west-1");
    });
  });
});

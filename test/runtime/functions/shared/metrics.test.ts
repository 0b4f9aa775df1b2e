import assert from "node:assert/strict";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { countDecision } from "../../../../runtime/functions/shared/metrics";
import type { Decision } from "../../../../runtime/model/journalItems";
import { metricNames } from "../../../../runtime/model/metricNames";
import { decision } from "../../decision";

/** A line of CloudWatch's embedded metric format. */
interface Line {
  _aws: {
    Timestamp: number;
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }[];
  };
  [key: string]: unknown;
}

/** What counting writes to the log. */
function counted(given: Decision): Line[] {
  const lines: Line[] = [];
  const { log } = console;
  const before = { dev: process.env["POWERTOOLS_DEV"], disabled: process.env["POWERTOOLS_METRICS_DISABLED"] };
  // Powertools writes to the console of this process only in development mode, in which it writes nothing unless told to.
  process.env["POWERTOOLS_DEV"] = "true";
  process.env["POWERTOOLS_METRICS_DISABLED"] = "false";
  console.log = (text: string) => lines.push(JSON.parse(text));
  try {
    countDecision(new Metrics({ namespace: metricNames.namespace, serviceName: given.response }), given);
  } finally {
    console.log = log;
    restore("POWERTOOLS_DEV", before.dev);
    restore("POWERTOOLS_METRICS_DISABLED", before.disabled);
  }
  return lines;
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

const named = (lines: Line[]) => lines.flatMap((line) => line._aws.CloudWatchMetrics.flatMap((item) => item.Metrics));

describe("the metrics of a decision", () => {
  it("X50: count it by response and outcome; the account is a field of the line, not a dimension", () => {
    const [line] = counted(decision);
    assert.deepEqual(line!._aws.CloudWatchMetrics, [
      {
        Namespace: "Firebreak",
        Dimensions: [["service", "outcome"]],
        Metrics: [{ Name: "Decisions", Unit: "Count" }],
      },
    ]);
    const { service, outcome, account, Decisions } = line!;
    assert.deepEqual(
      { service, outcome, account, Decisions },
      { service: "isolate-instance", outcome: "contained", account: "444455556666", Decisions: 1 },
    );
  });

  it("give the seconds from sending the finding to containing it, by response", () => {
    const [, line] = counted(decision);
    assert.deepEqual(line!._aws.CloudWatchMetrics, [
      { Namespace: "Firebreak", Dimensions: [["service"]], Metrics: [{ Name: "TimeToContain", Unit: "Seconds" }] },
    ]);
    assert.equal(line!["service"], "isolate-instance");
    assert.equal(line!["TimeToContain"], 60);
  });

  it("have values for all their dimensions, as the format requires, and no unused dimension", () => {
    for (const line of counted(decision)) {
      const { _aws, ...values } = line;
      const { Dimensions, Metrics } = _aws.CloudWatchMetrics[0]!;
      assert.ok(Math.abs(_aws.Timestamp - Date.now()) < 60_000);
      const names = [...new Set(Dimensions.flat()), ...Metrics.map((metric) => metric.Name)];
      assert.deepEqual(
        Object.keys(values)
          .filter((name) => name !== metricNames.account)
          .sort(),
        names.sort(),
      );
      for (const name of Dimensions.flat()) assert.equal(typeof values[name], "string");
    }
  });

  it("have no time if this decision contained nothing", () => {
    const others = ["already-contained", "partial", "failed", "exempt", "observed", "skipped", "released"] as const;
    for (const outcome of others)
      assert.deepEqual(named(counted({ ...decision, outcome })), [{ Name: "Decisions", Unit: "Count" }]);
  });

  it("take the account from the finding if there is no target, and none if neither is known", () => {
    const { target: _, ...untargeted } = decision;
    const about = { ...decision.about!, accountId: "777788889999" };
    assert.equal(counted({ ...untargeted, outcome: "skipped", about })[0]!["account"], "777788889999");
    const { about: __, ...unknown } = untargeted;
    const [line] = counted({ ...unknown, outcome: "refused" });
    assert.equal(line!["account"], undefined);
  });

  it("leave out sample findings", () => {
    assert.deepEqual(counted({ ...decision, about: { ...decision.about!, sample: true } }), []);
  });

  it("never have a negative time, whatever the clocks say", () => {
    const about = { ...decision.about!, sentAt: "2026-11-25T10:00:30Z" };
    assert.equal(counted({ ...decision, about })[1]!["TimeToContain"], 0);
  });
});

import { watchMinutes } from "../../runtime/doctor/watch";
import type { Counted, Counts } from "./costCounts";

/** Prices of US East (N. Virginia) in US dollars, as of June 2026. The pages have those of today and of other Regions. */
const prices = {
  key: { dollars: 1, unit: "a KMS key and month", page: "https://aws.amazon.com/kms/pricing/" },
  alarm: { dollars: 0.1, unit: "a metric of an alarm and month", page: "https://aws.amazon.com/cloudwatch/pricing/" },
  metric: { dollars: 0.3, unit: "a custom metric and month", page: "https://aws.amazon.com/cloudwatch/pricing/" },
  dashboard: { dollars: 3, unit: "a dashboard and month", page: "https://aws.amazon.com/cloudwatch/pricing/" },
  logs: { dollars: 0.5, unit: "a GB of logs", page: "https://aws.amazon.com/cloudwatch/pricing/" },
  poll: { dollars: 0.4 / 1e6, unit: "a request to SQS", page: "https://aws.amazon.com/sqs/pricing/" },
  event: { dollars: 1 / 1e6, unit: "an event, sent or passed on", page: "https://aws.amazon.com/eventbridge/pricing/" },
  compute: { dollars: 0.0000166667, unit: "a GB-second of Lambda", page: "https://aws.amazon.com/lambda/pricing/" },
};

/** Hours in a month, as AWS counts them. */
const hours = 730;
/**
 * Requests for messages of an empty queue: Lambda begins with five pollers
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html), and a long poll takes 20 seconds.
 */
const pollsPerMonth = 5 * 3 * 60 * hours;
/** Heartbeats of an account and Region. Each is sent to a bus, passed on to another one, and logged there. */
const beatsPerMonth = (60 / watchMinutes) * hours;
/** About 2 KB as an event in the log, in GB. */
const beatSize = 2 / 1024 / 1024;

/** What a deployment costs in a month without any finding, in US dollars. */
export interface Cost {
  fixed: number;
  heartbeat: number;
  /** At most: as if each run of the doctor took all of its time. */
  doctor: number;
}

/** @param security the counts of the security account's stack in these Regions */
export function costOf(security: Counts, accounts: number, regions: number): Cost {
  const beats = accounts * regions * beatsPerMonth;
  const { memory, seconds } = security.doctor ?? { memory: 0, seconds: 0 };
  return {
    fixed: linesOf(security).reduce((sum, { count, dollars }) => sum + count * dollars, 0),
    heartbeat: beats * (2 * prices.event.dollars + beatSize * prices.logs.dollars),
    doctor: (60 / watchMinutes) * hours * memory * seconds * prices.compute.dollars,
  };
}

const linesOf = ({ keys, alarmMetrics, customMetrics, dashboards, polledQueues }: Counts) => [
  { what: "KMS keys", count: keys, dollars: prices.key.dollars },
  { what: "metrics of alarms", count: alarmMetrics, dollars: prices.alarm.dollars },
  { what: "custom metrics of alarms", count: customMetrics, dollars: prices.metric.dollars },
  { what: "dashboards", count: dashboards, dollars: prices.dashboard.dollars },
  { what: "queues that Lambda polls", count: polledQueues, dollars: pollsPerMonth * prices.poll.dollars },
];

/** The tables of docs/cost.md by their names. */
export function costTables(counted: Counted[], accounts: number[]): Record<string, string> {
  const inRegions = counted.map(({ regions }) => `${regions} Regions`);
  return {
    total: table(
      ["accounts", "Regions", "security account", "heartbeat", "doctor, at most", "in all, at most", "per account"],
      accounts.flatMap((number) =>
        counted.map(({ regions, security }) => {
          const { fixed, heartbeat, doctor } = costOf(security, number, regions);
          const all = fixed + heartbeat + doctor;
          return [String(number), String(regions), ...[fixed, heartbeat, doctor, all, all / number].map(money)];
        }),
      ),
    ),
    security: table(
      ["in the security account", ...inRegions, "a month, each"],
      linesOf(counted[0]!.security).map(({ what, dollars }, at) => [
        what,
        ...counted.map(({ security }) => String(linesOf(security)[at]!.count)),
        money(dollars),
      ]),
    ),
    member: table(
      ["in a member account", ...inRegions],
      [
        ["resources", ...counted.map(({ member }) => String(member.resources))],
        ["of them with a price by the month", ...counted.map(({ member }) => String(billed(member)))],
        ["AWS Config rules of the shipped file", ...counted.map(({ member }) => String(member.configRules))],
      ],
    ),
    prices: table(
      ["US dollars", "for", "AWS's page"],
      Object.values(prices).map(({ dollars, unit, page }) => [plain(dollars), unit, `<${page}>`]),
    ),
  };
}

const billed = (counts: Counts): number => linesOf(counts).reduce((sum, { count }) => sum + count, 0);
const money = (dollars: number): string => `$${dollars.toFixed(2)}`;
/** Without an exponent. */
const plain = (dollars: number): string => dollars.toFixed(10).replace(/\.?0+$/, "");

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

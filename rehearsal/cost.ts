/**
 * The billed resources of a rehearsal, in US dollars for one hour in us-east-1. Prices in other Regions differ by up to
 * a half.
 *
 * - https://aws.amazon.com/ec2/pricing/on-demand/ (by the second, at least a minute)
 * - https://aws.amazon.com/privatelink/pricing/ (an interface endpoint in one Availability Zone, by the hour)
 * - https://aws.amazon.com/ebs/pricing/ (8 GB of gp3, and at most as much of a snapshot; 730 hours a month)
 * - https://aws.amazon.com/fargate/pricing/ (a quarter of a vCPU and half a GB, by the second, at least a minute)
 * - https://aws.amazon.com/vpc/pricing/ (a public address)
 * - https://aws.amazon.com/cloudtrail/pricing/ (a second copy of at most 1,000 management events)
 */
const hourly: Record<string, { what: string; dollars: number }[]> = {
  "isolate-instance": [
    { what: "an instance t3.nano", dollars: 0.0052 },
    { what: "its volume of 8 GB", dollars: (8 * 0.08) / 730 },
    { what: "a snapshot of it", dollars: (8 * 0.05) / 730 },
    { what: "an interface endpoint", dollars: 0.01 },
  ],
  "unshare-copy": [{ what: "a volume of 1 GB and its empty snapshot", dollars: 0.08 / 730 }],
  "isolate-task": [
    { what: "a task of Fargate", dollars: 0.04048 / 4 + 0.004445 / 2 },
    { what: "its public address", dollars: 0.005 },
  ],
  "restore-guardrail": [{ what: "the events of a trail", dollars: (1000 * 2) / 100_000 }],
};

/**
 * Requests, messages and events of any rehearsal: a few hundred, of which the most expensive cost 5 dollars a million.
 */
const requests = 0.005;

/** The cost of a rehearsal in words. No resource of a rehearsal exists for a full hour. */
export function costInWords(responses: string[]): string {
  const billed = responses.flatMap((name) => hourly[name] ?? []);
  const dollars = requests + billed.reduce((sum, item) => sum + item.dollars, 0);
  const what = [...billed.map((item) => item.what), "requests"].join(", ");
  return `The rehearsal costs less than ${(Math.ceil(dollars * 150) / 100).toFixed(2)} US dollars (${what}), if its resources exist for at most an hour.`;
}

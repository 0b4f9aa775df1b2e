/**
 * What a rehearsal makes that AWS bills, in US dollars for one hour in us-east-1: other Regions differ by up to a half.
 *
 * - https://aws.amazon.com/ec2/pricing/on-demand/ (by the second, at least a minute)
 * - https://aws.amazon.com/ebs/pricing/ (8 GB of gp3, and at most as much of a snapshot; 730 hours a month)
 */
const hourly: Record<string, { what: string; dollars: number }[]> = {
  "isolate-instance": [
    { what: "an instance t3.nano", dollars: 0.0052 },
    { what: "its volume of 8 GB", dollars: (8 * 0.08) / 730 },
    { what: "a snapshot of it", dollars: (8 * 0.05) / 730 },
  ],
};

/** Requests, messages and events of any rehearsal: some hundred, of which the dearest cost 5 dollars a million. */
const requests = 0.005;

/** What a rehearsal costs, in words: nothing that it makes lives for an hour. */
export function costInWords(responses: string[]): string {
  const billed = responses.flatMap((name) => hourly[name] ?? []);
  const dollars = requests + billed.reduce((sum, item) => sum + item.dollars, 0);
  const what = [...billed.map((item) => item.what), "requests"].join(", ");
  return `It costs less than ${(Math.ceil(dollars * 150) / 100).toFixed(2)} US dollars (${what}), if nothing of it lives for more than an hour.`;
}

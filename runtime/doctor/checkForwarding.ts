import { isSameDocument } from "../lib/sameDocument";
import type { RegionObservation, Sending } from "./observations";
import type { Reading } from "./reading";
import { restore } from "./restore";
import { fault, ok, type Result, unknown, warning } from "./result";
import type { DoctorSettings } from "./settings";
import { type Place, placeName } from "./testEvent";

/** There is a second state that means on: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export const isOn = (state: string | undefined): boolean => state?.startsWith("ENABLED") ?? false;

type Seen = Sending & Pick<RegionObservation, "region">;

/** A rule of an account that sends to the bus. */
interface Wanted {
  name: string;
  pattern: string;
  /** What it is, and what is lost without it. */
  what: string;
  lost: string;
  /** What the stack needs for it. */
  needs: string;
}

const needsRegion = (region: string) => `${region} among the stack's regions`;

const findingsRule = ({ forwarding: { name, pattern } }: DoctorSettings, region: string): Wanted => ({
  name,
  pattern,
  what: "forwarding rule",
  lost: "no finding of this account and Region reaches the security account, and nothing is contained here",
  needs: needsRegion(region),
});

const callsRule = ({ forwarding: { calls } }: DoctorSettings, region: string): Wanted => ({
  ...calls,
  what: "rule for calls that may undo a containment",
  lost: "undone containments are found only by the hourly check",
  needs: needsRegion(region),
});

/** Whether a test event can arrive: the rule is on and sends to the bus. */
export function forwards(seen: Seen, settings: DoctorSettings, account: string): boolean {
  const { rule, targets } = seen;
  if (!("value" in rule) || !("value" in targets)) return false;
  return (
    isOn(rule.value?.state) && problemsOf(seen, findingsRule(settings, seen.region), settings, account).length === 0
  );
}

/** Whether the findings of an account in a Region reach the security account. */
export function checkForwarding(account: string, seen: RegionObservation, settings: DoctorSettings): Result[] {
  const { region, rule, undelivered, event } = seen;
  const results: Result[] = [
    checkRule(seen, findingsRule(settings, seen.region), settings, account),
    checkRule({ region, ...seen.calls }, callsRule(settings, region), settings, account),
  ];
  const dead = { account, region, check: "forwarding" as const, subject: `${settings.forwarding.name}-dead` };
  if ("problem" in undelivered) results.push(unknown(dead, undelivered.problem));
  else if (undelivered.value === undefined && "value" in rule && rule.value) {
    results.push(
      fault(
        dead,
        `The queue for undeliverable findings does not exist: such findings are lost. ${redeploy(needsRegion(region))}`,
      ),
    );
  } else if (undelivered.value) {
    const count = undelivered.value;
    results.push(
      warning(
        dead,
        `About ${count} finding${count === 1 ? "" : "s"} could not be sent to the security account: the attribute ERROR_MESSAGE of the queue's messages says why. Fix the cause; Firebreak did not act on these findings.`,
      ),
    );
  } else if (undelivered.value === 0) results.push(ok(dead, "There are no undelivered findings"));
  if (event) results.push(...checkSending({ account, region }, event));
  return results;
}

/** Whether the management account forwards the events about accounts. */
export function checkAccountEvents(account: string, seen: Sending, settings: DoctorSettings): Result[] {
  const { accountEvents } = settings;
  if (!accountEvents) return [];
  const { rule: name, pattern, region } = accountEvents;
  const lost = "new, moved and closed accounts are found only by comparing the organization's accounts every half hour";
  const needs = "firebreak:managementAccountId in the account's stack";
  const wanted = { name, pattern, what: "rule for events about accounts", lost, needs };
  return [checkRule({ ...seen, region }, wanted, settings, account)];
}

function checkRule(seen: Seen, wanted: Wanted, settings: DoctorSettings, account: string): Result {
  const { region, rule, targets } = seen;
  const { name, what, lost, needs } = wanted;
  const subject = { account, region, check: "forwarding" as const, subject: name };
  if ("problem" in rule) return unknown(subject, rule.problem);
  if ("problem" in targets) return unknown(subject, targets.problem);
  if (!rule.value) return fault(subject, `There is no ${what}: ${lost}. ${redeploy(needs)}`);
  if (!isOn(rule.value.state)) {
    return fault(subject, `The ${what} is ${rule.value.state}: ${lost}. ${restore} Find out who disabled it.`);
  }
  const problems = problemsOf(seen, wanted, settings, account);
  if (problems.length === 0) return ok(subject, "The rule is on and is what this version deploys");
  const differences = `The ${what} is not what this version deploys (${problems.join("; ")})`;
  return fault(subject, `${differences}. Possible effect: ${lost}. ${redeploy(needs)}`);
}

const redeploy = (needs: string) => `${restore} It needs this version, and ${needs}.`;

const eventSubject = ({ account, region }: Place) => ({
  account,
  region,
  check: "delivery" as const,
  subject: "test event",
});

/** A test event that could not be sent is a fault; arrivals are checked for all accounts at once. */
function checkSending(place: Place, event: NonNullable<RegionObservation["event"]>): Result[] {
  if ("value" in event) return [];
  const says = `No test event could be sent, so it is unknown whether findings arrive: ${event.problem}. Check for a service control policy that denies it. If there is none: ${restore}`;
  return [fault(eventSubject(place), says)];
}

/**
 * Whether the test events arrived.
 *
 * @param arrived the seconds that each took, by the name of its place; or why they could not be looked for
 */
export function checkArrivals(sent: Place[], arrived: Reading<Record<string, number>>): Result[] {
  return sent.map((place) => {
    const subject = eventSubject(place);
    if ("problem" in arrived) return unknown(subject, arrived.problem);
    const seconds = arrived.value[placeName(place)];
    if (seconds !== undefined) return ok(subject, `A test event arrived within ${Math.ceil(seconds)} s`);
    return fault(
      subject,
      "A test event that the rule should forward did not arrive in the security account's event log in time, so findings do not arrive either. Check the policy of the findings bus, the role of the forwarding rule, its dead-letter queue and the rule of the log; a service control policy may also deny events:PutEvents.",
    );
  });
}

function problemsOf(seen: Seen, wanted: Wanted, settings: DoctorSettings, account: string): string[] {
  const { region, rule, targets } = seen;
  if (!("value" in rule) || !rule.value || !("value" in targets)) return ["it does not exist"];
  const { name, busArn } = settings.forwarding;
  const { partition, rolePath } = settings;
  const all = targets.value ?? [];
  const target = all.find(({ arn }) => arn === busArn);
  if (!target) return [`it does not send to ${busArn}`];
  const roleArn = `arn:${partition}:iam::${account}:role${rolePath}${name}`;
  const dead = `arn:${partition}:sqs:${region}:${account}:${name}-dead`;
  return [
    ...(isSameDocument(rule.value.pattern, wanted.pattern) ? [] : ["its pattern differs"]),
    ...(target.roleArn === roleArn ? [] : [`it sends with the role ${target.roleArn ?? "none"}`]),
    ...(target.dead === dead ? [] : [`its dead-letter queue is ${target.dead ?? "missing"}`]),
    ...all.filter((other) => other !== target).map(({ arn }) => `it also sends to ${arn}`),
  ];
}

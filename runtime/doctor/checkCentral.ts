import { differences, isSameDocument } from "../lib/sameDocument";
import { operatorCommand } from "../notices/operatorCommand";
import { isOn } from "./checkForwarding";
import { checkUnits } from "./checkUnits";
import type { CentralObservation, FunctionState } from "./observations";
import type { Reading } from "./reading";
import { restore } from "./restore";
import { type Check, fault, ok, type Result, unknown, warning } from "./result";
import { type DoctorSettings, packedDays } from "./settings";

const counted = (count: number) => `${count} subscription${count === 1 ? "" : "s"}`;

/** From this percentage on, a session policy is close to the size limit. */
const tightPacked = 80;

/** What it means that decisions did not arrive. */
const letterWords: Record<
  keyof DoctorSettings["decisionLetters"],
  Record<"lost" | "fine" | "kept" | "mend", string>
> = {
  channels: {
    lost: "what a channel cannot deliver",
    fine: "Every channel delivers",
    kept: "Channels did not deliver",
    mend: "each message in the queue has the error and the rule with the channel's name, or the error is in the log of the channel's function. Fix the cause, then empty the queue (docs/channels.md).",
  },
  lake: {
    lost: "what cannot be written to the data lake",
    fine: "Every decision is written to the data lake",
    kept: "The data lake did not get",
    mend: "find the cause in the function's log, fix it, then move the messages back to the function's queue (docs/data-lake.md).",
  },
};

/** Every check of the security account's central parts. */
export function checkCentral(seen: CentralObservation, settings: DoctorSettings): Result[] {
  const about = (check: Check, subject: string) => ({
    account: settings.securityAccountId,
    region: settings.homeRegion,
    check,
    subject,
  });
  /** A result of a reading, if there is one. */
  const of = <Value>(
    check: Check,
    subject: string,
    reading: Reading<Value>,
    judge: (value: Value) => Result,
  ): Result => ("problem" in reading ? unknown(about(check, subject), reading.problem) : judge(reading.value));
  const { bus } = settings;

  const busPolicy = of("bus", bus.name, seen.busPolicy, (found) => {
    const problems = differences(bus.policy, found);
    if (problems.length === 0) return ok(about("bus", bus.name), "Its policy is what this version deploys");
    return fault(
      about("bus", bus.name),
      `The policy of the findings bus is not what this version deploys (${problems.join("; ")}): it may refuse accounts, or admit others. ${restore}`,
    );
  });

  const rules =
    "problem" in seen.rules
      ? [unknown(about("bus", "rules"), seen.rules.problem)]
      : Object.entries(settings.rules).map(([name, pattern]) => {
          const rule = "value" in seen.rules ? seen.rules.value[name] : undefined;
          const subject = about("bus", name);
          const effect = "Firebreak does not act on these findings";
          if (!rule) return fault(subject, `The rule does not exist on the findings bus: ${effect}. ${restore}`);
          if (!isOn(rule.state)) {
            return fault(subject, `The rule is ${rule.state}: ${effect}. ${restore} Find out who disabled it.`);
          }
          if (pattern !== undefined && !isSameDocument(pattern, rule.pattern)) {
            return fault(subject, `The pattern is not what this version deploys: findings may be missed. ${restore}`);
          }
          return ok(subject, "The rule is on");
        });

  const queues = Object.entries(seen.dead).map(([name, reading]) => {
    const queue = `${name}-kept`;
    return of("queues", queue, reading, (count) => {
      const subject = about("queues", queue);
      if (count === undefined) return fault(subject, `The queue does not exist: failed messages are lost. ${restore}`);
      if (count === 0) return ok(subject, "There are no dead letters");
      return warning(
        subject,
        `About ${count} dead letter${count === 1 ? "" : "s"}: these findings were not processed. Find the cause in the function's log, fix it, then: ${operatorCommand(`redrive ${name.replace(/^firebreak-/, "")}`)}`,
      );
    });
  });

  const undelivered = Object.entries(settings.decisionLetters).map(([name, queue]) => {
    const { lost, fine, kept, mend } = letterWords[name as keyof typeof letterWords];
    const subject = about("queues", queue);
    return of("queues", queue, seen.undelivered[queue] ?? { problem: "it was not checked" }, (count) => {
      if (count === undefined) return fault(subject, `The queue does not exist: ${lost} is lost. ${restore}`);
      if (count === 0) return ok(subject, fine);
      return warning(subject, `${kept} about ${count} decision${count === 1 ? "" : "s"}: ${mend}`);
    });
  });

  const functions = Object.entries(settings.functions).map(([name, aliases]) =>
    of("functions", name, seen.functions[name] ?? { problem: "it was not checked" }, (state) => {
      const problems = state ? functionProblems(state, aliases) : ["the function does not exist"];
      if (problems.length === 0)
        return ok(about("functions", name), "It is active and receives the messages of its queue");
      return fault(about("functions", name), `${problems.join("; ")}: it does not work. ${restore}`);
    }),
  );

  const releases = Object.entries(settings.releases).map(([name, aliases]) =>
    of("functions", name, seen.functions[name] ?? { problem: "it was not checked" }, (state) => {
      const problems = state ? stateProblems(state, aliases) : ["the function does not exist"];
      if (problems.length === 0) return ok(about("functions", name), "It is active");
      return fault(about("functions", name), `${problems.join("; ")}: it cannot release anything. ${restore}`);
    }),
  );

  const sessions = Object.entries(seen.packed).map(([name, reading]) =>
    of("sessions", name, reading, (percent) => {
      const subject = about("sessions", name);
      if (percent === undefined) return ok(subject, `It entered no account within ${packedDays} days`);
      const size = `Within the last ${packedDays} days, its session policies used up to ${percent} % of the size that AWS allows`;
      if (percent < tightPacked) return ok(subject, size);
      return warning(
        subject,
        `${size}: above 100 %, it cannot contain anything. Shorten rolePrefix or the permissions of runbooks.`,
      );
    }),
  );

  const pause = of("pause", "pause", seen.pause, (found) => {
    if (!found) return ok(about("pause", "pause"), "The responses are not paused");
    return warning(
      about("pause", "pause"),
      `${found.by} paused all responses at ${found.at} (${found.reason}): findings wait for approval. To end the pause: ${operatorCommand('resume --reason "WHY"')}`,
    );
  });

  const recovery = of("journal", "point-in-time recovery", seen.recovery, (isEnabled) => {
    const subject = about("journal", "point-in-time recovery");
    if (isEnabled) return ok(subject, "It is on");
    return fault(
      subject,
      `The journal's point-in-time recovery is off: if the table is damaged, containments cannot be released. ${restore}`,
    );
  });

  const notices = of(
    "notices",
    "subscribers",
    seen.subscriptions,
    ({ confirmed, pending, deleted = 0, byLink = [] }) => {
      const subject = about("notices", "subscribers");
      const waiting = `${pending} subscription${pending === 1 ? " waits" : "s wait"} for confirmation`;
      if (confirmed === 0) {
        return fault(
          subject,
          `The notice topic has no confirmed subscribers${pending > 0 ? ` (${waiting})` : ""}: no notice is delivered. ${pending > 0 ? "Confirm with the link in the mail." : "Add an address to firebreak:alertEmails, or subscribe to the output noticeTopic."}`,
        );
      }
      const warnings = [
        ...(pending > 0 ? [`${waiting}: these people are not notified. Confirm with the link in the mail.`] : []),
        ...(deleted > 0
          ? [
              `${counted(deleted)} ended recently: find out who unsubscribed (Unsubscribe in CloudTrail), and renew the subscription. ${restore}`,
            ]
          : []),
        ...(byLink.length > 0
          ? [
              `${byLink.join(", ")} can be unsubscribed with the link in any notice, without a login. The topic is the output noticeTopic, the token is in the link of the confirmation mail: aws sns confirm-subscription --topic-arn TOPIC --token TOKEN --authenticate-on-unsubscribe true`,
            ]
          : []),
      ];
      return warnings.length > 0 ? warning(subject, warnings.join(" ")) : ok(subject, `${confirmed} confirmed`);
    },
  );

  const alarms = Object.entries(seen.alarms).flatMap(([region, reading]) => {
    const subject = (name: string) => ({ ...about("alarms", name), region });
    if ("problem" in reading) return [unknown(subject("alarms"), reading.problem)];
    if (reading.value.length === 0) return [ok(subject("alarms"), "No alarm is on")];
    return reading.value.map((name) =>
      warning(subject(name), "The alarm is on: its description in CloudWatch says what to do."),
    );
  });

  const units = seen.units
    ? [
        of("accounts", "organizational units", seen.units, (refusal) =>
          checkUnits(about("accounts", "organizational units"), refusal),
        ),
      ]
    : [];

  const hub = seen.hub
    ? [
        of("securityhub", "hub", seen.hub, (isEnabled) => {
          const subject = about("securityhub", "hub");
          if (isEnabled) return ok(subject, "Security Hub is on");
          return fault(
            subject,
            "firebreak:securityHub is set, but Security Hub is off: its findings and buttons start nothing. Enable Security Hub, or remove the setting.",
          );
        }),
      ]
    : [];

  return [
    busPolicy,
    ...rules,
    ...queues,
    ...undelivered,
    ...functions,
    ...releases,
    ...sessions,
    pause,
    recovery,
    notices,
    ...alarms,
    ...units,
    ...hub,
  ];
}

function stateProblems({ state, aliases }: FunctionState, expected: string[]): string[] {
  return [
    ...(["Active", "Inactive"].includes(state) ? [] : [`the function is ${state}`]),
    ...expected.filter((alias) => !aliases.includes(alias)).map((alias) => `its alias ${alias} is missing`),
  ];
}

function functionProblems(seen: FunctionState, expected: string[]): string[] {
  const { mappings } = seen;
  return [
    ...stateProblems(seen, expected),
    ...(mappings.length > 0 ? [] : ["no event source mapping delivers the messages of its queue"]),
    ...mappings
      .filter((mapping) => !["Enabled", "Enabling", "Updating"].includes(mapping))
      .map((mapping) => `the event source mapping of its queue is ${mapping}`),
  ];
}

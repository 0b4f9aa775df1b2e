import type { ConfigRuleState, RegionObservation } from "./observations";
import { restore } from "./restore";
import { fault, ok, type Result, type Subject, unknown, warning } from "./result";
import type { DoctorSettings } from "./settings";

/** Whether the finding services work in an account and Region. */
export function checkSources(account: string, seen: RegionObservation, settings: DoctorSettings): Result[] {
  return [...checkDetector(account, seen), checkRecorder(account, seen), ...checkRules(account, seen, settings)];
}

function checkDetector(account: string, { region, detector }: RegionObservation): Result[] {
  const about = (name: string) => ({ account, region, check: "guardduty" as const, subject: name });
  const subject = about("detector");
  if ("problem" in detector) return [unknown(subject, detector.problem)];
  const state = detector.value;
  if (state?.status !== "ENABLED") {
    const problem = state ? `GuardDuty's detector is ${state.status}` : "GuardDuty is off";
    const says = `${problem}: it finds no threat in this account and Region. Enable it in the organization, or with firebreak:guardDuty in the account's stack.`;
    return [fault(subject, says)];
  }
  return [
    ok(subject, "GuardDuty is on"),
    ...(state.frequency === "FIFTEEN_MINUTES" || state.frequency === ""
      ? []
      : [slow(about("frequency"), state.frequency)]),
    ...state.disabled.map((name) => warning(about(`protection ${name}`), isOffSays)),
    ...state.suppressing.map((name) => warning(about(`filter ${name}`), suppressesSays)),
    ...state.trusted.map((name) => warning(about(`trusted list ${name}`), trustsSays)),
  ];
}

const isOffSays =
  "This GuardDuty protection is off: threats that only it detects are not contained. Enable it, or accept the gap.";
const suppressesSays =
  "This filter archives matching findings, and GuardDuty does not send archived findings: they are not contained. Check its criteria, and find out who created it.";
const trustsSays = "GuardDuty creates no findings about the entries of this list. Check it, and find out who added it.";

const slow = (subject: Subject, frequency: string): Result =>
  warning(
    subject,
    `GuardDuty sends updates of known findings with a delay of up to ${frequency === "SIX_HOURS" ? "six hours" : "an hour"}. Set FindingPublishingFrequency to FIFTEEN_MINUTES.`,
  );

function checkRecorder(account: string, { region, recorder, rules }: RegionObservation): Result {
  const subject = { account, region, check: "config" as const, subject: "recorder" };
  if ("problem" in recorder) return unknown(subject, recorder.problem);
  const state = recorder.value;
  if (!state) {
    const isNeeded = "value" in rules && rules.value.length > 0;
    const says = `AWS Config has no recorder: ${isNeeded ? "its rules evaluate nothing" : "no AWS Config findings come from here"}. Create one with firebreak:config in the account's stack, or where the organization creates its recorders.`;
    return isNeeded ? fault(subject, says) : warning(subject, says);
  }
  if (!state.recording) {
    return fault(
      subject,
      "The recorder of AWS Config is stopped: its rules see no changes and find nothing. Start it, and find out who stopped it.",
    );
  }
  if (/^failure$/i.test(state.lastStatus ?? "")) {
    return fault(
      subject,
      `The recorder of AWS Config failed (${state.lastError ?? "without a reason"}): changes may be missing. Check its role and the bucket of its delivery channel.`,
    );
  }
  return ok(subject, "The recorder is on");
}

function checkRules(
  account: string,
  { region, rules, admitted }: RegionObservation,
  settings: DoctorSettings,
): Result[] {
  const check = "config" as const;
  if ("problem" in rules) return [unknown({ account, region, check, subject: "rules" }, rules.problem)];
  const { openGroups, regions } = settings;
  const results = rules.value.map((rule) => checkRule(account, region, rule));
  const own = { account, region, check, subject: openGroups.rule };
  const isMember = openGroups.accounts.includes(account) && regions.includes(region);
  const hasOwn = rules.value.some(({ name }) => name === openGroups.rule);
  if (isMember && !hasOwn) {
    results.push(
      warning(
        own,
        "The security account is ready to evaluate the groups of this account, but the rule does not exist here: open groups are not found. Add it to the rules of firebreak:config in the account's stack, or remove the account from firebreak:memberAccounts.",
      ),
    );
  }
  if (hasOwn && admitted && "problem" in admitted) {
    results.push(unknown({ ...own, subject: openGroups.functionName }, admitted.problem));
  } else if (hasOwn && !(admitted && "value" in admitted && admitted.value)) {
    results.push(
      fault(
        { ...own, subject: openGroups.functionName },
        "The rule's function in the security account does not admit this account: no group is evaluated. Add the account to firebreak:memberAccounts and the Region to firebreak:regions of the security account's stack, and deploy it.",
      ),
    );
  } else if (hasOwn)
    results.push(ok({ ...own, subject: openGroups.functionName }, "The rule's function admits this account"));
  if (rules.value.length === 0 && !isMember) {
    results.push(
      warning(
        { account, region, check, subject: "rules" },
        "None of the rules that Firebreak acts on exists here: faults that only AWS Config finds are not contained. Add rules to firebreak:config of the account's stack, unless Security Hub reports its controls.",
      ),
    );
  }
  return results;
}

function checkRule(account: string, region: string, { name, state, error }: ConfigRuleState): Result {
  const subject = { account, region, check: "config" as const, subject: name };
  if (state !== "ACTIVE") {
    return fault(subject, `The rule is ${state}: it evaluates nothing. Once AWS Config has finished: ${restore}`);
  }
  if (error) {
    return fault(
      subject,
      `The last evaluation failed (${error}): its faults are not found. Fix the cause that AWS Config reports, then evaluate again.`,
    );
  }
  return ok(subject, "The rule is active");
}

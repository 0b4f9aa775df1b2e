import { type Found, notKnown, ok, type Subject, wrong } from "./found";
import type { RegionSeen } from "./observations";
import { namesOf, type Plan, planned, types } from "./plan";

/**
 * Whether the finding services are enabled where the settings expect them, and absent where the stack would create
 * them.
 */
export function checkSources(plan: Plan, seen: RegionSeen): Found[] {
  return [
    ...checkRecorder(plan, seen),
    ...checkChannel(plan, seen),
    ...checkDetector(plan, seen),
    ...checkHub(plan, seen),
    ...checkAggregation(plan, seen),
  ];
}

const of = (region: string, subject: string): Subject => ({ region, check: "sources", subject });

/**
 * An account has one recorder in a Region:
 * https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html
 */
function checkRecorder(plan: Plan, { region, recorder }: RegionSeen): Found[] {
  const makes = planned(plan, types.recorder, region).length > 0;
  const rules = namesOf(plan, types.configRule, region).length;
  if (!makes && rules === 0) return [];
  const subject = of(region, "AWS Config recorder");
  if ("problem" in recorder) return [notKnown(subject, recorder.problem)];
  const there = recorder.value;
  if (!there) {
    if (makes) return [ok(subject, "There is none; the stack creates one")];
    return [
      wrong(subject, "blocker", {
        says: `There is none, but firebreak:config has ${rules} rules.`,
        why: "AWS Config refuses rules without a recorder, so the deployment fails.",
        mend: "Set recorder: true in firebreak:config, or have the organization create its recorders first.",
      }),
    ];
  }
  const isOurs = namesOf(plan, types.role).some((name) => there.roleArn.endsWith(`/${name}`));
  if (makes && !isOurs) {
    return [
      wrong(subject, "blocker", {
        says: `The recorder ${there.name} already exists, with the role ${there.roleArn}, but firebreak:config says recorder: true.`,
        why: "AWS allows one recorder in an account and Region. It refuses a second one; one with the same name would get another role and bucket.",
        mend: "Set recorder: false in firebreak:config; the rules then use the existing recorder.",
      }),
    ];
  }
  if (there.recording) return [ok(subject, "It is recording")];
  return [
    wrong(subject, "warning", {
      says: `The recorder ${there.name} is stopped.`,
      why: "AWS Config rules do not see changes, so they report no findings.",
      mend: `aws configservice start-configuration-recorder --configuration-recorder-name ${there.name} --region ${region}`,
    }),
  ];
}

function checkChannel(plan: Plan, { region, deliveryChannel, recorder }: RegionSeen): Found[] {
  if (planned(plan, types.recorder, region).length === 0) return [];
  const subject = of(region, "AWS Config delivery channel");
  if ("problem" in deliveryChannel) return [notKnown(subject, deliveryChannel.problem)];
  const hasRecorder = "value" in recorder && recorder.value !== undefined;
  // checkRecorder reports an existing recorder.
  if (!deliveryChannel.value || hasRecorder) return [];
  return [
    wrong(subject, "blocker", {
      says: `The delivery channel ${deliveryChannel.value} exists without a recorder, but firebreak:config says recorder: true.`,
      why: "AWS allows one delivery channel in an account and Region. It refuses a second one; one with the same name would get another bucket.",
      mend: `aws configservice delete-delivery-channel --delivery-channel-name ${deliveryChannel.value} --region ${region} - or set recorder: false and create a recorder for it.`,
    }),
  ];
}

function checkDetector(plan: Plan, { region, detector }: RegionSeen): Found[] {
  if (!plan.settings.regions.includes(region)) return [];
  const makes = planned(plan, types.detector, region).length > 0;
  const subject = of(region, "GuardDuty detector");
  if ("problem" in detector) return [notKnown(subject, detector.problem)];
  const there = detector.value;
  if (!there) {
    if (makes) return [ok(subject, "There is none; the stack creates one")];
    return [
      wrong(subject, "warning", {
        says: "GuardDuty is off, and firebreak:guardDuty does not enable it.",
        why: "GuardDuty detects no threats here, so nothing is contained.",
        mend: "Set detector: true in firebreak:guardDuty, or enable GuardDuty for the organization.",
      }),
    ];
  }
  if (there.status !== "ENABLED") {
    return [
      wrong(subject, "warning", {
        says: `The detector is ${there.status}, and the stack does not change an existing detector.`,
        why: "GuardDuty detects no threats here, so nothing is contained.",
        mend: `aws guardduty list-detectors --region ${region}; aws guardduty update-detector --detector-id ID --enable --region ${region}`,
      }),
    ];
  }
  const { settings } = plan;
  const { administrator } = there;
  const known = settings.kind === "master" ? [settings.securityAccountId, ...settings.delegatedAdministrators] : [];
  if (administrator && settings.kind === "master" && !known.includes(administrator)) {
    return [
      wrong(subject, "warning", {
        says: `The security account is a member of the administrator ${administrator}, which firebreak:delegatedAdministrators does not name.`,
        why: "Findings that this administrator sends about other accounts are refused. Contained findings are not archived, because only the administrator may archive them.",
        mend: `Add ${administrator} to firebreak:delegatedAdministrators, or make ${settings.securityAccountId} the administrator.`,
      }),
    ];
  }
  return [
    ok(
      subject,
      `It is on${administrator ? `, administered by ${administrator}` : ""}${makes ? "; the stack does not change it" : ""}`,
    ),
  ];
}

/**
 * Checks Security Hub in the Region of its custom actions:
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cloudwatch-events.html
 */
function checkHub({ settings }: Plan, { region, hub }: RegionSeen): Found[] {
  if (settings.kind !== "master" || region !== settings.homeRegion) return [];
  const subject = of(region, "Security Hub");
  if ("problem" in hub) return [notKnown(subject, hub.problem)];
  if (hub.value && !settings.securityHub) {
    return [
      wrong(subject, "warning", {
        says: "Security Hub is on, but firebreak:securityHub is false.",
        why: "Analysts have no custom actions, and Firebreak does not update findings in Security Hub.",
        mend: "Set firebreak:securityHub: true, or leave it off if you do not use Security Hub.",
      }),
    ];
  }
  if (hub.value || !settings.securityHub)
    return [ok(subject, hub.value ? "It is on" : "It is off, as the settings say")];
  return [
    wrong(subject, "blocker", {
      says: "Security Hub (CSPM) is off, but firebreak:securityHub is true.",
      why: "Security Hub refuses the custom actions, so the deployment fails.",
      mend: `aws securityhub enable-security-hub --region ${region} - or set firebreak:securityHub: false.`,
    }),
  ];
}

function checkAggregation({ settings }: Plan, { region, aggregation }: RegionSeen): Found[] {
  if (settings.kind !== "master" || !settings.securityHub || region !== settings.homeRegion) return [];
  const subject = of(region, "Security Hub aggregation Region");
  if ("problem" in aggregation) return [notKnown(subject, aggregation.problem)];
  const target = aggregation.value;
  if (target === settings.homeRegion) return [ok(subject, `It is ${target}`)];
  return [
    wrong(subject, "warning", {
      says: target
        ? `Security Hub aggregates into ${target}, but firebreak:homeRegion is ${settings.homeRegion}.`
        : "Security Hub aggregates into no Region.",
      why: `Custom actions exist only in ${settings.homeRegion}: without aggregation, analysts cannot select findings of other Regions there.`,
      mend: target
        ? `Make ${target} the home Region of all stacks before the first deployment, or aggregate into ${settings.homeRegion}: aws securityhub create-finding-aggregator --region-linking-mode ALL_REGIONS --region ${settings.homeRegion} (delete the other one first).`
        : `aws securityhub create-finding-aggregator --region-linking-mode ALL_REGIONS --region ${region} - not needed with a single Region.`,
    }),
  ];
}

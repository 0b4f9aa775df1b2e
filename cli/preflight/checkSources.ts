import { type Found, notKnown, ok, type Subject, wrong } from "./found";
import type { RegionSeen } from "./observations";
import { namesOf, type Plan, planned, types } from "./plan";

/** Whether what finds incidents is there where the settings expect it, and is not where they would make it. */
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

/** An account and Region have one recorder: https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html */
function checkRecorder(plan: Plan, { region, recorder }: RegionSeen): Found[] {
  const makes = planned(plan, types.recorder, region).length > 0;
  const rules = namesOf(plan, types.configRule, region).length;
  if (!makes && rules === 0) return [];
  const subject = of(region, "recorder of AWS Config");
  if ("problem" in recorder) return [notKnown(subject, recorder.problem)];
  const there = recorder.value;
  if (!there) {
    if (makes) return [ok(subject, "There is none, and the stack makes one")];
    return [
      wrong(subject, "blocker", {
        says: `There is none, and firebreak:config has ${rules} rules.`,
        why: "AWS Config refuses rules where nothing is recorded, and the deployment stops.",
        mend: "Set recorder: true in firebreak:config, or let the organization make its recorders first.",
      }),
    ];
  }
  const isOurs = namesOf(plan, types.role).some((name) => there.roleArn.endsWith(`/${name}`));
  if (makes && !isOurs) {
    return [
      wrong(subject, "blocker", {
        says: `The recorder ${there.name} is there already, with the role ${there.roleArn}, and firebreak:config says recorder: true.`,
        why: "AWS allows one in an account and Region: a second one is refused, one of the same name gets another role and bucket.",
        mend: "Set recorder: false in firebreak:config; the rules use the recorder that is there.",
      }),
    ];
  }
  if (there.recording) return [ok(subject, "It records")];
  return [
    wrong(subject, "warning", {
      says: `The recorder ${there.name} is stopped.`,
      why: "Rules of AWS Config see no change: nothing of it is found.",
      mend: `aws configservice start-configuration-recorder --configuration-recorder-name ${there.name} --region ${region}`,
    }),
  ];
}

function checkChannel(plan: Plan, { region, deliveryChannel, recorder }: RegionSeen): Found[] {
  if (planned(plan, types.recorder, region).length === 0) return [];
  const subject = of(region, "delivery channel of AWS Config");
  if ("problem" in deliveryChannel) return [notKnown(subject, deliveryChannel.problem)];
  const hasRecorder = "value" in recorder && recorder.value !== undefined;
  // A recorder that is there is told of by itself.
  if (!deliveryChannel.value || hasRecorder) return [];
  return [
    wrong(subject, "blocker", {
      says: `The delivery channel ${deliveryChannel.value} is there, without a recorder, and firebreak:config says recorder: true.`,
      why: "AWS allows one in an account and Region: a second one is refused, and one of the same name gets another bucket.",
      mend: `aws configservice delete-delivery-channel --delivery-channel-name ${deliveryChannel.value} --region ${region} - or set recorder: false and make a recorder for it.`,
    }),
  ];
}

function checkDetector(plan: Plan, { region, detector }: RegionSeen): Found[] {
  if (!plan.settings.regions.includes(region)) return [];
  const makes = planned(plan, types.detector, region).length > 0;
  const subject = of(region, "detector of GuardDuty");
  if ("problem" in detector) return [notKnown(subject, detector.problem)];
  const there = detector.value;
  if (!there) {
    if (makes) return [ok(subject, "There is none, and the stack makes one")];
    return [
      wrong(subject, "warning", {
        says: "GuardDuty is off, and firebreak:guardDuty does not switch it on.",
        why: "No threat is found here, so nothing is contained.",
        mend: "Set detector: true in firebreak:guardDuty, or switch it on for the organization.",
      }),
    ];
  }
  if (there.status !== "ENABLED") {
    return [
      wrong(subject, "warning", {
        says: `There is a detector that is ${there.status}. The stack leaves a detector that is there as it is.`,
        why: "No threat is found here, so nothing is contained.",
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
        why: "Findings that it sends about others are refused, and contained findings are not archived: only the administrator may.",
        mend: `Add ${administrator} to firebreak:delegatedAdministrators, or make ${settings.securityAccountId} the administrator.`,
      }),
    ];
  }
  return [
    ok(
      subject,
      `It is on${administrator ? `, administered by ${administrator}` : ""}${makes ? "; the stack leaves it as it is" : ""}`,
    ),
  ];
}

/** Security Hub is looked at where its custom actions would be: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cloudwatch-events.html */
function checkHub({ settings }: Plan, { region, hub }: RegionSeen): Found[] {
  if (settings.kind !== "master" || region !== settings.homeRegion) return [];
  const subject = of(region, "Security Hub");
  if ("problem" in hub) return [notKnown(subject, hub.problem)];
  if (hub.value && !settings.securityHub) {
    return [
      wrong(subject, "warning", {
        says: "Security Hub is on, and firebreak:securityHub is false.",
        why: "Analysts get no custom actions, and its findings are not answered.",
        mend: "Set firebreak:securityHub: true, or leave it so if nobody works in Security Hub.",
      }),
    ];
  }
  if (hub.value || !settings.securityHub)
    return [ok(subject, hub.value ? "It is on" : "It is off, as the settings say")];
  return [
    wrong(subject, "blocker", {
      says: "Security Hub (CSPM) is off, and firebreak:securityHub is true.",
      why: "Security Hub refuses the custom actions, and the deployment stops.",
      mend: `aws securityhub enable-security-hub --region ${region} - or set firebreak:securityHub: false.`,
    }),
  ];
}

function checkAggregation({ settings }: Plan, { region, aggregation }: RegionSeen): Found[] {
  if (settings.kind !== "master" || !settings.securityHub || region !== settings.homeRegion) return [];
  const subject = of(region, "aggregation Region of Security Hub");
  if ("problem" in aggregation) return [notKnown(subject, aggregation.problem)];
  const target = aggregation.value;
  if (target === settings.homeRegion) return [ok(subject, `It is ${target}`)];
  return [
    wrong(subject, "warning", {
      says: target
        ? `Security Hub aggregates into ${target}, and firebreak:homeRegion is ${settings.homeRegion}.`
        : "Security Hub aggregates into no Region.",
      why: `Custom actions are made in ${settings.homeRegion} only: findings of other Regions cannot be chosen there.`,
      mend: target
        ? `Make ${target} the home Region of all stacks before the first deployment, or aggregate into ${settings.homeRegion}: aws securityhub create-finding-aggregator --region-linking-mode ALL_REGIONS --region ${settings.homeRegion} (delete the other one first).`
        : `aws securityhub create-finding-aggregator --region-linking-mode ALL_REGIONS --region ${region} - needless with a single Region.`,
    }),
  ];
}

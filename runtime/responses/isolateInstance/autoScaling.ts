import type { Call } from "../../model/call";
import { type InstanceState, isRead } from "./state";

/** What isolation does about an instance in a lifecycle state of its Auto Scaling group. */
type Decision =
  /** Put on standby: no health check may terminate it. */
  | "standby"
  /** On its way to a state in which it can be put on standby. */
  | "wait"
  /** Out of reach of health checks already. */
  | "kept"
  /** Nothing keeps Auto Scaling from ending it. */
  | "ends";

/**
 * Every state of an instance
 * (https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Instance.html,
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html). Standby is possible from InService
 * only (https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_EnterStandby.html).
 */
export const lifecycleDecisions: Record<string, Decision> = {
  Pending: "wait",
  "Pending:Wait": "wait",
  "Pending:Proceed": "wait",
  Quarantined: "ends",
  InService: "standby",
  Terminating: "ends",
  "Terminating:Wait": "ends",
  "Terminating:Proceed": "ends",
  "Terminating:Retained": "kept",
  Terminated: "ends",
  Detaching: "kept",
  Detached: "kept",
  EnteringStandby: "wait",
  Standby: "kept",
  ReplacingRootVolume: "wait",
  "ReplacingRootVolume:Wait": "wait",
  "ReplacingRootVolume:Proceed": "wait",
  RootVolumeReplaced: "wait",
  "Warmed:Pending": "ends",
  "Warmed:Pending:Wait": "ends",
  "Warmed:Pending:Proceed": "ends",
  "Warmed:Pending:Retained": "kept",
  "Warmed:Terminating": "ends",
  "Warmed:Terminating:Wait": "ends",
  "Warmed:Terminating:Proceed": "ends",
  "Warmed:Terminating:Retained": "kept",
  "Warmed:Terminated": "ends",
  "Warmed:Stopped": "ends",
  "Warmed:Running": "ends",
  "Warmed:Hibernated": "ends",
};

/** An unknown state counts as the worst. */
export const decisionOn = (lifecycle: string): Decision => lifecycleDecisions[lifecycle] ?? "ends";

/** The call that takes the instance out of the group's reach, or that waits until it is possible. */
export function leaveAutoScaling(state: InstanceState): Call[] {
  const { autoScaling } = state;
  if (!autoScaling || !isRead(state, "autoScaling")) return [];
  const decision = decisionOn(autoScaling.lifecycle);
  if (decision !== "standby" && decision !== "wait") return [];
  const call: Call = {
    service: "autoScaling",
    operation: "EnterStandby",
    input: {
      AutoScalingGroupName: autoScaling.group,
      InstanceIds: [state.id],
      ShouldDecrementDesiredCapacity: false,
    },
    reason: "protects it from termination by health checks; the group starts a replacement",
    changes: ["autoScaling", "registrations"],
    secondary: true,
  };
  if (decision === "standby") return [call];
  const reason = `${state.id} is ${autoScaling.lifecycle} in Auto Scaling group ${autoScaling.group}: standby is possible only from InService`;
  return [{ ...call, reason, waitsFor: "InService", again: true }];
}

/** What may still terminate the instance and no call can prevent. */
export function endsAnyway(state: InstanceState): string[] {
  const { autoScaling } = state;
  if (!autoScaling || decisionOn(autoScaling.lifecycle) !== "ends") return [];
  const { group, lifecycle } = autoScaling;
  return [
    `Auto Scaling group ${group} may terminate ${state.id} (${lifecycle}), and no call can prevent that in this state: its volumes and snapshots are kept`,
  ];
}

/** Standby protects from health checks only: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html */
export function standbyRisk({ autoScaling }: InstanceState): string[] {
  if (autoScaling?.lifecycle !== "Standby") return [];
  return [
    `on standby in Auto Scaling group ${autoScaling.group}, it does not survive an instance refresh with StandbyInstances=Terminate, a replacement of its root volume, or the deletion of the group`,
  ];
}

/** What comes up next: isolation changes neither the group nor what it starts from. */
export function nextInstances({ autoScaling, image }: InstanceState): string[] {
  if (!autoScaling) return [];
  const { group, startsFrom = "its launch template" } = autoScaling;
  const suspects = image ? `that, or image ${image} of this instance,` : "that";
  return [
    `Auto Scaling group ${group} starts its next instances from ${startsFrom}: if ${suspects} is compromised, so are they`,
  ];
}

import type { Call } from "../model/call";
import type { Registration } from "./readRegistrations";

/** Takes an instance or an address out of a target group or a Classic Load Balancer. */
export const deregister = (registration: Registration, reason: string): Call => ({
  ...change(registration, { classic: "DeregisterInstancesFromLoadBalancer", "target-group": "DeregisterTargets" }),
  reason,
  secondary: true,
});

/** Registers it again. */
export const register = (registration: Registration, reason: string): Call => ({
  ...change(registration, { classic: "RegisterInstancesWithLoadBalancer", "target-group": "RegisterTargets" }),
  reason,
});

function change(
  { kind, name, target, port }: Registration,
  operations: Record<Registration["kind"], string>,
): Omit<Call, "reason"> {
  const common = { operation: operations[kind], changes: ["registrations"] };
  return kind === "classic"
    ? { ...common, service: "elb", input: { LoadBalancerName: name, Instances: [{ InstanceId: target }] } }
    : {
        ...common,
        service: "elbv2",
        input: { TargetGroupArn: name, Targets: [{ Id: target, ...(port !== undefined && { Port: port }) }] },
      };
}

/** Whether two registrations are the same, draining or not. */
export const isSameRegistration = (left: Registration, right: Registration): boolean =>
  left.name === right.name && left.target === right.target && left.port === right.port;

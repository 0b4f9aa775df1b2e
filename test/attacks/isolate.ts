import type { Response } from "../../runtime/model/response";
import { isolateInstance } from "../../runtime/responses/isolateInstance";
import type { InstanceState } from "../../runtime/responses/isolateInstance/state";
import { apply } from "../runtime/responses/isolateInstance/model";

export const open = {
  id: "sg-open",
  vpcId: "vpc-1",
  kind: "open" as const,
  rules: [false, true].flatMap((egress) => ["0.0.0.0/0", "::/0"].map((source) => ({ egress, protocol: "-1", source }))),
};
export const closed = { id: "sg-closed", vpcId: "vpc-1", kind: "closed" as const, rules: [] };

export const running = (more: Partial<InstanceState> = {}): InstanceState => ({
  id: "i-0123456789abcdef0",
  accountId: "444455556666",
  lifecycle: "running",
  tags: {},
  rootDevice: "ebs",
  spot: false,
  volumes: [],
  interfaces: [{ id: "eni-1", vpcId: "vpc-1", subnetId: "subnet-1", groups: ["sg-web"], addresses: [] }],
  terminationProtection: true,
  shutdownBehavior: "stop",
  groups: [open, closed],
  takenNames: [],
  registrations: [],
  balancers: [],
  routes: [],
  snapshots: [],
  failedSnapshots: [],
  containment: "",
  ...more,
});

/** The real response with EC2 replaced by the repository's own strict model of it. */
export function isolateOn(world: {
  state: InstanceState;
  onCall?: (operation: string, input: any) => void | Promise<void>;
  onRead?: () => void | Promise<void>;
}): Response {
  const service = new Proxy(
    {},
    {
      get: (_, method: string) => async (input: any) => {
        const operation = method.charAt(0).toUpperCase() + method.slice(1);
        await world.onCall?.(operation, input);
        world.state = apply(world.state, { service: "", operation, input, reason: "", changes: [] });
        return { Snapshots: [] };
      },
    },
  );
  return {
    ...isolateInstance,
    clients: () => ({ ec2: service, autoScaling: service, elb: service, elbv2: service }),
    read: async (_: any, __: any, context: any) => {
      await world.onRead?.();
      return structuredClone({ ...world.state, containment: context.containment });
    },
  } as unknown as Response;
}

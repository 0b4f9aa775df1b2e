import type { PodState } from "../../../../runtime/responses/isolatePod/state";
import { denied } from "../isolateTask/states";
import { target, uid, world } from "./model";

export const mark = "c-0";
const { acls } = world().ec2;

/** The pod as it is read before anything is done. */
export const running = (more: Partial<PodState> = {}): PodState => ({
  id: target.id,
  accountId: target.accountId,
  tags: {},
  mark,
  pod: {
    uid,
    labels: { app: "cart" },
    addresses: ["10.0.1.5"],
    hostNetwork: false,
    node: "node-1",
    fargate: false,
    serviceAccount: "cart",
  },
  allowing: [],
  node: { name: "node-1", unschedulable: false, marked: false },
  interfaces: [{ id: "10.0.1.5", vpcId: "vpc-1", subnetId: "subnet-1", addresses: ["10.0.1.5"] }],
  outside: [],
  acls: Object.entries(acls).map(([id, { owner, quota: _, ...acl }]) => ({
    id,
    ownerId: owner,
    ...structuredClone(acl),
  })),
  refused: [],
  ...more,
});

/** The same pod with other properties. */
export const podWith = (more: Partial<NonNullable<PodState["pod"]>>, rest: Partial<PodState> = {}): PodState =>
  running({ pod: { ...running().pod!, ...more }, ...rest });

/** The pod once everything was done. */
export const isolated = (more: Partial<PodState> = {}): PodState => {
  const state = running();
  for (const acl of state.acls) if (acl.id === "acl-2") acl.entries.push(...denied("10.0.1.5/32"));
  return {
    ...state,
    pod: { ...state.pod!, labels: { app: "cart", "firebreak/containment": mark } },
    policy: { uid: "policy-1", exact: true },
    wall: ["vpc-1 acl-2 outbound 1 10.0.1.5/32", "vpc-1 acl-2 inbound 1 10.0.1.5/32"],
    ...more,
  };
};

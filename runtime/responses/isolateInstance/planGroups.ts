import { createGroup, freshGroup, repairGroup } from "../../aws/makeIsolationGroup";
import type { Call } from "../../model/call";
import { changeable, groupOf, type InstanceState, type Interface, type IsolationSettings, isClosed } from "./state";

/** Whether an interface goes through the open group before it is closed. */
export function goesThroughOpen(port: Interface, { openFirst = "unless-no-egress" }: IsolationSettings): boolean {
  return openFirst === "always" || (openFirst === "unless-no-egress" && !port.withoutEgress);
}

/** One pair per VPC, created only for interfaces that are not closed yet. All are created first, so that one reading sees them. */
export function prepareGroups(state: InstanceState, settings: IsolationSettings): Call[] {
  const ports = changeable(state).filter((port) => !isClosed(state, port));
  const vpcs = [...new Set(ports.map((port) => port.vpcId))];
  const wanted = vpcs.flatMap((vpcId) => {
    const opened = ports.some((port) => port.vpcId === vpcId && goesThroughOpen(port, settings));
    return (opened ? (["closed", "open"] as const) : (["closed"] as const)).map((kind) => ({ vpcId, kind }));
  });
  return [
    ...wanted
      .filter(({ vpcId, kind }) => !groupOf(state, vpcId, kind))
      .map(({ vpcId, kind }) => createGroup(state, vpcId, kind)),
    ...wanted.flatMap(({ vpcId, kind }) => repairGroup(groupOf(state, vpcId, kind) ?? freshGroup(vpcId, kind))),
  ];
}

import type { Call } from "../../model/call";
import type { OwnGroup } from "../../model/response";
import type { InstanceState, IsolationGroup } from "./state";

/** The open groups that get rules or interfaces by these calls: they must stay until the interfaces are closed. */
export function usedGroups({ groups }: InstanceState, calls: Call[]): OwnGroup[] {
  const isUsed = ({ id }: IsolationGroup) =>
    calls.some(({ input, opens }) => input["GroupId"] === id || (opens && [input["Groups"]].flat().includes(id)));
  return groups
    .filter((group) => group.kind === "open" && isUsed(group))
    .map(({ vpcId, kind, id }) => ({ vpcId, kind, groupId: id }));
}

import type { Call } from "../../model/call";
import type { OwnGroup } from "../../model/response";
import { type GroupKind, groupTag, type InstanceState, type IsolationGroup } from "./state";

/** The group that a call created, by AWS's answer: anyone can choose a name or a tag. */
export function madeGroups({ operation, input }: Call, output: { GroupId?: string }): OwnGroup[] {
  if (operation !== "CreateSecurityGroup" || !output.GroupId) return [];
  const [{ Tags = [] } = {}] = input["TagSpecifications"] as { Tags?: { Key: string; Value: string }[] }[];
  const kind = Tags.find(({ Key }) => Key === groupTag)!.Value as GroupKind;
  return [{ vpcId: input["VpcId"] as string, kind, groupId: output.GroupId }];
}

/** The open groups that get rules or interfaces by these calls: they must stay until the interfaces are closed. */
export function usedGroups({ groups }: InstanceState, calls: Call[]): OwnGroup[] {
  const isUsed = ({ id }: IsolationGroup) =>
    calls.some(({ input, opens }) => input["GroupId"] === id || (opens && [input["Groups"]].flat().includes(id)));
  return groups
    .filter((group) => group.kind === "open" && isUsed(group))
    .map(({ vpcId, kind, id }) => ({ vpcId, kind, groupId: id }));
}

import { groupTarget } from "../../../../runtime/resources/targets";
import type { GroupState, IngressRule } from "../../../../runtime/responses/confineSecurityGroup/state";
import { ec2Model } from "../../../models/ec2";
import { type Ec2Rule, type Ec2State, emptyEc2 } from "../../../models/ec2/state";
import { promisesOf } from "../../../models/model";
import { empty } from "./states";

export const target = groupTarget({ accountId: empty.accountId, region: "eu-west-1", partition: "aws" }, empty.id);

/** What EC2 contains when reading gives this state: the group among others, with an egress rule. */
export function worldOf(state: GroupState): Ec2State {
  const { id, vpcId, ownerId, name, description, tags } = state;
  const other = { vpcId, owner: ownerId, description: "", tags: {} };
  const port = { vpcId, subnetId: "subnet-1", groups: [id], addresses: [], type: "interface", description: "" };
  const out = {
    protocol: "-1",
    from: -1,
    to: -1,
    kind: "ipv4",
    source: "0.0.0.0/0",
    description: "",
    tags: {},
  } as const;
  const ruleOf = (rule: IngressRule): Ec2Rule => ({ ...rule, groupId: id, egress: false });
  const lists = state.prefixLists.filter(({ family }) => family);
  return {
    ...emptyEc2(state.accountId),
    groups: { [id]: { name, vpcId, owner: ownerId, description, tags }, "sg-b": { ...other, name: "other" } },
    rules: [
      ...state.rules.map(ruleOf),
      { ...out, id: "sgr-out", groupId: id, egress: true },
      { ...out, id: "sgr-in", groupId: "sg-b", egress: false },
    ],
    interfaces: Object.fromEntries(Array.from({ length: state.interfaces }, (_, number) => [`eni-${number}`, port])),
    vpcs: { [vpcId]: { ranges: state.vpcRanges } },
    prefixLists: Object.fromEntries(
      lists.map((list) => [
        list.id,
        {
          owner: list.managedByAws ? "AWS" : state.accountId,
          family: list.family === 4 ? "IPv4" : "IPv6",
          entries: list.entries ?? [],
        },
      ]),
    ),
  };
}

/** The clients of a confinement in such a world. */
export const clients = (state: Ec2State) => ({ ec2: promisesOf(ec2Model({ state })) });

/** A recreated rule has another id, and comes last. */
export function withoutIds({ rules, made: _, ...rest }: Ec2State): unknown {
  const plain = ({ id: __, ...rule }: Ec2Rule) => JSON.stringify(Object.entries(rule).sort());
  return { ...rest, rules: rules.map(plain).sort() };
}

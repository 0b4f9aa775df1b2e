import { groupTarget } from "../../../runtime/resources/targets";
import { confineSecurityGroup } from "../../../runtime/responses/confineSecurityGroup";
import { ec2Model } from "../../models/ec2";
import { type Ec2Rule, type Ec2State, emptyEc2 } from "../../models/ec2/state";
import { member, place } from "../place";
import { networkPowers } from "../powers";
import type { Account, Scenario } from "../scenario";
import { configEvent } from "./events";
import { repeated } from "./repeated";

const id = "sg-0123456789abcdef0";

const rule = (more: Pick<Ec2Rule, "id" | "from" | "kind" | "source"> & Partial<Ec2Rule>): Ec2Rule => ({
  groupId: id,
  egress: false,
  protocol: "tcp",
  to: more.from,
  description: "by the owner",
  tags: { team: "web" },
  ...more,
});

/** Rules of each kind that confinement treats differently, and one that stays. */
const ec2State = (): Ec2State => ({
  ...emptyEc2(member),
  vpcs: { "vpc-1": { ranges: ["10.0.0.0/16", "2001:db8::/56"] } },
  groups: { [id]: { name: "web", vpcId: "vpc-1", owner: member, description: "web", tags: {} } },
  prefixLists: { "pl-0123456789abcdef0": { owner: member, family: "IPv4", entries: ["0.0.0.0/0"] } },
  interfaces: {
    "eni-1": { vpcId: "vpc-1", subnetId: "subnet-1", groups: [id], addresses: [], type: "interface", description: "" },
  },
  rules: [
    rule({ id: "sgr-ssh4", from: 22, kind: "ipv4", source: "0.0.0.0/0" }),
    rule({ id: "sgr-ssh6", from: 22, kind: "ipv6", source: "::/0" }),
    rule({ id: "sgr-list", from: 3389, kind: "prefix-list", source: "pl-0123456789abcdef0" }),
    rule({ id: "sgr-half", from: 8080, kind: "ipv4", source: "0.0.0.0/1" }),
    rule({ id: "sgr-rest", from: 8080, kind: "ipv4", source: "128.0.0.0/1" }),
    rule({ id: "sgr-own", from: 5432, kind: "ipv4", source: "10.0.0.0/16" }),
    rule({ id: "sgr-out", from: 443, kind: "ipv4", source: "0.0.0.0/0", egress: true }),
  ],
});

function account(): Account {
  const ec2 = { state: ec2State() };
  const inbound = () => ec2.state.rules.filter((item) => item.groupId === id && !item.egress);
  const powers = () => networkPowers(ec2.state, id, [id]);
  // Revoked rules come back with different ids.
  const plain = ({ id: _, ...rest }: Ec2Rule) => JSON.stringify(Object.entries(rest).sort());
  const isInside = (power: string) => power.includes(" out ") || /(^| )(10\.0\.|2001:db8:)/.test(power);
  return {
    models: { ec2: ec2Model(ec2) },
    powers,
    shape: () => ({ rules: ec2.state.rules.map(plain).sort() }),
    isCut: () => powers().every(isInside),
    isContained: () => powers().every(isInside),
    evidence: () => [],
    twice: () => repeated(inbound().map(({ protocol, from, source }) => `rule ${protocol} ${from} ${source}`)),
    tag: (key, value) => {
      ec2.state.groups[id]!.tags[key] = value;
    },
  };
}

/** A group that lets the internet in on several ports. */
export const confineScenario: Scenario = {
  name: "confine-security-group",
  response: confineSecurityGroup,
  settings: {
    safeRangesIPv4: "10.0.0.0/16",
    safeRangesIPv6: "2001:db8::/56",
    safeRangesByVpc: {},
    allowedPublicPorts: [],
  },
  event: configEvent("SECURITY_GROUP_OPEN_PROHIBITED", "AWS::EC2::SecurityGroup", id),
  target: groupTarget(place, id).arn,
  lagging: ["EC2"],
  account,
};

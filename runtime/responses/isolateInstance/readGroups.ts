import type { EC2, SecurityGroup } from "@aws-sdk/client-ec2";
import { pages } from "../../aws/pages";
import { existingGroups, isolationKind, oursAmong } from "../../aws/readIsolationGroups";
import { coded } from "../../lib/errors";
import { doubt, wait } from "../../lib/wait";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import { groupNamePrefix, type InstancePriorState, type InstanceState, type Interface } from "./state";

/** What is needed to read our groups. */
interface Asked {
  target: Target;
  ports: Interface[];
  context: ReadContext<InstanceState, InstancePriorState>;
  /** Whether they must be read again. */
  fresh: boolean;
}

type Groups = Pick<InstanceState, "groups" | "takenNames" | "suffixes" | "interfaces">;

/**
 * Our groups in the VPCs of the interfaces. A group is ours if it has our tag and belongs to the account; its rules are read, not
 * assumed. The same call reads the current groups of the interfaces: an interface whose groups allow no egress is marked. Rule
 * ids cost one more call and are read only if rules must be removed.
 */
export async function readGroups(ec2: EC2, { target, ports, context, fresh }: Asked): Promise<Groups> {
  const { previous } = context;
  if (!fresh) {
    const { groups, takenNames, suffixes, interfaces } = previous!;
    return { groups, takenNames, interfaces: asBefore(ports, interfaces), ...(suffixes && { suffixes }) };
  }
  const vpcs = [...new Set(ports.map((port) => port.vpcId))];
  if (vpcs.length === 0) return { groups: [], takenNames: [], interfaces: ports };
  const names = [...new Set(ports.flatMap((port) => port.groupNames ?? []))].map(escaped);
  const found = await allOf(ports, context.priorState !== undefined, () =>
    pages(
      (NextToken) =>
        ec2.describeSecurityGroups({
          Filters: [
            { Name: "vpc-id", Values: vpcs },
            { Name: "group-name", Values: [`${groupNamePrefix}*`, ...names.slice(0, mostNames)] },
          ],
          NextToken,
        }),
      (page) => page.SecurityGroups,
      (page) => page.NextToken,
    ),
  );
  return {
    ...(await oursAmong(ec2, found, { vpcs, target, context })),
    interfaces: previous ? asBefore(ports, previous.interfaces) : ports.map((port) => withEgress(port, found)),
  };
}

/**
 * An answer without one of our groups that an interface has is older than the interface: the call is repeated once.
 *
 * @throws Unsettled in a release if the group is still missing: it would count as set by others
 */
async function allOf(ports: Interface[], releases: boolean, ask: () => Promise<SecurityGroup[]>) {
  const isComplete = (found: SecurityGroup[]) =>
    ports.every(({ groupNames = [] }) =>
      groupNames.every(
        (name) => !name.startsWith(groupNamePrefix) || found.some(({ GroupName }) => GroupName === name),
      ),
    );
  const first = await ask();
  if (isComplete(first)) return first;
  await wait(doubt);
  const second = await ask();
  if (releases && !isComplete(second))
    throw coded("Unsettled", "EC2 does not show the groups that the interfaces have");
  return second;
}

/** Maximum names besides our own in one filter: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const mostNames = 199;

/** `*` and `?` are wildcards in filters; a name may contain them. */
const escaped = (name: string) => name.replace(/[*?\\]/g, "\\$&");

/** Marks an interface whose groups allow no egress. A group that is not in the answer may allow some. */
function withEgress(port: Interface, found: SecurityGroup[]): Interface {
  const groups = port.groups.map((id) => found.find((group) => group.GroupId === id));
  const none = groups.length > 0 && groups.every((group) => group && (group.IpPermissionsEgress ?? []).length === 0);
  const own = groups.every((group) => group && isolationKind(group));
  return none && !own ? { ...port, withoutEgress: true } : port;
}

/** Keeps the marks from before the run's first change. */
function asBefore(ports: Interface[], before: Interface[]): Interface[] {
  return ports.map((port) =>
    before.find(({ id }) => id === port.id)?.withoutEgress ? { ...port, withoutEgress: true } : port,
  );
}

/** Which groups of the prior state still exist. */
export async function readRestorable(
  ec2: EC2,
  priorState: InstancePriorState | undefined,
): Promise<string[] | undefined> {
  const wanted = [...new Set(priorState?.interfaces.flatMap((port) => port.groups))];
  if (wanted.length === 0) return undefined;
  const ask = async () => {
    const found = await existingGroups(ec2, wanted);
    return found.map((group) => group.GroupId!);
  };
  const first = await ask();
  if (first.length === wanted.length) return first;
  await wait(doubt);
  return ask();
}

import type { EC2, Instance } from "@aws-sdk/client-ec2";
import { isMissing } from "../../lib/errors";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import { tagRecord } from "../../resources/tagRecord";
import type { IsolationClients } from "./clients";
import { readGroups, readRestorable } from "./readGroups";
import { portsIn, withManagers } from "./readPorts";
import { readSurroundings } from "./readSurroundings";
import { type InstancePriorState, type InstanceState, unreadParts } from "./state";
import { shortenedIn, withConfirmed } from "./timeouts";

type Context = ReadContext<InstanceState, InstancePriorState>;

/**
 * Reads the instance, or its stale parts. An urgent reading covers only what the cut needs: the instance with its interfaces,
 * and the groups. Undefined if it is terminated, terminating or unknown; a terminated instance stays visible for about an hour,
 * without interfaces (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html).
 */
export async function read(
  clients: IsolationClients,
  target: Target,
  context: Context,
): Promise<InstanceState | undefined> {
  const { previous, stale, priorState, saved } = context;
  const described =
    !previous || stale.includes("instance") ? await describeInstance(clients.ec2, target.id) : undefined;
  if (described === null) return undefined;
  const ports = described ? portsIn(described) : withConfirmed(previous!.interfaces, context);
  const [groups, restorable] = await Promise.all([
    readGroups(clients.ec2, { target, ports, context, fresh: !previous || stale.includes("groups") }),
    previous ? previous.restorable : readRestorable(clients.ec2, priorState),
  ]);
  const channels = [...new Set(context.wanted.flatMap((details) => details["channel"] ?? []))];
  const core = {
    ...(described ? instanceFields(described) : instanceFieldsOf(previous!, context)),
    accountId: target.accountId,
    ...groups,
    ...(restorable && { restorable }),
    ...(saved && { earlier: saved.interfaces }),
    ...shortenedIn(context),
    ...(channels.length > 0 && { channels }),
    containment: context.containment,
  };
  if (context.urgent && !previous) return { ...core, ...nothingRead() };
  const surroundings = await readSurroundings(clients, core, target.region, context);
  // Not needed before the cut.
  if (surroundings.unread) return { ...core, ...surroundings };
  return withManagers(clients.ec2, { ...core, ...surroundings }, priorState !== undefined);
}

/** The surroundings before they are read. */
const nothingRead = () => ({
  terminationProtection: false,
  shutdownBehavior: "stop" as const,
  registrations: [],
  balancers: [],
  routes: [],
  snapshots: [],
  failedSnapshots: [],
  unread: Object.keys(unreadParts),
});

/** Null if the instance no longer exists. By default EC2 hides resources that a service manages. */
async function describeInstance(ec2: EC2, id: string): Promise<Instance | null> {
  const answer = await ec2
    .describeInstances({ InstanceIds: [id], IncludeManagedResources: true })
    .catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
  const instance = answer?.Reservations?.flatMap((reservation) => reservation.Instances ?? [])[0];
  if (!instance || ["terminated", "shutting-down"].includes(instance.State?.Name ?? "terminated")) return null;
  return instance;
}

const instanceKeys = ["id", "lifecycle", "tags", "profile", "image", "rootDevice", "spot", "volumes"] as const;

type InstanceFields = Pick<InstanceState, (typeof instanceKeys)[number]>;

function instanceFields(instance: Instance): InstanceFields {
  return {
    id: instance.InstanceId!,
    lifecycle: instance.State!.Name!,
    tags: tagRecord(instance.Tags),
    ...(instance.ImageId && { image: instance.ImageId }),
    ...(instance.IamInstanceProfile?.Arn && { profile: instance.IamInstanceProfile.Arn }),
    rootDevice: instance.RootDeviceType === "instance-store" ? "instance-store" : "ebs",
    spot: instance.InstanceLifecycle === "spot",
    volumes: (instance.BlockDeviceMappings ?? [])
      .filter((mapping) => mapping.Ebs?.VolumeId)
      .map((mapping) => ({
        device: mapping.DeviceName!,
        id: mapping.Ebs!.VolumeId!,
        deleteOnTermination: mapping.Ebs!.DeleteOnTermination ?? false,
      })),
  };
}

/** As they were read; a change of the volumes that AWS has just confirmed is trusted, and read again by the hourly check. */
function instanceFieldsOf(state: InstanceState, { priorState, confirmed = [] }: Context): InstanceFields {
  const entries = instanceKeys.filter((key) => key in state).map((key) => [key, state[key]]);
  const kept = priorState === undefined && confirmed.some(({ input }) => "BlockDeviceMappings" in input);
  const volumes = state.volumes.map((volume) => ({ ...volume, deleteOnTermination: false }));
  return { ...Object.fromEntries(entries), ...(kept && { volumes }) } as InstanceFields;
}

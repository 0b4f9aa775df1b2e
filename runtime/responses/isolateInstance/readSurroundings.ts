import type { AutoScaling as AutoScalingClient, AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import type { EC2 } from "@aws-sdk/client-ec2";
import { readRegistrations, type Unreadable } from "../../aws/readRegistrations";
import { readAcls, wallIn } from "../../aws/wall/readAcls";
import { readDevices, readRoutes } from "../../aws/wall/readPaths";
import { coded, codeOf, isDenied, isMissing, isRefused, messageOf } from "../../lib/errors";
import { doubt, wait } from "../../lib/wait";
import type { ReadContext } from "../../model/response";
import type { IsolationClients } from "./clients";
import { readDns } from "./readDns";
import { readEvidence } from "./readSnapshots";
import { type AutoScaling, type InstancePriorState, type InstanceState, unreadParts } from "./state";
import { walledOff } from "./wall";

/** What is read of the instance itself, before its surroundings. */
export type Core = Pick<InstanceState, "id" | "tags" | "interfaces">;

type Surroundings = Omit<
  InstanceState,
  "id" | "tags" | "interfaces" | "lifecycle" | "rootDevice" | "spot" | "volumes"
> & {
  [Key in keyof InstanceState]?: InstanceState[Key];
};

/**
 * Everything that isolation needs besides the network, read in parallel. A part that cannot be read is listed in `unreadable`,
 * since a part that was not checked is not contained.
 */
export async function readSurroundings(
  clients: IsolationClients,
  core: Core,
  region: string,
  context: ReadContext<InstanceState, InstancePriorState>,
): Promise<Surroundings> {
  const { previous, stale } = context;
  const unreadable: Unreadable[] = [];
  const unknown = (part: string) => previous === undefined || (previous.unread ?? []).includes(part);
  const part = async <Value>(name: string, read: () => Promise<Value>, known: Value, none: Value): Promise<Value> => {
    if (previous && !stale.includes(name)) return known;
    try {
      return await read().catch(async (error: unknown) => {
        if (!mayComeLater(error) || isLacking(name, error) || isInstanceGone(error)) throw error;
        await wait(doubt);
        return read();
      });
    } catch (error) {
      // A release that does not see what it has to restore would end as if there were nothing.
      if (context.priorState !== undefined || isInstanceGone(error)) throw error;
      const again = mayComeLater(error) && !isLacking(name, error);
      unreadable.push({ part: name, reason: `${unreadParts[name]}: ${messageOf(error)}`, again });
      return unknown(name) ? none : known;
    }
  };
  const { ec2 } = clients;
  const { id, interfaces, tags } = core;
  const [terminationProtection, shutdownBehavior, autoScaling, registrations, routes, devices, snapshots, dns] =
    await Promise.all([
      part("termination", () => readTermination(ec2, context, id), previous?.terminationProtection ?? false, false),
      part("shutdown", () => readShutdown(ec2, context, id), previous?.shutdownBehavior ?? "stop", "stop" as const),
      part("autoScaling", () => readAutoScaling(clients.autoScaling, id, tags), previous?.autoScaling, undefined),
      part(
        "registrations",
        () => readRegistrations(clients, id, interfaces),
        pickRegistrations(previous),
        unregistered,
      ),
      part("routes", () => readRoutes(ec2, interfaces), previous?.routes ?? [], []),
      part("devices", () => readDevices(ec2, interfaces), previous?.devices ?? [], []),
      part("snapshots", () => readEvidence(ec2, region, context), pickSnapshots(previous), noSnapshots),
      part("dns", () => readDns(clients.resolver, core, context), previous?.dns, undefined),
    ]);
  const wall = wallIn(context);
  const releases = context.priorState !== undefined;
  // Which are needed depends on the routes and the devices.
  const acls = await part(
    "networkAcls",
    () => {
      const near = releases ? [] : walledOff({ routes, devices }).map(({ vpcId }) => vpcId);
      return readAcls(ec2, interfaces, { near, wall });
    },
    previous?.acls ?? [],
    [],
  );
  const { late = [], ...found } = registrations;
  const unread = (previous?.unread ?? []).filter((name) => !stale.includes(name));
  const still = (previous?.unreadable ?? []).filter((item) => !stale.includes(item.part));
  const all = [...still, ...unreadable, ...late];
  return {
    terminationProtection,
    shutdownBehavior,
    ...(autoScaling && { autoScaling }),
    ...found,
    routes,
    devices,
    acls,
    ...(wall.length > 0 && { wall }),
    ...snapshots,
    ...(dns && { dns }),
    ...(unread.length > 0 && { unread }),
    ...(all.length > 0 && { unreadable: all }),
  } as Surroundings;
}

/** Whether the instance itself no longer exists, as opposed to a target group or an Auto Scaling group. */
const isInstanceGone = (error: unknown) => isMissing(error) && /^InvalidInstanceID/.test(codeOf(error));

/** Permanent refusals stay; everything else may succeed in the next delivery. */
const mayComeLater = (error: unknown) => !isRefused(error);

/** Roles of earlier versions may not read network ACLs or DNS Firewall: the rest of the isolation must not fail for that. */
const isLacking = (part: string, error: unknown) => ["networkAcls", "dns"].includes(part) && isDenied(error);

const unregistered = { registrations: [], balancers: [], namesakes: [], late: [] as Unreadable[] };
const noSnapshots: Pick<InstanceState, "snapshots" | "failedSnapshots" | "pendingSnapshots" | "custody"> = {
  snapshots: [],
  failedSnapshots: [],
  pendingSnapshots: [],
};

const pickRegistrations = (state: InstanceState | undefined) => ({
  ...unregistered,
  ...(state && { registrations: state.registrations, balancers: state.balancers, namesakes: state.namesakes ?? [] }),
});

const pickSnapshots = (state: InstanceState | undefined) => ({
  ...noSnapshots,
  ...(state && {
    snapshots: state.snapshots,
    failedSnapshots: state.failedSnapshots,
    pendingSnapshots: state.pendingSnapshots ?? [],
    ...(state.custody && { custody: state.custody }),
  }),
});

type Context = ReadContext<InstanceState, InstancePriorState>;

/** A change that AWS has just confirmed is trusted; the hourly check reads it again. */
const confirmed = (context: Context, name: string) =>
  context.confirmed?.some((call) => call.operation === "ModifyInstanceAttribute" && name in call.input);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html */
async function readTermination(ec2: EC2, context: Context, InstanceId: string): Promise<boolean> {
  if (context.priorState === undefined && confirmed(context, "DisableApiTermination")) return true;
  const answer = await ec2.describeInstanceAttribute({ InstanceId, Attribute: "disableApiTermination" });
  return answer.DisableApiTermination?.Value ?? false;
}

async function readShutdown(ec2: EC2, context: Context, InstanceId: string): Promise<"stop" | "terminate"> {
  if (context.priorState === undefined && confirmed(context, "InstanceInitiatedShutdownBehavior")) return "stop";
  const answer = await ec2.describeInstanceAttribute({ InstanceId, Attribute: "instanceInitiatedShutdownBehavior" });
  return answer.InstanceInitiatedShutdownBehavior?.Value === "terminate" ? "terminate" : "stop";
}

/** Set by Auto Scaling on its instances. */
const groupNameTag = "aws:autoscaling:groupName";

/**
 * The Auto Scaling group that the instance is in. Only Auto Scaling can write the tag
 * (https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html), so instances without it need no call.
 */
async function readAutoScaling(
  client: AutoScalingClient,
  id: string,
  tags: Record<string, string>,
): Promise<AutoScaling | undefined> {
  if (!(groupNameTag in tags)) return undefined;
  const instances = await client.describeAutoScalingInstances({ InstanceIds: [id] });
  const member = instances.AutoScalingInstances?.[0];
  // The tag says otherwise: an empty answer is not the same as no group.
  if (!member) throw coded("NotVisible", `Auto Scaling does not show ${id}, which is in ${tags[groupNameTag]}`);
  const AutoScalingGroupNames = [member.AutoScalingGroupName!];
  const group = (await client.describeAutoScalingGroups({ AutoScalingGroupNames })).AutoScalingGroups?.[0];
  const startsFrom = group && startOf(group);
  return {
    group: member.AutoScalingGroupName!,
    lifecycle: member.LifecycleState!,
    desired: group?.DesiredCapacity ?? 0,
    max: group?.MaxSize ?? 0,
    ...(startsFrom && { startsFrom }),
  };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html */
function startOf({ LaunchTemplate, MixedInstancesPolicy, LaunchConfigurationName }: AutoScalingGroup) {
  const template = LaunchTemplate ?? MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  if (!template) return LaunchConfigurationName && `launch configuration ${LaunchConfigurationName}`;
  const name = template.LaunchTemplateName ?? template.LaunchTemplateId;
  return `launch template ${name}, version ${template.Version ?? "$Default"}`;
}

import type { EC2, Filter, Instance } from "@aws-sdk/client-ec2";
import { pages } from "../../runtime/aws/pages";
import { groupTag } from "../../runtime/responses/isolateInstance/state";
import { madeByRehearsals, runIn } from "../names";
import type { Attempt } from "./attempt";

/** How long it is waited for instances to end, and for what they used to be free, in milliseconds. */
const patience = 300_000;

/** How long after that something may still count as used, in milliseconds. */
const lastUse = 60_000;

/** Removes instances, volumes, snapshots and networks. */
export async function removeMachines(
  ec2: EC2,
  attempt: Attempt,
  pause: (milliseconds: number) => Promise<void>,
): Promise<void> {
  const Filters = [madeByRehearsals];
  for (const { InstanceId } of await living(ec2)) {
    await attempt(InstanceId!, async () => {
      // What a rehearsal that was stopped has left contained.
      const { DisableApiTermination } = await ec2.describeInstanceAttribute({
        InstanceId: InstanceId!,
        Attribute: "disableApiTermination",
      });
      if (DisableApiTermination?.Value) {
        await ec2.modifyInstanceAttribute({ InstanceId: InstanceId!, DisableApiTermination: { Value: false } });
      }
      await ec2.terminateInstances({ InstanceIds: [InstanceId!] });
    });
  }
  const deadline = Date.now() + patience;
  while ((await living(ec2)).length > 0 && Date.now() < deadline) await pause(3000);
  const volumes = async () => (await ec2.describeVolumes({ Filters })).Volumes ?? [];
  // Those that go with their instance are not deleted here, and those that stay are free in a moment.
  const busy = ["in-use", "deleting"];
  while ((await volumes()).some(({ State }) => busy.includes(State!)) && Date.now() < deadline) await pause(3000);
  for (const { VolumeId } of await volumes()) await attempt(VolumeId!, () => ec2.deleteVolume({ VolumeId: VolumeId! }));
  const { Snapshots = [] } = await ec2.describeSnapshots({ Filters, OwnerIds: ["self"] });
  for (const { SnapshotId } of Snapshots) {
    await attempt(SnapshotId!, () => ec2.deleteSnapshot({ SnapshotId: SnapshotId! }));
  }
  const { Vpcs = [] } = await ec2.describeVpcs({ Filters });
  const patiently: Attempt = (what, call) =>
    attempt(what, async () => {
      for (;;) {
        try {
          return await call();
        } catch (error) {
          // What used it has just ended, or something of others is in it: that is found out in time.
          if ((error as Error).name !== "DependencyViolation" || Date.now() > deadline - patience + lastUse)
            throw error;
          await pause(3000);
        }
      }
    });
  for (const { VpcId } of Vpcs) await removeNetwork(ec2, VpcId!, patiently);
}

/** The instances of rehearsals that have not ended. */
async function living(ec2: EC2): Promise<Instance[]> {
  const states = ["pending", "running", "stopping", "stopped", "shutting-down"];
  const Filters: Filter[] = [madeByRehearsals, { Name: "instance-state-name", Values: states }];
  const reservations = await pages(
    (NextToken) => ec2.describeInstances({ Filters, ...(NextToken && { NextToken }) }),
    (page) => page.Reservations,
    (page) => page.NextToken,
  );
  return reservations.flatMap(({ Instances = [] }) => Instances);
}

/** In a VPC of a rehearsal there is what it made itself, and Firebreak's own groups; anything else is left alone. */
async function removeNetwork(ec2: EC2, VpcId: string, attempt: Attempt): Promise<void> {
  const Filters = [{ Name: "vpc-id", Values: [VpcId] }];
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({ Filters });
  const ours = SecurityGroups.filter(
    ({ Tags = [] }) => runIn(Tags) !== undefined || Tags.some(({ Key }) => Key === groupTag),
  );
  for (const { GroupId } of ours) await attempt(GroupId!, () => ec2.deleteSecurityGroup({ GroupId: GroupId! }));
  const { Subnets = [] } = await ec2.describeSubnets({ Filters: [...Filters, madeByRehearsals] });
  for (const { SubnetId } of Subnets) await attempt(SubnetId!, () => ec2.deleteSubnet({ SubnetId: SubnetId! }));
  await attempt(VpcId, () => ec2.deleteVpc({ VpcId }));
}

import type { EC2, Filter, Instance } from "@aws-sdk/client-ec2";
import { pages } from "../../runtime/aws/pages";
import { groupTag } from "../../runtime/responses/isolateInstance/state";
import { madeByRehearsals, runIn } from "../names";
import type { Attempt } from "./attempt";

/** How long to wait for instances and endpoints to end and for their resources to be free, in milliseconds. */
const timeout = 300_000;

/** How long after that AWS may still report a resource as in use, in milliseconds. */
const lastUse = 60_000;

/** Removes endpoints, instances, volumes, snapshots and networks. */
export async function removeMachines(
  ec2: EC2,
  attempt: Attempt,
  pause: (milliseconds: number) => Promise<void>,
): Promise<void> {
  const Filters = [madeByRehearsals];
  const endpoints = async () => (await ec2.describeVpcEndpoints({ Filters })).VpcEndpoints ?? [];
  for (const { VpcEndpointId } of await endpoints())
    await attempt(VpcEndpointId!, () => removeEndpoint(ec2, VpcEndpointId!));
  for (const { InstanceId } of await living(ec2)) {
    await attempt(InstanceId!, async () => {
      // A stopped rehearsal may have left the instance contained.
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
  const deadline = Date.now() + timeout;
  const ending = async () => [...(await living(ec2)), ...(await endpoints())];
  while ((await ending()).length > 0 && Date.now() < deadline) await pause(3000);
  const volumes = async () => (await ec2.describeVolumes({ Filters })).Volumes ?? [];
  // Volumes that AWS deletes with their instance are skipped; the others will soon be free.
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
          // Either its user has just ended, so that a retry succeeds, or it contains resources of others.
          if ((error as Error).name !== "DependencyViolation" || Date.now() > deadline - timeout + lastUse) throw error;
          await pause(3000);
        }
      }
    });
  for (const { VpcId } of Vpcs) await removeNetwork(ec2, VpcId!, patiently);
}

/**
 * AWS answers with what it could not delete instead of an error
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpoints.html).
 */
async function removeEndpoint(ec2: EC2, id: string): Promise<void> {
  const [failed] = (await ec2.deleteVpcEndpoints({ VpcEndpointIds: [id] })).Unsuccessful ?? [];
  if (failed) throw Object.assign(new Error(failed.Error?.Message), { name: failed.Error?.Code });
}

/** The instances of rehearsals that are not terminated. */
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

/** Removes the rehearsal's resources and Firebreak's groups from a VPC of a rehearsal, and nothing else. */
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

import type { EC2, Filter, Instance } from "@aws-sdk/client-ec2";
import { pages } from "../../runtime/aws/pages";
import { madeByRehearsals } from "../names";
import type { Attempt, Pause } from "./attempt";

/** How long to wait for instances and endpoints to end and for their resources to be free, in milliseconds. */
const timeout = 300_000;

/** Removes endpoints, instances, volumes and snapshots. */
export async function removeMachines(ec2: EC2, attempt: Attempt, pause: Pause): Promise<void> {
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

import { targetOf } from "../../runtime/resources/targets";
import { type Course, type Stage, unchangedSince } from "../course";
import { sharedSnapshot } from "../incidents/copy";
import { bothWays } from "../incidents/release";
import { nameOf, tagsOf } from "../names";
import { snapshotGrants } from "../readBack";
import { awaited, soon } from "../soon";

/** The size of the volume in GiB, the smallest one. Nothing is ever written to it, so its snapshot is empty. */
const volumeSize = 1;

/** The rehearsal of unshare-copy: an empty snapshot that one account may use, and never everyone. */
export const copyRehearsal: Course = async (stage) => {
  const { place, shareWith: UserId } = stage;
  const { account: accountId, region, partition } = place;
  const { ec2 } = place.clients;
  const SnapshotId = await makeSnapshot(stage);
  await ec2.modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add: [{ UserId }] } });
  return bothWays(stage, sharedSnapshot(place, SnapshotId), {
    response: "unshare-copy",
    what: "snapshot",
    arn: targetOf("ebs-snapshot", { accountId, region, partition }, SnapshotId).arn,
    proof: await unchangedSince(async () => ({ grants: await snapshotGrants(ec2, SnapshotId) })),
  });
};

async function makeSnapshot(stage: Stage): Promise<string> {
  const { run, place, pause } = stage;
  const { ec2 } = place.clients;
  const tagged = (ResourceType: "volume" | "snapshot") => [
    { ResourceType, Tags: tagsOf(run, { Name: nameOf(run, "copy") }) },
  ];
  // Without Local Zones: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html
  const Filters = [
    { Name: "zone-type", Values: ["availability-zone"] },
    { Name: "state", Values: ["available"] },
  ];
  const { AvailabilityZones = [] } = await ec2.describeAvailabilityZones({ Filters });
  const { VolumeId } = await ec2.createVolume({
    AvailabilityZone: AvailabilityZones[0]!.ZoneName!,
    Size: volumeSize,
    VolumeType: "gp3",
    TagSpecifications: tagged("volume"),
  });
  const volumes = { Filters: [{ Name: "volume-id", Values: [VolumeId!] }] };
  await awaited(pause, `volume ${VolumeId} is not available`, async () =>
    isReady((await ec2.describeVolumes(volumes)).Volumes?.[0]?.State, "available"),
  );
  const { SnapshotId } = await soon(pause, () =>
    ec2.createSnapshot({ VolumeId: VolumeId!, TagSpecifications: tagged("snapshot") }),
  );
  const snapshots = { Filters: [{ Name: "snapshot-id", Values: [SnapshotId!] }] };
  await awaited(pause, `snapshot ${SnapshotId} is not complete`, async () =>
    isReady((await ec2.describeSnapshots(snapshots)).Snapshots?.[0]?.State, "completed"),
  );
  return SnapshotId!;
}

/** Whether a state is the wanted one; undefined if it may still become that. */
function isReady(state: string | undefined, wanted: string): true | undefined {
  if (state === "error") throw new Error(`EBS shows an error instead of ${wanted}`);
  return state === wanted || undefined;
}

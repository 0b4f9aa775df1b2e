import { type Course, type Stage, unchangedSince } from "../course";
import { instanceCourse } from "../incidents/instance";
import { nameOf, tagsOf } from "../names";
import { aclEntries, groupsOf, notWalledOff } from "../readBack";
import { awaited, soon } from "../soon";
import { makeEndpoint, makeGroup, networkOf } from "./network";

/** The smallest instance type; every Region has an Amazon Linux image for it. */
export const instanceType = "t3.nano";

/** The parameter with the newest Amazon Linux image: https://docs.aws.amazon.com/linux/al2023/ug/ec2.html */
export const imageParameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

/** The rehearsal of isolate-instance. */
export const instanceRehearsal: Course = async (stage) => {
  const { place, followed } = stage;
  const { ec2 } = place.clients;
  const { vpcId, subnetId } = await networkOf(stage);
  const group = await makeGroup(stage, vpcId, "web");
  const [id, endpoint] = await Promise.all([makeInstance(stage, subnetId, group), makeEndpoint(stage, vpcId, group)]);
  const unchanged = await unchangedSince(() => portrait(stage, id, endpoint));
  const course = instanceCourse(place, followed, {
    id,
    what: "an instance, with an interface endpoint in another subnet,",
    unchanged,
    notCut: () => notWalledOff(ec2, id, endpoint),
  });
  return [course.contained, course.again, course.released, course.old];
};

/** Starts an instance without a public address and waits until it runs. */
async function makeInstance({ run, place, ssm, pause }: Stage, subnet: string, group: string): Promise<string> {
  const { ec2 } = place.clients;
  const { Parameter } = await ssm.getParameter({ Name: imageParameter });
  const Tags = tagsOf(run, { Name: nameOf(run, "instance") });
  const started = await soon(pause, () =>
    ec2.runInstances({
      ImageId: Parameter!.Value!,
      InstanceType: instanceType,
      MinCount: 1,
      MaxCount: 1,
      NetworkInterfaces: [
        {
          DeviceIndex: 0,
          SubnetId: subnet,
          Groups: [group],
          AssociatePublicIpAddress: false,
          DeleteOnTermination: true,
        },
      ],
      TagSpecifications: (["instance", "volume", "network-interface"] as const).map((ResourceType) => ({
        ResourceType,
        Tags,
      })),
    }),
  );
  const id = started.Instances![0]!.InstanceId!;
  return awaited(pause, `instance ${id} does not run`, async () => {
    // A new id may be unknown at first. With a filter, the result is then empty instead of an error:
    // https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
    const Filters = [{ Name: "instance-id", Values: [id] }];
    const { Reservations = [] } = await ec2.describeInstances({ Filters });
    const state = Reservations[0]?.Instances?.[0]?.State?.Name;
    if (state === "running") return id;
    if (state !== undefined && state !== "pending") throw new Error(`instance ${id} is ${state} instead of running`);
    return undefined;
  });
}

/** The state that a release must restore, with the entries about the instance in the network ACL of the endpoint's subnet. */
async function portrait({ place: { clients } }: Stage, id: string, endpoint: string) {
  const attribute = async (Attribute: "disableApiTermination" | "instanceInitiatedShutdownBehavior") =>
    clients.ec2.describeInstanceAttribute({ InstanceId: id, Attribute });
  const { Reservations = [] } = await clients.ec2.describeInstances({ InstanceIds: [id] });
  const { BlockDeviceMappings: volumes = [], PrivateIpAddress } = Reservations[0]?.Instances?.[0] ?? {};
  const entries = await aclEntries(clients.ec2, { subnet: endpoint });
  return {
    acl: entries.filter((entry) => entry.endsWith(` ${PrivateIpAddress}/32`)),
    groups: await groupsOf(clients.ec2, id),
    terminationProtection: (await attribute("disableApiTermination")).DisableApiTermination?.Value ?? false,
    shutdown: (await attribute("instanceInitiatedShutdownBehavior")).InstanceInitiatedShutdownBehavior?.Value,
    deletedWithIt: Object.fromEntries(volumes.map(({ DeviceName, Ebs }) => [DeviceName, Ebs?.DeleteOnTermination])),
  };
}

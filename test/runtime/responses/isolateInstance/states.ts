import fc from "fast-check";
import type { Registration } from "../../../../runtime/aws/readRegistrations";
import type { Acl, AclEntry } from "../../../../runtime/aws/wall/acls";
import type { Device } from "../../../../runtime/aws/wall/paths";
import type {
  AutoScaling,
  InstanceState,
  Interface,
  IsolationGroup,
  Rule,
} from "../../../../runtime/responses/isolateInstance/state";

const hex = (prefix: string) =>
  fc.integer({ min: 0, max: 0xffffff }).map((n) => `${prefix}-${n.toString(16).padStart(8, "0")}`);
const vpc = fc.constantFrom("vpc-1", "vpc-2");

const port: fc.Arbitrary<Interface> = fc.record(
  {
    id: hex("eni"),
    vpcId: vpc,
    subnetId: fc.constantFrom("subnet-1", "subnet-2"),
    groups: fc.uniqueArray(fc.constantFrom("sg-web", "sg-db", "sg-admin", "sg-logs"), { minLength: 1, maxLength: 4 }),
    addresses: fc.constant(["10.0.0.1", "2001:db8::1"]),
    managedBy: fc.constant("amazon-elb"),
  },
  { requiredKeys: ["id", "vpcId", "subnetId", "groups", "addresses"] },
);

const rule: fc.Arbitrary<Rule> = fc.record({
  id: hex("sgr"),
  egress: fc.boolean(),
  protocol: fc.constantFrom("-1", "tcp", "udp"),
  source: fc.constantFrom("0.0.0.0/0", "::/0", "10.0.0.0/8", "sg-web"),
});

const group: fc.Arbitrary<IsolationGroup> = fc.record({
  id: hex("sg"),
  vpcId: vpc,
  kind: fc.constantFrom("open" as const, "closed" as const),
  rules: fc.uniqueArray(rule, {
    maxLength: 5,
    comparator: (left, right) =>
      left.id === right.id ||
      (left.egress === right.egress && left.protocol === right.protocol && left.source === right.source),
  }),
});

const autoScaling: fc.Arbitrary<AutoScaling> = fc.record({
  group: fc.constant("shop"),
  lifecycle: fc.constantFrom("InService", "Standby", "Terminating", "Pending"),
  desired: fc.integer({ min: 1, max: 3 }),
  max: fc.integer({ min: 3, max: 5 }),
});

const registration: fc.Arbitrary<Registration> = fc.oneof(
  fc.record({
    kind: fc.constant("target-group" as const),
    name: fc.constantFrom("arn:tg/a", "arn:tg/b"),
    target: fc.constantFrom("i-00000001", "10.0.0.1"),
    port: fc.constantFrom(80, 443),
    draining: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("classic" as const),
    name: fc.constantFrom("lb-a", "lb-b"),
    target: fc.constant("i-00000001"),
    draining: fc.constant(false),
  }),
);

const volume = fc.record({
  device: fc.constantFrom("/dev/sda1", "/dev/sdf", "/dev/sdg"),
  id: hex("vol"),
  deleteOnTermination: fc.boolean(),
});

const device: fc.Arbitrary<Device> = fc.record({
  id: hex("eni-device"),
  type: fc.constantFrom("natGateway", "network_load_balancer", "vpc_endpoint", "gateway_load_balancer"),
  vpcId: vpc,
  subnetId: fc.constantFrom("subnet-1", "subnet-nat", "subnet-nlb"),
  description: fc.constantFrom("Interface for NAT Gateway nat-1", "ELB net/front/0123456789abcdef"),
});

const entry: fc.Arbitrary<AclEntry> = fc.record({
  number: fc.constantFrom(1, 2, 3, 100, 32_767),
  egress: fc.boolean(),
  protocol: fc.constantFrom("-1", "6"),
  cidr: fc.constantFrom("0.0.0.0/0", "::/0", "10.0.0.0/16", "10.0.0.1/32"),
  allow: fc.boolean(),
});

const acl = (id: string, subnet: string): fc.Arbitrary<Acl> =>
  fc.record({
    id: fc.constant(id),
    vpcId: fc.constant("vpc-1"),
    ownerId: fc.constantFrom("444455556666", "444455556666", "999988887777"),
    subnets: fc.constant([subnet]),
    entries: fc.uniqueArray(entry, { maxLength: 6, selector: (item) => `${item.egress} ${item.number}` }),
  });

/** Any instance that an isolation may meet, with whatever earlier runs or other people left in its VPCs. */
export const instances: fc.Arbitrary<InstanceState> = fc
  .record(
    {
      id: fc.constant("i-00000001"),
      accountId: fc.constant("444455556666"),
      lifecycle: fc.constantFrom("running", "stopped"),
      tags: fc.constant({}),
      profile: fc.constant("arn:aws:iam::444455556666:instance-profile/web"),
      rootDevice: fc.constantFrom("ebs" as const, "instance-store" as const),
      spot: fc.boolean(),
      volumes: fc.uniqueArray(volume, { maxLength: 3, selector: (item) => item.device }),
      interfaces: fc.uniqueArray(port, { maxLength: 3, selector: (item) => item.id }),
      terminationProtection: fc.boolean(),
      shutdownBehavior: fc.constantFrom("stop" as const, "terminate" as const),
      groups: fc.uniqueArray(group, { maxLength: 4, selector: (item) => item.id }),
      takenNames: fc.uniqueArray(
        fc.record({ vpcId: vpc, name: fc.constantFrom("firebreak-isolation-open", "firebreak-isolation-closed") }),
        { maxLength: 2, selector: (item) => `${item.vpcId} ${item.name}` },
      ),
      autoScaling,
      registrations: fc.uniqueArray(registration, {
        maxLength: 3,
        selector: (item) => `${item.name} ${item.target} ${item.port}`,
      }),
      balancers: fc.constant(["arn:tg/a", "arn:tg/b", "lb-a", "lb-b"]),
      devices: fc.uniqueArray(device, { maxLength: 3, selector: (item) => item.id }),
      acls: fc.tuple(acl("acl-nat", "subnet-nat"), acl("acl-nlb", "subnet-nlb")),
      routes: fc.array(
        fc.record({
          subnetId: fc.constant("subnet-1"),
          destination: fc.constant("0.0.0.0/0"),
          via: fc.constantFrom("nat-1", "igw-1", "vpce-1"),
        }),
        {
          maxLength: 2,
        },
      ),
      snapshots: fc.constant([]),
      failedSnapshots: fc.constant([]),
      containment: fc.constant("0123456789abcdef-0"),
    },
    {
      requiredKeys: [
        "id",
        "accountId",
        "lifecycle",
        "tags",
        "rootDevice",
        "spot",
        "volumes",
        "interfaces",
        "terminationProtection",
        "shutdownBehavior",
        "groups",
        "takenNames",
        "registrations",
        "balancers",
        "routes",
        "snapshots",
        "failedSnapshots",
        "containment",
      ],
    },
  )
  .map((state) => structuredClone(state) as unknown as InstanceState);

export const settings = fc.record({ conversionSeconds: fc.constant(0), snapshots: fc.boolean() });

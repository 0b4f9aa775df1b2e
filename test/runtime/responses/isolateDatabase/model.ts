import fc from "fast-check";
import { groupNamePrefix, groupTag } from "../../../../runtime/aws/isolationGroup";
import type { Target } from "../../../../runtime/model/target";
import { clusterTarget, databaseTarget } from "../../../../runtime/resources/targets";
import type { DatabaseClients } from "../../../../runtime/responses/isolateDatabase/read";

const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
export const vpcId = "vpc-0123456789abcdef0";

export const instanceTarget: Target = { ...databaseTarget(place, "db-ABCDEFGHIJKL0123456789MNOP"), name: "orders" };
export const clusterAsTarget: Target = {
  ...clusterTarget(place, "cluster-ABCDEFGHIJKL0123456789MNOP"),
  name: "ledger",
};

interface Group {
  id: string;
  name: string;
  tags: Record<string, string>;
  /** Whether it allows all egress, as every new group does. */
  egress: boolean;
}

interface Snapshot {
  id: string;
  of: string;
  tags: { Key: string; Value: string }[];
}

/** A database as RDS stores it, with the security groups of its VPC. */
export interface World {
  engine: string;
  groups: string[];
  deletionProtection: boolean;
  /** Whether each instance is public; a cluster has as many as there are. */
  instances: Record<string, boolean>;
  dataApi: boolean;
  secret: boolean;
  vpc: Group[];
  snapshots: Snapshot[];
}

const own = (id: string): Group => ({ id, name: `app-${id}`, tags: {}, egress: true });

/** A closed group that an earlier isolation left. */
const closed: Group = {
  id: "sg-0c105ed",
  name: `${groupNamePrefix}closed-0123abcd`,
  tags: { [groupTag]: "closed" },
  egress: false,
};

/** Every state that the database may have. */
export const worlds = (engine: string): fc.Arbitrary<World> =>
  fc.record({
    engine: fc.constant(engine),
    groups: fc.subarray(["sg-0a", "sg-0b"], { minLength: 1 }),
    deletionProtection: fc.boolean(),
    instances: fc.constantFrom<Record<string, boolean>>(
      ...(engine === "postgres"
        ? [{ orders: true }, { orders: false }]
        : [{}, { writer: true, reader: false }, { writer: true, reader: true }, { writer: false }]),
    ),
    dataApi: fc.boolean(),
    secret: fc.boolean(),
    vpc: fc
      .constantFrom([], [closed], [{ ...closed, egress: true }], [{ ...closed, tags: {} }])
      .map((left) => [own("sg-0a"), own("sg-0b"), ...left]),
    // Of another database.
    snapshots: fc.constantFrom<Snapshot[]>([], [{ id: "nightly", of: "orders", tags: [] }]),
  });

const refuse = (name: string, message: string) => Object.assign(new Error(message), { name });
const list = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/**
 * RDS and EC2 as their API references describe them. A change of security groups is in progress for one look, and then in
 * effect; so is the status of a rebooted instance.
 */
export function clients(world: World, target: Target): DatabaseClients {
  const isCluster = target.kind === "rds-cluster";
  let changing: { before: string[] } | undefined;
  const memberships = () => {
    const before = changing?.before ?? world.groups;
    const shown = world.groups.map((id) => ({
      VpcSecurityGroupId: id,
      Status: before.includes(id) ? "active" : "adding",
    }));
    const removing = before.filter((id) => !world.groups.includes(id));
    return [...shown, ...removing.map((id) => ({ VpcSecurityGroupId: id, Status: "removing" }))];
  };
  const secret = () =>
    world.secret ? { MasterUserSecret: { SecretArn: "arn:aws:secretsmanager:eu-west-1:444455556666:secret:m" } } : {};
  const setGroups = (groups: string[] | undefined) => {
    if (groups === undefined) return;
    for (const id of groups)
      if (!world.vpc.some((group) => group.id === id)) throw refuse("InvalidParameterValue", `no group ${id}`);
    changing = { before: world.groups };
    world.groups = groups;
  };
  const instance = (name: string) => ({
    DBInstanceIdentifier: name,
    DbiResourceId: isCluster ? `db-${name.toUpperCase()}` : target.id,
    DBInstanceStatus: "available",
    Engine: world.engine,
    PubliclyAccessible: world.instances[name],
    VpcSecurityGroups: memberships(),
    DBSubnetGroup: { VpcId: vpcId },
    ...(isCluster ? {} : { DeletionProtection: world.deletionProtection, ...secret() }),
  });
  const rds = {
    async describeDBInstances({ DBInstanceIdentifier, Filters }: any) {
      if (DBInstanceIdentifier && !(DBInstanceIdentifier in world.instances))
        throw refuse("DBInstanceNotFound", DBInstanceIdentifier);
      const [{ Name, Values } = { Name: "db-cluster-id", Values: [] }] = Filters ?? [];
      if (!["db-cluster-id", "db-instance-id"].includes(Name)) throw refuse("InvalidParameterValue", "filter");
      const isNamed = (name: string) => Name !== "db-instance-id" || Values.includes(name);
      const DBInstances = Object.keys(world.instances).filter(isNamed).map(instance);
      if (!isCluster) changing = undefined;
      return { DBInstances };
    },
    async describeDBClusters() {
      const answer = {
        DBClusters: [
          {
            DBClusterIdentifier: target.name,
            DbClusterResourceId: target.id,
            Status: "available",
            Engine: world.engine,
            VpcSecurityGroups: memberships(),
            DeletionProtection: world.deletionProtection,
            HttpEndpointEnabled: world.dataApi,
            ...secret(),
          },
        ],
      };
      changing = undefined;
      return answer;
    },
    async modifyDBInstance(input: any) {
      const { DBInstanceIdentifier: name, VpcSecurityGroupIds, PubliclyAccessible, DeletionProtection } = input;
      if (isCluster && (VpcSecurityGroupIds || DeletionProtection !== undefined))
        throw refuse("InvalidParameterCombination", "managed by the DB cluster");
      setGroups(VpcSecurityGroupIds);
      if (PubliclyAccessible !== undefined) world.instances[name] = PubliclyAccessible;
      if (DeletionProtection !== undefined) world.deletionProtection = DeletionProtection;
      return { DBInstance: instance(name) };
    },
    async modifyDBCluster({ VpcSecurityGroupIds, DeletionProtection, PubliclyAccessible }: any) {
      if (PubliclyAccessible !== undefined) throw refuse("InvalidParameterCombination", "no parameter of a cluster");
      setGroups(VpcSecurityGroupIds);
      if (DeletionProtection !== undefined) world.deletionProtection = DeletionProtection;
      return { DBCluster: secret() };
    },
    async createDBSnapshot({ DBInstanceIdentifier: of, DBSnapshotIdentifier: id, Tags: tags }: any) {
      return { DBSnapshot: { DBSnapshotIdentifier: snapshot({ id, of, tags }) } };
    },
    async createDBClusterSnapshot({ DBClusterIdentifier: of, DBClusterSnapshotIdentifier: id, Tags: tags }: any) {
      return { DBClusterSnapshot: { DBClusterSnapshotIdentifier: snapshot({ id, of, tags }) } };
    },
    async describeDBSnapshots({ DBInstanceIdentifier }: any) {
      const found = world.snapshots.filter(({ of }) => of === DBInstanceIdentifier);
      return { DBSnapshots: found.map(({ id, tags }) => ({ DBSnapshotIdentifier: id, TagList: tags })) };
    },
    async describeDBClusterSnapshots({ DBClusterIdentifier }: any) {
      const found = world.snapshots.filter(({ of }) => of === DBClusterIdentifier);
      return { DBClusterSnapshots: found.map(({ id, tags }) => ({ DBClusterSnapshotIdentifier: id, TagList: tags })) };
    },
  };
  function snapshot(one: Snapshot): string {
    if (world.snapshots.some(({ id }) => id === one.id)) throw refuse("DBSnapshotAlreadyExists", one.id);
    world.snapshots.push(one);
    return one.id;
  }
  return { rds, ec2: network(world) } as unknown as DatabaseClients;
}

/** The security groups of the VPC. */
function network(world: World) {
  const all = "sgr-0e";
  return {
    async describeSecurityGroups({ Filters }: any) {
      const by = (name: string) => Filters.find(({ Name }: any) => Name === name)?.Values as string[] | undefined;
      const [ids, names] = [by("group-id"), by("group-name")];
      const found = world.vpc
        .filter(({ id }) => !ids || ids.includes(id))
        .filter(({ name }) => !names || names.some((pattern) => name.startsWith(pattern.replace("*", ""))));
      return {
        SecurityGroups: found.map(({ id, name, tags, egress }) => ({
          GroupId: id,
          GroupName: name,
          VpcId: vpcId,
          OwnerId: place.accountId,
          Tags: list(tags),
          IpPermissions: [],
          IpPermissionsEgress: egress ? [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }] : [],
        })),
      };
    },
    async describeSecurityGroupRules({ Filters }: any) {
      const found = world.vpc.filter(({ id, egress }) => egress && Filters[0].Values.includes(id));
      return {
        SecurityGroupRules: found.map(({ id }) => ({
          GroupId: id,
          SecurityGroupRuleId: all,
          IsEgress: true,
          IpProtocol: "-1",
          CidrIpv4: "0.0.0.0/0",
        })),
      };
    },
    async createSecurityGroup({ GroupName: name, TagSpecifications }: any) {
      if (world.vpc.some((group) => group.name === name)) throw refuse("InvalidGroup.Duplicate", name);
      const id = `sg-0new${world.vpc.length}`;
      const tags = Object.fromEntries(TagSpecifications[0].Tags.map(({ Key, Value }: any) => [Key, Value]));
      world.vpc.push({ id, name, tags, egress: true });
      return { GroupId: id };
    },
    async revokeSecurityGroupEgress({ GroupId, SecurityGroupRuleIds }: any) {
      if (SecurityGroupRuleIds.join() !== all) throw refuse("InvalidSecurityGroupRuleId.NotFound", "no such rule");
      world.vpc.find(({ id }) => id === GroupId)!.egress = false;
    },
  };
}

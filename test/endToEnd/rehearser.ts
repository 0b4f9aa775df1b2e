import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { IAM } from "@aws-sdk/client-iam";
import { responseStatements } from "../../components/shared/policies";
import { accounts, rootOf } from "../../local/world/accounts";
import { s3In } from "../../local/world/buckets";
import { lambdaIn } from "../../local/world/functions";
import { iamIn } from "../../local/world/principals";
import { ecsIn } from "../../local/world/tasks";
import type { World } from "../../local/world/world";
import { defaultRole, rehearsalPermissions } from "../../rehearsal/permissions";
import { groupTag } from "../../runtime/responses/isolateInstance/state";
import { ec2In } from "./world";

const { payments } = accounts;

/** Makes the documented role with the documented policy in an account. */
export async function makeRehearser(endpoint: string, account: string): Promise<void> {
  const iam = new IAM(rootOf(account, endpoint));
  const Principal = { AWS: `arn:aws:iam::${accounts.security.id}:root` };
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] };
  await iam.createRole({ RoleName: defaultRole, AssumeRolePolicyDocument: JSON.stringify(trust) });
  await putPolicy(iam, account, []);
}

/** Gives the role of the account for rehearsals the documented policy without some of its statements. */
export const allowRehearser = (world: World, without: string[] = []): Promise<void> =>
  putPolicy(iamIn(world, "payments"), payments.id, without);

async function putPolicy(iam: IAM, account: string, without: string[]): Promise<void> {
  const granted = rehearsalPermissions.filter(({ sid }) => !without.includes(sid));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: responseStatements(granted, "aws", account),
  });
  await iam.putRolePolicy({ RoleName: defaultRole, PolicyName: "rehearse", PolicyDocument });
}

/** Removes the role: other tests look at what Firebreak's own roles use, by the prefix of their names. */
export async function removeRehearser(world: World): Promise<void> {
  const iam = iamIn(world, "payments");
  await iam.deleteRolePolicy({ RoleName: defaultRole, PolicyName: "rehearse" });
  await iam.deleteRole({ RoleName: defaultRole });
}

/** Everything in the account of the kinds that a rehearsal makes. */
export async function inventory(world: World) {
  const ec2 = ec2In(world, "payments");
  const iam = iamIn(world, "payments");
  const { Vpcs = [] } = await ec2.describeVpcs({});
  const { Subnets = [] } = await ec2.describeSubnets({});
  const { VpcEndpoints = [] } = await ec2.describeVpcEndpoints({});
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({});
  const { Reservations = [] } = await ec2.describeInstances({});
  const { Volumes = [] } = await ec2.describeVolumes({});
  const { Snapshots = [] } = await ec2.describeSnapshots({ OwnerIds: ["self"] });
  const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
  const { Users = [] } = await iam.listUsers({});
  const { Roles = [] } = await iam.listRoles({});
  const { Policies = [] } = await iam.listPolicies({ Scope: "Local" });
  const { Buckets = [] } = await s3In(world, "payments").listBuckets({});
  const { Functions = [] } = await lambdaIn(world, "payments").listFunctions({});
  const { InternetGateways = [] } = await ec2.describeInternetGateways({});
  const { RouteTables = [] } = await ec2.describeRouteTables({});
  const ecs = ecsIn(world, "payments");
  const { clusterArns = [] } = await ecs.listClusters({});
  const { clusters = [] } = await ecs.describeClusters({ clusters: clusterArns });
  const { trailList = [] } = await new CloudTrail(rootOf(payments.id, world.endpoint)).describeTrails({});
  return {
    gateways: InternetGateways.map(({ InternetGatewayId }) => InternetGatewayId).sort(),
    routeTables: RouteTables.map(({ RouteTableId }) => RouteTableId).sort(),
    clusters: clusters.filter(({ status }) => status === "ACTIVE").map(({ clusterName }) => clusterName),
    trails: trailList.map(({ Name }) => Name).sort(),
    functions: Functions.map(({ FunctionName }) => FunctionName).sort(),
    vpcs: Vpcs.map(({ VpcId }) => VpcId).sort(),
    subnets: Subnets.map(({ SubnetId }) => SubnetId).sort(),
    endpoints: VpcEndpoints.map(({ VpcEndpointId }) => VpcEndpointId).sort(),
    // The rules of isolation groups come and go with what other tests contain.
    groups: SecurityGroups.map(({ GroupId, IpPermissions, Tags = [] }) =>
      JSON.stringify([GroupId, Tags.some(({ Key }) => Key === groupTag) ? [] : IpPermissions, Tags]),
    ).sort(),
    instances: instances
      .filter(({ State }) => State!.Name !== "terminated")
      .map(({ InstanceId, SecurityGroups: groups, Tags }) => JSON.stringify([InstanceId, groups, Tags]))
      .sort(),
    volumes: Volumes.map(({ VolumeId }) => VolumeId).sort(),
    snapshots: Snapshots.map(({ SnapshotId }) => SnapshotId).sort(),
    users: Users.map(({ UserName }) => UserName).sort(),
    roles: Roles.map(({ RoleName }) => RoleName).sort(),
    policies: Policies.map(({ Arn }) => Arn).sort(),
    buckets: Buckets.map(({ Name }) => Name).sort(),
  };
}

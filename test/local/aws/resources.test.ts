import assert from "node:assert/strict";
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  DescribeAutoScalingGroupsCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient, PutMetricAlarmCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateSnapshotsCommand,
  CreateTagsCommand,
  CreateVpcEndpointCommand,
  DeleteSnapshotCommand,
  DeleteVpcEndpointsCommand,
  DescribeInstanceAttributeCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  ModifyInstanceAttributeCommand,
  ModifyNetworkInterfaceAttributeCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateTargetGroupCommand,
  DeregisterTargetsCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetPolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, DescribeKeyCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  AddTagsToResourceCommand,
  CreateDBInstanceCommand,
  DescribeDBInstancesCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { CreateTopicCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { member, region } from "./instance";
import { ec2As, launch, network, securityGroup } from "./machines";
import {
  allow,
  as,
  assume,
  type ClientSettings,
  outcome,
  role,
  type Statement,
  session,
  trust,
  unique,
} from "./principals";
import { queue } from "./queues";

type Sender = { send(command: any): Promise<unknown> };
type Service = new (settings: ClientSettings) => Sender;

/** Whether a call passes for a session of the member account with exactly these statements. */
async function may(service: Service, command: object, ...statements: Statement[]): Promise<boolean> {
  const client = new service(await as(await session(member, ...statements)));
  return (await outcome(client.send(command))) === "allowed";
}

/** Asserts that a call passes with permission for `resource` and is refused with permission for `other`. */
async function limited(service: Service, command: object, action: string, resource: string | string[], other: string) {
  assert.equal(await may(service, command, allow(action, resource)), true, `${action} on ${resource}`);
  assert.equal(await may(service, command, allow(action, other)), false, `${action} on ${other}`);
}

const arn = (service: string, name: string) => `arn:aws:${service}:${region}:${member}:${name}`;

describe("local AWS: permissions on single resources", () => {
  it("row 8: an interface and the groups it gets", async () => {
    const { vpc, subnet } = await network();
    const group = await securityGroup(vpc);
    const { NetworkInterfaces } = await launch({ SubnetId: subnet });
    const id = NetworkInterfaces![0]!.NetworkInterfaceId!;
    const command = new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: id, Groups: [group] });
    const action = "ec2:ModifyNetworkInterfaceAttribute";
    const both = [arn("ec2", `network-interface/${id}`), arn("ec2", `security-group/${group}`)];
    await limited(EC2Client, command, action, both, both[0]!);
    assert.equal(await may(EC2Client, command, allow(action, both[1])), false);
    const within = (id: string) => ({ ArnEquals: { "ec2:Vpc": arn("ec2", `vpc/${id}`) } });
    assert.equal(await may(EC2Client, command, allow(action, "*", within(vpc))), true);
    assert.equal(await may(EC2Client, command, allow(action, "*", within("vpc-0"))), false);
  });

  it("row 8: instances, by id and by tag", async () => {
    const { InstanceId } = await launch({
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "contain", Value: "yes" }] }],
    });
    const action = "ec2:ModifyInstanceAttribute";
    const command = new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: false } });
    await limited(EC2Client, command, action, arn("ec2", `instance/${InstanceId}`), arn("ec2", "instance/i-0"));
    for (const key of ["ec2:ResourceTag/contain", "aws:ResourceTag/contain"]) {
      const tagged = (value: string) => allow(action, "*", { StringEquals: { [key]: value } });
      assert.equal(await may(EC2Client, command, tagged("yes")), true, key);
      assert.equal(await may(EC2Client, command, tagged("no")), false, key);
    }
    const describe = new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "disableApiTermination" });
    assert.equal(await may(EC2Client, describe, allow("ec2:DescribeInstanceAttribute")), true);
  });

  it("row 8: an endpoint needs itself, its VPC, its subnets and its groups, and a deletion the endpoint, by tag too", async () => {
    const { vpc, subnet } = await network();
    const group = await securityGroup(vpc);
    const command = new CreateVpcEndpointCommand({
      VpcId: vpc,
      ServiceName: `com.amazonaws.${region}.ec2`,
      VpcEndpointType: "Interface",
      SubnetIds: [subnet],
      SecurityGroupIds: [group],
      TagSpecifications: [{ ResourceType: "vpc-endpoint", Tags: [{ Key: "owner", Value: "firebreak" }] }],
    });
    const endpoint = arn("ec2", "vpc-endpoint/*");
    const network_ = [`vpc/${vpc}`, `subnet/${subnet}`, `security-group/${group}`].map((name) => arn("ec2", name));
    const create = (...resources: string[]) => allow("ec2:CreateVpcEndpoint", resources);
    const tag = allow("ec2:CreateTags", endpoint, { StringEquals: { "ec2:CreateAction": "CreateVpcEndpoint" } });
    for (const left of network_)
      assert.equal(
        await may(EC2Client, command, create(endpoint, ...network_.filter((one) => one !== left)), tag),
        false,
      );
    assert.equal(await may(EC2Client, command, create(...network_), tag), false);
    assert.equal(await may(EC2Client, command, create(endpoint, ...network_)), false);
    assert.equal(await may(EC2Client, command, create(endpoint, ...network_), tag), true);
    const ec2 = await ec2As();
    const Filters = [{ Name: "vpc-id", Values: [vpc] }];
    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters }));
    const VpcEndpointIds = VpcEndpoints!.map(({ VpcEndpointId }) => VpcEndpointId!);
    const remove = new DeleteVpcEndpointsCommand({ VpcEndpointIds });
    const tagged = (value: string) =>
      allow("ec2:DeleteVpcEndpoints", endpoint, { StringEquals: { "aws:ResourceTag/owner": value } });
    assert.equal(await may(EC2Client, remove, tagged("other")), false);
    assert.equal(await may(EC2Client, remove, tagged("firebreak")), true);
  });

  it("row 8: snapshots need the instance, its volumes and the new snapshot, and tags on creation", async () => {
    const { InstanceId, BlockDeviceMappings } = await launch({});
    const volume = arn("ec2", `volume/${BlockDeviceMappings![0]!.Ebs!.VolumeId}`);
    const snapshot = `arn:aws:ec2:${region}::snapshot/*`;
    const instance = arn("ec2", `instance/${InstanceId}`);
    const command = new CreateSnapshotsCommand({
      InstanceSpecification: { InstanceId },
      TagSpecifications: [{ ResourceType: "snapshot", Tags: [{ Key: "owner", Value: "firebreak" }] }],
    });
    const create = (...resources: string[]) => allow("ec2:CreateSnapshots", resources);
    const tag = (value: string, creator = "CreateSnapshots") =>
      allow("ec2:CreateTags", snapshot, {
        StringEquals: { "ec2:CreateAction": creator, "aws:RequestTag/owner": value },
      });
    assert.equal(await may(EC2Client, command, create(instance, volume, snapshot), tag("firebreak")), true);
    assert.equal(await may(EC2Client, command, create(instance, volume), tag("firebreak")), false);
    assert.equal(await may(EC2Client, command, create(instance, snapshot), tag("firebreak")), false);
    assert.equal(await may(EC2Client, command, create(instance, volume, snapshot)), false);
    assert.equal(await may(EC2Client, command, create(instance, volume, snapshot), tag("other")), false);
    assert.equal(await may(EC2Client, command, create(instance, volume, snapshot), tag("firebreak", "Run")), false);
    const ec2 = await ec2As();
    const taken = (await ec2.send(command)) as { Snapshots: { SnapshotId: string }[] };
    const remove = new DeleteSnapshotCommand({ SnapshotId: taken.Snapshots[0]!.SnapshotId });
    const tagged = (value: string) =>
      allow("ec2:DeleteSnapshot", snapshot, { StringEquals: { "aws:ResourceTag/owner": value } });
    assert.equal(await may(EC2Client, remove, tagged("other")), false);
    assert.equal(await may(EC2Client, remove, tagged("firebreak")), true);
  });

  it("row 8: tags are limited by key, value and resource", async () => {
    const { InstanceId } = await launch({});
    const command = new CreateTagsCommand({ Resources: [InstanceId!], Tags: [{ Key: "incident", Value: "i-1" }] });
    await limited(EC2Client, command, "ec2:CreateTags", arn("ec2", "instance/*"), arn("ec2", "volume/*"));
    const keys = (name: string) =>
      allow("ec2:CreateTags", "*", { "ForAllValues:StringEquals": { "aws:TagKeys": [name] } });
    assert.equal(await may(EC2Client, command, keys("incident")), true);
    assert.equal(await may(EC2Client, command, keys("other")), false);
  });

  it("row 8: Auto Scaling groups by name", async () => {
    const scaling = new AutoScalingClient(await as(member));
    const [AutoScalingGroupName, LaunchConfigurationName] = [unique("scaling"), unique("launch")];
    const machine = { LaunchConfigurationName, ImageId: "ami-12c6146b", InstanceType: "t3.micro" };
    await scaling.send(new CreateLaunchConfigurationCommand(machine));
    await scaling.send(
      new CreateAutoScalingGroupCommand({
        AutoScalingGroupName,
        LaunchConfigurationName,
        MinSize: 0,
        MaxSize: 0,
        AvailabilityZones: [`${region}a`],
        Tags: [{ Key: "team", Value: "web" }],
      }),
    );
    const name = (group: string) => arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${group}`);
    const command = new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses: ["Launch"] });
    const action = "autoscaling:SuspendProcesses";
    await limited(AutoScalingClient, command, action, name(AutoScalingGroupName), name("other"));
    const tagged = (value: string) => allow(action, "*", { StringEquals: { "aws:ResourceTag/team": value } });
    assert.equal(await may(AutoScalingClient, command, tagged("web")), true);
    assert.equal(await may(AutoScalingClient, command, tagged("db")), false);
    const describe = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [AutoScalingGroupName] });
    const read = allow("autoscaling:DescribeAutoScalingGroups", name(AutoScalingGroupName));
    assert.equal(await may(AutoScalingClient, describe, read), false, "Describe calls have no resource");
  });

  it("row 8: databases, whether the call names them or their ARN", async () => {
    const rds = new RDSClient(await as(member));
    const DBInstanceIdentifier = unique("db");
    await rds.send(
      new CreateDBInstanceCommand({ DBInstanceIdentifier, DBInstanceClass: "db.t3.micro", Engine: "mysql" }),
    );
    const own = arn("rds", `db:${DBInstanceIdentifier}`);
    const tag = new AddTagsToResourceCommand({ ResourceName: own, Tags: [{ Key: "team", Value: "one" }] });
    await limited(RDSClient, tag, "rds:AddTagsToResource", own, arn("rds", "db:another"));
    const describe = new DescribeDBInstancesCommand({ DBInstanceIdentifier });
    await limited(RDSClient, describe, "rds:DescribeDBInstances", own, arn("rds", "db:another"));
  });

  it("row 8: target groups by ARN", async () => {
    const balancing = new ElasticLoadBalancingV2Client(await as(member));
    const settings = { Name: unique("targets"), TargetType: "ip" as const, Protocol: "HTTP" as const, Port: 80 };
    const created = await balancing.send(new CreateTargetGroupCommand({ ...settings, VpcId: (await network()).vpc }));
    const group = created.TargetGroups![0]!.TargetGroupArn!;
    const command = new DeregisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: "10.1.1.9" }] });
    const action = "elasticloadbalancing:DeregisterTargets";
    await limited(ElasticLoadBalancingV2Client, command, action, group, group.replace("targetgroup/", "targetgroup/x"));
  });

  it("row 8: tables, their indexes, and every action of a transaction", async () => {
    const dynamo = new DynamoDBClient(await as(member));
    const TableName = unique("table");
    await dynamo.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: ["id", "kind"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        GlobalSecondaryIndexes: [
          {
            IndexName: "byKind",
            KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
            Projection: { ProjectionType: "ALL" },
          },
        ],
      }),
    );
    const table = arn("dynamodb", `table/${TableName}`);
    const get = new GetItemCommand({ TableName, Key: { id: { S: "1" } } });
    await limited(DynamoDBClient, get, "dynamodb:GetItem", table, `${table}-other`);
    const query = new QueryCommand({
      TableName,
      IndexName: "byKind",
      KeyConditionExpression: "kind = :k",
      ExpressionAttributeValues: { ":k": { S: "a" } },
    });
    await limited(DynamoDBClient, query, "dynamodb:Query", `${table}/index/byKind`, table);
    const write = new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName, Item: { id: { S: unique("item") } } } },
        { ConditionCheck: { TableName, Key: { id: { S: "0" } }, ConditionExpression: "attribute_not_exists(id)" } },
      ],
    });
    const actions = ["dynamodb:PutItem", "dynamodb:ConditionCheckItem"];
    assert.equal(await may(DynamoDBClient, write, allow(actions, table)), true);
    assert.equal(await may(DynamoDBClient, write, allow("dynamodb:PutItem", table)), false);
  });

  it("row 8: topics, queues, keys, parameters and log groups", async () => {
    const topic = (await new SNSClient(await as(member)).send(new CreateTopicCommand({ Name: unique("topic") })))
      .TopicArn!;
    const publish = new PublishCommand({ TopicArn: topic, Message: "x" });
    await limited(SNSClient, publish, "sns:Publish", topic, `${topic}-other`);

    const target = await queue({}, member);
    const send = new SendMessageCommand({ QueueUrl: target.url, MessageBody: "x" });
    await limited(SQSClient, send, "sqs:SendMessage", target.arn, `${target.arn}-other`);

    const kms = new KMSClient(await as(member));
    const key = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    const encrypt = new EncryptCommand({ KeyId: key, Plaintext: new Uint8Array([1]) });
    await limited(KMSClient, encrypt, "kms:Encrypt", key, arn("kms", "key/other"));
    await limited(KMSClient, new DescribeKeyCommand({ KeyId: key }), "kms:DescribeKey", key, arn("kms", "key/other"));

    const ssm = new SSMClient(await as(member));
    const Name = `/firebreak/${unique("parameter")}`;
    await ssm.send(new PutParameterCommand({ Name, Value: "x", Type: "String" }));
    const get = new GetParameterCommand({ Name });
    await limited(SSMClient, get, "ssm:GetParameter", arn("ssm", "parameter/firebreak/*"), arn("ssm", "parameter/x/*"));

    const logs = new CloudWatchLogsClient(await as(member));
    const logGroupName = `/firebreak/${unique("log")}`;
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    const retain = new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 });
    const groups = (prefix: string) => arn("logs", `log-group:${prefix}*`);
    await limited(CloudWatchLogsClient, retain, "logs:PutRetentionPolicy", groups("/firebreak/"), groups("/x/"));
  });

  it("row 8: metrics by namespace, alarms by name", async () => {
    const put = new PutMetricDataCommand({ Namespace: "Firebreak", MetricData: [{ MetricName: "a", Value: 1 }] });
    const named = (name: string) =>
      allow("cloudwatch:PutMetricData", "*", { StringEquals: { "cloudwatch:namespace": name } });
    assert.equal(await may(CloudWatchClient, put, named("Firebreak")), true);
    assert.equal(await may(CloudWatchClient, put, named("Other")), false);
    const alarm = new PutMetricAlarmCommand({
      AlarmName: "firebreak-test",
      Namespace: "Firebreak",
      MetricName: "a",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanThreshold",
    });
    const name = (prefix: string) => arn("cloudwatch", `alarm:${prefix}-*`);
    await limited(CloudWatchClient, alarm, "cloudwatch:PutMetricAlarm", name("firebreak"), name("other"));
  });

  it("row 8: managed policies, the account of a resource, and the name of a session", async () => {
    const policyArn = "arn:aws:iam::aws:policy/AWSDenyAll";
    const get = new GetPolicyCommand({ PolicyArn: policyArn });
    await limited(IAMClient, get, "iam:GetPolicy", policyArn, "arn:aws:iam::aws:policy/ReadOnlyAccess");

    const target = await queue({}, member);
    const send = new SendMessageCommand({ QueueUrl: target.url, MessageBody: "x" });
    const owned = (account: string) =>
      allow("sqs:SendMessage", "*", { StringEquals: { "aws:ResourceAccount": account } });
    assert.equal(await may(SQSClient, send, owned(member)), true);
    assert.equal(await may(SQSClient, send, owned("000011112222")), false);

    const named = trust(`arn:aws:iam::${member}:root`, { StringLike: { "sts:RoleSessionName": "incident-*" } });
    const guarded = await role(member, { trust: named });
    const caller = await session(member, allow("sts:AssumeRole", guarded));
    const take = (RoleSessionName: string) => outcome(assume(guarded, caller, { RoleSessionName }));
    assert.equal(await take("incident-1"), "allowed");
    assert.equal(await take("other"), "refused");
    const elsewhere = await session(member, allow("sts:AssumeRole", `${guarded}-other`));
    assert.equal(await outcome(assume(guarded, elsewhere, { RoleSessionName: "incident-2" })), "refused");
  });
});

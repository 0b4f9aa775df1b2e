import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { RDS } from "@aws-sdk/client-rds";
import type { S3 } from "@aws-sdk/client-s3";
import type { S3Control } from "@aws-sdk/client-s3-control";
import { coded, codeOf, isMissing } from "../lib/errors";
import type { Target } from "../model/target";
import { tagRecord } from "./tagRecord";

/** The clients by which tags are read; only those of the kinds that are declared are there. */
export interface TagClients {
  s3?: S3;
  /** Where tags of buckets are written. */
  s3Control?: S3Control;
  ec2?: EC2;
  iam?: IAM;
  rds?: RDS;
}

/** What is read of a target besides its runbooks. */
export interface TaggedResource {
  tags: Record<string, string>;
  /** Where the finding's id is not the name that people use. */
  name?: string;
  arn?: string;
  /** Of a database, whose name may be used again. */
  resourceId?: string;
}

/**
 * The live tags of a target of any kind, read where the service keeps them; undefined if there is no such resource.
 *
 * @throws UnknownKind, or what AWS throws: tags that cannot be read are not the same as none
 */
export async function readTags(clients: TagClients, target: Target): Promise<TaggedResource | undefined> {
  const { kind, id } = target;
  try {
    if (kind === "s3-bucket") return await bucket(clients.s3!, target);
    if (kind === "ec2-instance") return await instance(clients.ec2!, id);
    if (kind === "security-group") return await group(clients.ec2!, id);
    if (kind === "ebs-volume") return await volume(clients.ec2!, id);
    if (kind === "rds-instance") return await database(clients.rds!, id);
    if (kind === "iam-role") return await role(clients.iam!, id);
    if (kind === "iam-user") return await user(clients.iam!, id);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  throw coded("UnknownKind", `the tags of ${target.arn} cannot be read: ${kind} is no kind of target`);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
async function bucket(s3: S3, { id, accountId }: Target): Promise<TaggedResource> {
  try {
    const answer = await s3.getBucketTagging({ Bucket: id, ExpectedBucketOwner: accountId });
    return { tags: tagRecord(answer.TagSet) };
  } catch (error) {
    if (codeOf(error) === "NoSuchTagSet") return { tags: {} };
    throw error;
  }
}

/** EC2 refuses an id that does not exist: an answer without the resource does not show that it is gone. */
function answered<Found>(found: Found | undefined, id: string): Found {
  if (found === undefined) throw coded("Unsettled", `EC2 answers without ${id}, which it was asked for by its id`);
  return found;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html; a terminated instance stays visible for a while */
async function instance(ec2: EC2, id: string): Promise<TaggedResource | undefined> {
  const { Reservations } = await ec2.describeInstances({ InstanceIds: [id], IncludeManagedResources: true });
  const { State, Tags } = answered(Reservations?.[0]?.Instances?.[0], id);
  return ["terminated", "shutting-down"].includes(State?.Name ?? "") ? undefined : { tags: tagRecord(Tags) };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
async function group(ec2: EC2, id: string): Promise<TaggedResource> {
  return {
    tags: tagRecord(answered((await ec2.describeSecurityGroups({ GroupIds: [id] })).SecurityGroups?.[0], id).Tags),
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html */
async function volume(ec2: EC2, id: string): Promise<TaggedResource> {
  const { Volumes } = await ec2.describeVolumes({ VolumeIds: [id], IncludeManagedResources: true });
  return { tags: tagRecord(answered(Volumes?.[0], id).Tags) };
}

/**
 * AWS Config names a database by its resource id, which has capitals only; identifiers have none, and may begin with db- too:
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html
 */
async function database(rds: RDS, id: string): Promise<TaggedResource | undefined> {
  const Filters = [{ Name: /^db-[A-Z0-9]+$/.test(id) ? "dbi-resource-id" : "db-instance-id", Values: [id] }];
  const found = (await rds.describeDBInstances({ Filters })).DBInstances?.[0];
  if (!found) return undefined;
  const { DBInstanceIdentifier: name, DBInstanceArn: arn, DbiResourceId: resourceId } = found;
  return {
    tags: tagRecord(found.TagList),
    ...(name && { name }),
    ...(arn && { arn }),
    ...(resourceId && { resourceId }),
  };
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html; the live ARN has the path */
async function role(iam: IAM, id: string): Promise<TaggedResource> {
  const { Arn, Tags } = (await iam.getRole({ RoleName: id })).Role!;
  return { tags: tagRecord(Tags), ...(Arn && { arn: Arn }) };
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
async function user(iam: IAM, id: string): Promise<TaggedResource> {
  const { Arn, Tags } = (await iam.getUser({ UserName: id })).User!;
  return { tags: tagRecord(Tags), ...(Arn && { arn: Arn }) };
}

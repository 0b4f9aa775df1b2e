import type { Resource } from "../finding";

/** What an ARN says. Empty parts are left out: the ARN of a bucket has neither account nor Region. */
export interface Arn {
  partition: string;
  service: string;
  region?: string;
  accountId?: string;
  resource: string;
}

/** The parts of an ARN: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:(aws|aws-cn|aws-us-gov):([a-z0-9-]+):([a-z0-9-]*):(\d{12})?:(.+)$/.exec(text);
  if (!match) return undefined;
  const [partition, service, region, accountId, resource] = match.slice(1) as [
    string,
    string,
    string,
    string?,
    string?,
  ];
  return { partition, service, resource: resource!, ...(region && { region }), ...(accountId && { accountId }) };
}

const kinds: Record<string, Resource["kind"]> = {
  "AWS::EC2::Instance": "ec2-instance",
  "AWS::EC2::SecurityGroup": "security-group",
  "AWS::EC2::Volume": "ebs-volume",
  "AWS::IAM::AccessKey": "iam-principal",
  "AWS::IAM::Role": "iam-principal",
  "AWS::IAM::User": "iam-principal",
  "AWS::RDS::DBInstance": "rds-instance",
  "AWS::S3::Bucket": "s3-bucket",
  AwsEc2Instance: "ec2-instance",
  AwsEc2SecurityGroup: "security-group",
  AwsEc2Volume: "ebs-volume",
  AwsIamAccessKey: "iam-principal",
  AwsIamRole: "iam-principal",
  AwsIamUser: "iam-principal",
  AwsRdsDbInstance: "rds-instance",
  AwsS3Bucket: "s3-bucket",
};

/**
 * The kind of a resource by its type as AWS Config and OCSF name it (AWS::EC2::Instance) or ASFF (AwsEc2Instance);
 * undefined for what no response acts on.
 */
export function resourceKind(type: string): Resource["kind"] | undefined {
  return Object.hasOwn(kinds, type) ? kinds[type] : undefined;
}

/** Kinds that are known by an id of their own; principals are known by several things at once. */
export type NamedKind = Exclude<Resource["kind"], "iam-principal">;

/**
 * The bare id from an ARN or a bare id; undefined if it is not one of the kind. A name is not guessed to be an id: names
 * of security groups are unique in a VPC only.
 */
export function resourceId(kind: NamedKind, text: string): string | undefined {
  const forms: Record<NamedKind, { arn: string; id: RegExp }> = {
    "ec2-instance": { arn: "ec2:instance/", id: /^i-[0-9a-f]{8,17}$/ },
    "security-group": { arn: "ec2:security-group/", id: /^sg-[0-9a-f]{8,17}$/ },
    "ebs-volume": { arn: "ec2:volume/", id: /^vol-[0-9a-f]{8,17}$/ },
    // Also db-..., the resource id under which AWS Config knows a database.
    "rds-instance": { arn: "rds:db:", id: /^[A-Za-z][A-Za-z0-9-]{0,62}$/ },
    // Old buckets of us-east-1 may have capitals, underscores and up to 255 characters:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    "s3-bucket": { arn: "s3:", id: /^[A-Za-z0-9][A-Za-z0-9._-]{2,254}$/ },
  };
  const form = forms[kind];
  const arn = parseArn(text);
  const named = arn && `${arn.service}:${arn.resource}`;
  if (named !== undefined && !named.startsWith(form.arn)) return undefined;
  const id = named === undefined ? text : named.slice(form.arn.length);
  return form.id.test(id) ? id : undefined;
}

/** What an id of the kind looks like, for people. */
export function resourceIdForm(kind: NamedKind): string {
  const forms: Record<NamedKind, string> = {
    "ec2-instance": "an instance id such as i-0123456789abcdef0",
    "security-group": "a group id such as sg-0123456789abcdef0; a name is not guessed to be one",
    "ebs-volume": "a volume id such as vol-0123456789abcdef0",
    "rds-instance": "the identifier of a database",
    "s3-bucket": "the name of a bucket",
  };
  return forms[kind];
}

import { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { RDS } from "@aws-sdk/client-rds";
import { S3 } from "@aws-sdk/client-s3";
import { S3Control } from "@aws-sdk/client-s3-control";
import type { TagClients } from "../aws/readTags";
import { coded } from "../lib/errors";
import type { Permission } from "../model/permission";
import type { ClientConfig } from "../model/response";
import type { Target } from "../model/target";
import {
  bucketTarget,
  databaseTarget,
  groupTarget,
  instanceTarget,
  principalTarget,
  volumeTarget,
} from "../resources/targets";

type Place = Pick<Target, "accountId" | "region" | "partition">;

/** A kind of resources that exceptions are granted for. */
export interface ExceptionKind {
  kind: string;
  /** What an id looks like, and in words. */
  id: string;
  words: string;
  target(place: Place, id: string): Target;
  clients(config: ClientConfig): TagClients;
  read: Permission;
  /** What sets and removes tags; the condition on the exception's key comes on top. */
  write: Permission;
  /** What sets and removes tags where AWS knows no condition on the key, with the reason in `why`. */
  anyKey?: Permission;
}

const noLimit = "AWS does not limit these Describe actions to resources";
// Names are unique in an account, but the ARN carries the path, which nobody is asked for.
const iamArns = (kind: string) => [
  `arn:{partition}:iam::{account}:${kind}/{target}`,
  `arn:{partition}:iam::{account}:${kind}/*/{target}`,
];
const ec2 = (config: ClientConfig) => ({ ec2: new EC2(config) });
const iam = (config: ClientConfig) => ({ iam: new IAM(config) });

function ec2Kind(
  kind: string,
  pattern: string,
  words: string,
  describe: string,
  target: ExceptionKind["target"],
): ExceptionKind {
  const name = kind === "ebs-volume" ? "volume" : kind === "ec2-instance" ? "instance" : kind;
  const sid = { instance: "Instances", volume: "Volumes" }[name] ?? "Groups";
  return {
    kind,
    id: pattern,
    words,
    target,
    clients: ec2,
    read: { sid: `Read${sid}`, actions: [describe], resources: ["*"], why: noLimit },
    write: {
      sid: `Tag${sid}`,
      actions: ["ec2:CreateTags", "ec2:DeleteTags"],
      resources: [`arn:{partition}:ec2:{region}:{account}:${name}/{target}`],
    },
  };
}

function principalKind(kind: "role" | "user"): ExceptionKind {
  const name = kind === "role" ? "Role" : "User";
  return {
    kind: `iam-${kind}`,
    id: "^[\\w+=,.@-]{1,64}$",
    words: `the name of a ${kind}, without its path`,
    target: (place, id) => principalTarget(place, kind, id),
    clients: iam,
    read: { sid: `Read${name}s`, actions: [`iam:Get${name}`], resources: iamArns(kind) },
    write: { sid: `Tag${name}s`, actions: [`iam:Tag${name}`, `iam:Untag${name}`], resources: iamArns(kind) },
  };
}

/** Every kind of resources that exceptions are granted for. */
export function exceptionKinds(): ExceptionKind[] {
  return [
    ec2Kind("ec2-instance", "^i-[0-9a-f]{8,17}$", "the id of an instance", "ec2:DescribeInstances", instanceTarget),
    ec2Kind("security-group", "^sg-[0-9a-f]{8,17}$", "the id of a group", "ec2:DescribeSecurityGroups", groupTarget),
    ec2Kind("ebs-volume", "^vol-[0-9a-f]{8,17}$", "the id of a volume", "ec2:DescribeVolumes", volumeTarget),
    {
      kind: "s3-bucket",
      id: "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
      words: "the name of a bucket",
      target: bucketTarget,
      clients: (config) => ({
        s3: new S3({ ...config, followRegionRedirects: true }),
        s3Control: new S3Control(config),
      }),
      read: { sid: "ReadBuckets", actions: ["s3:GetBucketTagging"], resources: ["arn:{partition}:s3:::{target}"] },
      write: {
        sid: "TagBuckets",
        actions: ["s3:TagResource", "s3:UntagResource"],
        resources: ["arn:{partition}:s3:::{target}"],
      },
      anyKey: {
        sid: "ReplaceTagsOfBuckets",
        actions: ["s3:PutBucketTagging"],
        resources: ["arn:{partition}:s3:::{target}"],
        why: "where S3 does not take single tags; it tells no tag keys then, so the key cannot be a condition",
      },
    },
    {
      kind: "rds-instance",
      // A name can be used again by another database, and Config's findings do not tell it.
      id: "^db-[A-Z0-9]{10,40}$",
      words: "the resource id of a database, such as db-ABCDEFGHIJKL0123456789MNOP",
      target: databaseTarget,
      clients: (config) => ({ rds: new RDS(config) }),
      read: {
        sid: "ReadDatabases",
        actions: ["rds:DescribeDBInstances"],
        resources: ["*"],
        why: "a database is looked up by its resource id, which is not in its ARN",
      },
      write: {
        sid: "TagDatabases",
        actions: ["rds:AddTagsToResource", "rds:RemoveTagsFromResource"],
        resources: ["arn:{partition}:rds:{region}:{account}:db:{target}"],
      },
    },
    principalKind("role"),
    principalKind("user"),
  ];
}

/** A kind by its name. @throws UnknownKind that says which there are */
export function exceptionKind(kind: string): ExceptionKind {
  const kinds = exceptionKinds();
  const found = kinds.find((one) => one.kind === kind);
  if (found) return found;
  throw coded("UnknownKind", `${kind} is no kind of resources; there are ${kinds.map((one) => one.kind).join(", ")}`);
}

/**
 * What the function may call in every account: read the tags of resources, and set and remove the one with the configured
 * key. Without any key in the request nothing is allowed: DeleteTags would then remove all tags.
 */
export function exceptionPermissions(tagKey: string): Permission[] {
  const onlyThisKey = {
    "ForAllValues:StringEquals": { "aws:TagKeys": [tagKey] },
    Null: { "aws:TagKeys": "false" },
  };
  return exceptionKinds().flatMap(({ read, write, anyKey }) => [
    read,
    { ...write, condition: onlyThisKey },
    ...(anyKey ? [anyKey] : []),
  ]);
}

import type { Permission } from "../model/permission";
import type { TargetLookUp } from "../model/response";
import type { Target } from "../model/target";
import type { TagClients, TaggedResource } from "./tagClients";

/** Where a resource is. */
export type Place = Pick<Target, "accountId" | "region" | "partition">;

/** The names of a resource kind at each source. */
export interface TypeNames {
  /** In `resource.resourceType` of GuardDuty. */
  guardDuty: string[];
  /** As AWS Config names it; OCSF has the same names: AWS::EC2::Instance. */
  config: string[];
  /** As ASFF names it (AwsEc2Instance). Findings of Security Hub V2 have either form. */
  asff: string[];
}

/** A kind of resource that findings name: the `kind` of a `Resource`. */
export interface FindingKind {
  kind: string;
  names: TypeNames;
  /** Whether a text is an id as people give one by hand. */
  isId(text: string): boolean;
  /** What such an id looks like, for people. */
  idForm: string;
  /** The service and the page of its console that shows the resource with this id. */
  consolePage(id: string): [service: string, page: string];
}

/** Where a GuardDuty finding contains the resource. */
export interface InGuardDuty {
  /** The key of `resource` with its details, a list of them if `list` is set, and the key of the id in them. */
  details: string;
  /** The key in the details of the part that is about the resource, if the whole is about something larger: a task's cluster. */
  part?: string;
  id: string;
  list?: boolean;
  /** The key of its role in the details, where AWS gives every session of that role which the resource opens the resource's id as name. */
  role?: string;
  /** Whether it has a role that findings do not name and that is looked up by the resource, which gives its sessions their name. */
  hasRole?: boolean;
  /** The key of its instance profile in the details; the sessions of the profile's role have the resource's id as name. */
  profile?: string;
  /** Whether details without the id are malformed where the finding is about such a resource. */
  required?: boolean;
  /** Its type in an attack sequence, where it can be in one. */
  sequence?: string;
}

/** How the tags of a resource are read and written, and the required permissions. */
export interface TagAccess {
  /** The clients that reading needs, and those that writing needs besides. */
  clients: (keyof TagClients)[];
  writeClients?: (keyof TagClients)[];
  reading: Permission;
  /** Sets and removes tags; the condition on the exception's key is added. */
  writing: Permission;
  /** Sets and removes tags where AWS supports no condition on the key, with the reason in `why`. */
  anyKey?: Permission;
  /** The tags; undefined if the resource does not exist. May throw AWS's error for a missing resource. */
  read(clients: TagClients, target: Target): Promise<TaggedResource | undefined>;
  write(clients: TagClients, target: Target, change: TagChange): Promise<void>;
}

/** One tag to set, or to remove if it has no value. Other tags stay. */
export interface TagChange {
  key: string;
  value: string | undefined;
  /** The resource as its service names it, where that is not the target's ARN. */
  arn: string;
}

/** How to find a target that is known only by an internal id, and the permission that it needs. */
export interface LookUp extends TargetLookUp<TagClients> {
  permission: Permission;
}

/** A kind of target with everything that is known about it, for all sources. A new kind is one file and a line in `index.ts`. */
export interface ResourceType extends FindingKind {
  /** The kind in findings, if it is wider: iam-principal for roles and users. */
  findingKind?: string;
  /** The kind of its members, if a response for a member acts on the whole. */
  memberKind?: string;
  /** What people call one, such as "security group". */
  noun: string;
  /** An id for models and examples. */
  example: string;
  /** Service and the part of the resource before the id, as an ARN has them: `ec2:instance/`. */
  inArn: string;
  /** Another form of the same, if sources have one. */
  otherInArn?: string;
  /** Whether a path may come between that and the id. */
  hasPath?: boolean;
  arn(place: Place, id: string): string;
  /** The id by which exceptions are granted, if only some ids are allowed. */
  grantedBy?: Pick<FindingKind, "isId" | "idForm">;
  inGuardDuty?: InGuardDuty;
  tags: TagAccess;
  lookUp?: LookUp;
}

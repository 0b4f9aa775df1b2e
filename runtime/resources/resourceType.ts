import type { Permission } from "../model/permission";
import type { Target } from "../model/target";
import type { TagClients, TaggedResource } from "./tagClients";

/** Where a resource is. */
export type Place = Pick<Target, "accountId" | "region" | "partition">;

/** The names that a kind of resources has at each source. */
export interface TypeNames {
  /** In `resource.resourceType` of GuardDuty. */
  guardDuty: string[];
  /** As AWS Config names it; OCSF has the same names: AWS::EC2::Instance. */
  config: string[];
  /** As ASFF names it (AwsEc2Instance). Findings of Security Hub V2 have either form. */
  asff: string[];
}

/** What findings name: a kind of resources, by the `kind` that a `Resource` has. */
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

/** Where a finding of GuardDuty has the resource. */
export interface InGuardDuty {
  /** The key of `resource` with its details, a list of them if `list` is set, and the key of the id in them. */
  details: string;
  id: string;
  list?: boolean;
  /** Whether details without the id are malformed where the finding is about such a resource. */
  required?: boolean;
  /** Its type in an attack sequence, where it can be in one. */
  sequence?: string;
}

/** How the tags of a resource are read and written, and what that takes. */
export interface TagAccess {
  /** The clients that reading needs, and those that writing needs besides. */
  clients: (keyof TagClients)[];
  writeClients?: (keyof TagClients)[];
  reading: Permission;
  /** What sets and removes tags; the condition on the exception's key comes on top. */
  writing: Permission;
  /** What sets and removes tags where AWS knows no condition on the key, with the reason in `why`. */
  anyKey?: Permission;
  /** The tags; undefined if there is no such resource. May throw what AWS throws where it is missing. */
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

/** How a target is found that is known only by an id that people do not use and no ARN has. */
export interface LookUp {
  permission: Permission;
  isNeeded(target: Target): boolean;
  /** The target by its name; a text says why nothing can be done. */
  find(clients: TagClients, target: Target): Promise<Target | string>;
}

/** A kind of targets: everything that is known of it whatever the source. A new kind is one file and a line in `index.ts`. */
export interface ResourceType extends FindingKind {
  /** The kind that findings have for it, where that is wider: iam-principal for roles and users. */
  findingKind?: string;
  /** What people call one, such as "security group". */
  noun: string;
  /** An id for models and examples. */
  example: string;
  /** Service and the part of the resource before the id, as an ARN has them: `ec2:instance/`. */
  inArn: string;
  /** Whether a path may stand between that and the id. */
  hasPath?: boolean;
  arn(place: Place, id: string): string;
  /** The id by which exceptions are granted, where only some ids will do. */
  grantedBy?: Pick<FindingKind, "isId" | "idForm">;
  inGuardDuty?: InGuardDuty;
  tags: TagAccess;
  lookUp?: LookUp;
}

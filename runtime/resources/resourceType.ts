import type { Resource } from "../model/finding";

/** Where a resource is. */
export type Place = Pick<Resource, "accountId" | "region" | "partition">;

/** The names that a kind of resources has at each source. */
export interface TypeNames {
  /** In `resource.resourceType` of GuardDuty. */
  guardDuty: string[];
  /** As AWS Config names it; OCSF has the same names: AWS::EC2::Instance. */
  config: string[];
  /** As ASFF names it (AwsEc2Instance). Findings of Security Hub V2 have either form. */
  asff: string[];
}

/** A kind of resources: everything that is known of it whatever the source. */
export interface ResourceType<Kind extends Resource["kind"] = Resource["kind"]> {
  kind: Kind;
  names: TypeNames;
}

/** Kinds that are known by an id of their own; principals are known by several things at once. */
export type NamedKind = Exclude<Resource["kind"], "iam-principal">;

/** A kind of resources that have an id. */
export interface NamedResourceType extends ResourceType<NamedKind> {
  /** Service and the part of the resource before the id, as an ARN has them: `ec2:instance/`. */
  inArn: string;
  /** Whether a text can be the id of one. */
  isId(text: string): boolean;
  /** What an id looks like, for people. */
  idForm: string;
  arn(place: Place, id: string): string;
}

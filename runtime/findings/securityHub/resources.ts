import type { Principal, Resource } from "../../model/finding";
import { isPrincipal, kindOf } from "../../resources";
import { parseArn, resourceId, resourceIdForm } from "../resourceIds";

/** A resource of a finding of Security Hub, of either format. */
export interface HubResource {
  /** AwsEc2Instance or AWS::EC2::Instance. */
  type: string;
  /** An ARN, a bare id or a text such as AWS::IAM::AccessKey:AKIA... */
  id: string;
  accountId?: string | undefined;
  region?: string | undefined;
  partition?: string | undefined;
  accessKey?: AccessKeyDetails | null | undefined;
  /** Its name, where the format has one. */
  name?: string | undefined;
  /** `Details` of ASFF as it came, for names only. */
  details?: unknown;
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsIamAccessKeyDetails.html */
export interface AccessKeyDetails {
  AccessKeyId?: string | null | undefined;
  PrincipalId?: string | null | undefined;
  PrincipalName?: string | null | undefined;
  PrincipalType?: string | null | undefined;
  /** The older name of PrincipalName, for users only. */
  UserName?: string | null | undefined;
}

type Place = Pick<Resource, "accountId" | "region" | "partition">;

/** Why a resource is not valid; undefined if it is, or if no response acts on its type. */
export function resourceFault({ type, id }: Pick<HubResource, "type" | "id">): string | undefined {
  const kind = kindOf(type);
  if (!kind) return undefined;
  if (!isPrincipal(kind)) return resourceId(kind, id) ? undefined : `must be ${resourceIdForm(kind)}`;
  return isAccessKey(type) || principalOfArn(id) ? undefined : "must be the ARN of a user or role";
}

/**
 * The resources of a finding that a response may act on, each once. Account and Region are those in its ARN, else those
 * given with it, else the finding's: the ARN of a bucket has neither.
 */
export function hubResources(resources: HubResource[], place: Place): Resource[] {
  const found = resources.flatMap((item): Resource[] => {
    const kind = kindOf(item.type);
    if (!kind) return [];
    const arn = parseArn(item.id);
    const there = {
      accountId: arn?.accountId ?? item.accountId ?? place.accountId,
      region: arn?.region ?? item.region ?? place.region,
      partition: arn?.partition ?? item.partition ?? place.partition,
    };
    if (!isPrincipal(kind)) return [{ ...there, kind, id: resourceId(kind, item.id)! }];
    const who = isAccessKey(item.type) ? principalOfKey(item) : principalOfArn(item.id)!;
    const id = who.principalId ?? who.userName ?? who.accessKeyId ?? who.userType;
    return [{ ...there, kind, id, principal: who }];
  });
  const key = ({ kind, id, accountId, region }: Resource) => JSON.stringify([kind, id, accountId, region]);
  return found.filter((item, index) => found.findIndex((other) => key(other) === key(item)) === index);
}

/** A resource's id in the form that it has in findings of either format, for comparing. */
export function comparableId({ type, id }: Pick<HubResource, "type" | "id">): string {
  const kind = kindOf(type);
  if (kind && !isPrincipal(kind)) return resourceId(kind, id) ?? id;
  // AWS::::Account:111122223333
  return id.startsWith("AWS::") ? id.slice(id.lastIndexOf(":") + 1) : id;
}

function isAccessKey(type: string): boolean {
  return type === "AwsIamAccessKey" || type === "AWS::IAM::AccessKey";
}

/** A console session has no key: its id is the text AWS::IAM::AccessKey:null and the user is in the details only. */
function principalOfKey({ id, accessKey }: HubResource): Principal {
  const known = (text: string | null | undefined) => (text && text !== "null" ? text : undefined);
  const last = id.slice(Math.max(id.lastIndexOf("/"), id.lastIndexOf(":")) + 1);
  const fields = {
    userName: known(accessKey?.PrincipalName) ?? known(accessKey?.UserName),
    principalId: known(accessKey?.PrincipalId),
    accessKeyId: known(accessKey?.AccessKeyId) ?? known(last),
  };
  const userType = known(accessKey?.PrincipalType) ?? (known(accessKey?.UserName) ? "IAMUser" : "Unknown");
  return { userType, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) };
}

/** Some findings have the unique id of a user or role where its name should be. */
function principalOfArn(text: string): Principal | undefined {
  const arn = parseArn(text);
  if (arn?.service !== "iam") return undefined;
  if (arn.resource === "root") return { userType: "Root" };
  const match = /^(user|role)\/(?:[\x21-\x7e]+\/)?([\w+=,.@-]{1,64})$/.exec(arn.resource);
  if (!match) return undefined;
  const userType = match[1] === "user" ? "IAMUser" : "Role";
  const unique = /^(AIDA|AROA)[A-Z0-9]{12,}$/.test(match[2]!);
  return { userType, ...(unique ? { principalId: match[2]! } : { userName: match[2]! }) };
}

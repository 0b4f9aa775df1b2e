import { z } from "zod";
import type { Principal, Resource } from "../../model/finding";
import { targetTypes } from "../../resources";
import { principal as principalKind } from "../../resources/principal";
import { taskParts } from "../../resources/task";
import { commonSchemas } from "../commonSchemas";
import { compromisedTypes } from "../instanceTypes";
import { part } from "../named";
import { resourceId } from "../resourceIds";

/** The part of a GuardDuty finding that names resources, as `guardDutyResourceSchemas` reads it. */
export interface GuardDutyParts {
  type: string;
  accountId: string;
  region: string;
  partition: string;
  resource: z.infer<ReturnType<typeof guardDutyResourceSchemas>["resource"]>;
  sequence?: z.infer<ReturnType<typeof guardDutyResourceSchemas>["sequence"]> | undefined;
}

/** Where findings contain the resources of each kind. */
const locations = () =>
  targetTypes.flatMap(({ inGuardDuty, ...type }) => (inGuardDuty ? [{ ...type, ...inGuardDuty }] : []));

function detailSchemas(): Record<string, z.ZodType> {
  return Object.fromEntries(
    locations().map(({ details, part: inside, id, list, role, profile, isId, idForm }) => {
      // What is larger than the resource may lack the part about it.
      if (inside) return [details, z.unknown().optional()];
      const named = z.string().refine(isId, `must be ${idForm}`);
      const schema = list
        ? z.array(z.object({ [id]: named }))
        : z.object({
            [id]: named.nullish(),
            ...(role && { [role]: z.string().max(2048).nullish() }),
            // A profile in an unknown form must not keep the instance from being isolated.
            ...(profile && { [profile]: z.unknown().optional() }),
          });
      return [details, schema.nullish()];
    }),
  );
}

/** The schemas of `resource` and of `service.detection.sequence`: https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Resource.html */
export function guardDutyResourceSchemas() {
  const { account } = commonSchemas();
  const text = z.string().max(2048);
  const resource = z
    .object({
      resourceType: z.string().min(1).max(100),
      ...detailSchemas(),
      accessKeyDetails: z
        .object({
          userType: text.nullish().transform((type) => type ?? "Unknown"),
          userName: text.nullish(),
          principalId: text.nullish(),
          accessKeyId: text.nullish(),
        })
        .nullish(),
    })
    .superRefine((given: Record<string, any>, context) => {
      for (const { names, details, id, required } of locations()) {
        if (!required || !names.guardDuty.includes(given["resourceType"])) continue;
        if (given[details] && !given[details][id]) {
          context.addIssue({ code: "custom", path: [details, id], message: "must be present" });
        }
      }
    });
  const sequence = z.object({
    actors: z
      .array(
        z.object({
          user: z
            .object({
              name: text.nullish(),
              uid: text.nullish(),
              type: text.default("Unknown"),
              credentialUid: text.nullish(),
            })
            .nullish(),
          session: z.object({ issuer: text.nullish() }).nullish(),
        }),
      )
      .max(1000)
      .nullish(),
    resources: z
      .array(
        z.object({
          uid: text,
          name: text.nullish(),
          resourceType: z.string().max(100),
          accountId: account.nullish(),
          region: z.string().max(30).nullish(),
          data: z
            .object({
              accessKey: z
                .object({ userType: text.nullish(), userName: text.nullish(), principalId: text.nullish() })
                .nullish(),
            })
            .nullish(),
        }),
      )
      .max(1000)
      .nullish(),
  });
  return { resource, sequence };
}

/**
 * The resources of a GuardDuty finding that a response may act on. An attack sequence names many, maybe in several
 * accounts; a principal that is both actor and access key is listed once.
 */
export function guardDutyResources(parts: GuardDutyParts): Resource[] {
  const place = { accountId: parts.accountId, region: parts.region, partition: parts.partition };
  const { accessKeyDetails } = parts.resource;
  const details: Record<string, any> = parts.resource;
  const found: Resource[] = [
    ...locations().flatMap((location) => {
      const ids = [details[location.details] ?? []].flat().flatMap((item) => idIn(location, item) ?? []);
      return ids.flatMap((id) => [
        { ...place, kind: location.kind, id },
        ...(location.hasRole ? [taskRole(place, id)] : []),
      ]);
    }),
    ...locations().flatMap(({ details: key, id, role }) =>
      role ? roleOf(place, details[key]?.[role], details[key]?.[id]) : [],
    ),
    ...(accessKeyDetails
      ? [principal(place, principalOf(accessKeyDetails))]
      : locations().flatMap(({ details: key, id, profile }) =>
          profile && compromisedTypes.includes(parts.type)
            ? roleOfProfile(place, part(details[key], profile, "arn"), details[key]?.[id])
            : [],
        )),
    ...sequenceResources(place, parts.sequence),
  ];
  return found.filter((item, index) => found.findIndex((other) => same(item, other)) === index);
}

type Location = ReturnType<typeof locations>[number];

/** The id of the resource in its details, from an ARN in a part of them. An ARN of another form names nothing. */
function idIn({ kind, part: key, id }: Location, details: any): string | undefined {
  if (!key) return details[id] ?? undefined;
  const text = part(details, key, id);
  return typeof text === "string" ? resourceId(kind, text) : undefined;
}

type Place = Pick<Resource, "accountId" | "region" | "partition">;

const same = (left: Resource, right: Resource) =>
  left.kind === right.kind &&
  left.id === right.id &&
  left.accountId === right.accountId &&
  left.region === right.region;

function sequenceResources(place: Place, sequence: GuardDutyParts["sequence"]): Resource[] {
  const owners = (sequence?.resources ?? []).filter((item) => item.resourceType === "ACCESS_KEY");
  const actors = (sequence?.actors ?? []).flatMap((actor) => actorOf(place, actor, owners) ?? []);
  const resources = (sequence?.resources ?? []).flatMap((item): Resource[] => {
    const there = { ...place, accountId: item.accountId ?? place.accountId, region: item.region ?? place.region };
    const last = item.uid.slice(Math.max(item.uid.lastIndexOf("/"), item.uid.lastIndexOf(":")) + 1);
    const type = targetTypes.find(({ inGuardDuty }) => inGuardDuty?.sequence === item.resourceType);
    if (type) {
      const id = [resourceId(type.kind, item.uid), item.name, last].find((text) => text && type.isId(text));
      if (!id) return [];
      return [{ ...there, kind: type.kind, id }, ...(type.inGuardDuty!.hasRole ? [taskRole(there, id)] : [])];
    }
    const key = item.data?.accessKey;
    if (item.resourceType !== "ACCESS_KEY" || !key) return [];
    return [principal(there, principalOf({ ...key, userType: key.userType ?? "Unknown", accessKeyId: item.uid }))];
  });
  return [...actors, ...resources];
}

/** The role with which a resource runs, by its ARN or its name, and the name of the sessions that the resource opens. */
function roleOf(place: Place, role: string | undefined, sessionName: string | undefined): Resource[] {
  const userName = role?.slice(role.lastIndexOf("/") + 1);
  return userName && sessionName ? [principal(place, { userType: "Role", userName, sessionName })] : [];
}

/**
 * The role of an instance's profile, which only IAM knows. The sessions have the instance's id as name
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html). Where a finding is about credentials, it names
 * the role itself.
 */
function roleOfProfile(place: Place, profile: unknown, sessionName: string | undefined): Resource[] {
  const [, instanceProfile] =
    /^arn:[a-z-]+:iam::\d{12}:instance-profile\/(?:.*\/)?([\w+=,.@-]{1,128})$/.exec(String(profile)) ?? [];
  if (!instanceProfile || !sessionName) return [];
  return [principal(place, { userType: "Role", sessionName, instanceProfile })];
}

/** The role of a task, which only ECS knows. The session has the task's id as name. */
const taskRole = (place: Place, task: string): Resource =>
  principal(place, { userType: "Role", sessionName: taskParts(task).task, task });

type Sequence = NonNullable<GuardDutyParts["sequence"]>;
type ActorParts = NonNullable<Sequence["actors"]>[number];
type ResourceParts = NonNullable<Sequence["resources"]>[number];

/**
 * Who acted in an attack sequence. `user.account` is the account in which it happened, "not necessarily the account that owns
 * the user identity" (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_User.html). Account and name of a role are
 * those of the session's issuer (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Session.html). Without an issuer
 * the account is the one that the access key belongs to, if the sequence lists the key, and else can only be guessed.
 */
function actorOf(place: Place, { user, session }: ActorParts, keys: ResourceParts[]): Resource | undefined {
  if (!user) return undefined;
  const { type, name, uid, credentialUid } = user;
  const who = principalOf({ userType: type, userName: name, principalId: uid, accessKeyId: credentialUid });
  const arn = session?.issuer ?? "";
  const issuer = /^arn:([a-z0-9-]+):iam::(\d{12}):(?:role|user)\/(?:.*\/)?([^/]+)$/.exec(arn);
  if (!issuer) {
    const owner = keys.find((key) => key.uid === credentialUid || (uid && key.data?.accessKey?.principalId === uid));
    if (owner?.accountId) return principal({ ...place, accountId: owner.accountId }, who);
    return principal(place, { ...who, accountGuessed: true });
  }
  const [, partition, accountId, issuedBy] = issuer as unknown as [string, string, string, string];
  const isSessionOf = type === "AssumedRole" || type === "Role" || type === "IAMUser";
  return principal(
    { ...place, partition, accountId },
    { ...who, ...(isSessionOf && { userName: issuedBy }), issuer: arn },
  );
}

function principal(place: Place, who: Principal): Resource {
  const id = who.principalId ?? who.userName ?? who.task ?? who.instanceProfile ?? who.userType;
  return { ...place, kind: principalKind.kind, id, principal: who };
}

interface PrincipalFields {
  userType: string;
  userName?: string | null | undefined;
  principalId?: string | null | undefined;
  accessKeyId?: string | null | undefined;
}

/** GuardDuty writes the text "null" or nothing where a console session has no access key. */
function principalOf({ userType, userName, principalId, accessKeyId }: PrincipalFields): Principal {
  const known = (text: string | null | undefined) => (text && text !== "null" ? text : undefined);
  const fields = { userName: known(userName), principalId: known(principalId), accessKeyId: known(accessKeyId) };
  return { userType, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) };
}

import { principalTarget } from "../../runtime/resources/targets";
import { type Course, type Stage, unchangedSince } from "../course";
import type { Actor } from "../findings";
import type { Incident } from "../incident";
import { exemptUser, stolenKey, stolenSession } from "../incidents/principal";
import { bothWays } from "../incidents/release";
import { nameOf, tagsOf } from "../names";
import { soon } from "../soon";

/**
 * How long to wait until IAM has propagated new principals to every Region, in milliseconds; AWS documents no time
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency).
 */
export const settling = 15_000;

/** The rehearsal of block-principal: a user, a role, and a user with an exception. None of them has permissions. */
export const principalRehearsal: Course = async (stage) => {
  const { place, exceptionTagKey, pause } = stage;
  const [user, role, exempt] = await Promise.all([
    makeUser(stage, "user"),
    makeRole(stage),
    makeUser(stage, "exempt", { [exceptionTagKey]: "for=block-principal until=2099-12-31 ref=rehearsal" }),
  ]);
  // Other responses continue meanwhile.
  const settled = pause(settling);
  settled.catch(() => {});
  const [stolen, ...rest] = [
    ...(await blocked(stage, "user", user, stolenKey(place, user))),
    ...(await blocked(stage, "role", role, stolenSession(place, role))),
    exemptUser(place, exempt),
  ];
  return [{ ...stolen!, ready: () => settled }, ...rest];
};

/** The containment of a principal, and its release. */
async function blocked(stage: Stage, kind: "user" | "role", actor: Actor, contained: Incident): Promise<Incident[]> {
  const { account: accountId, region, partition } = stage.place;
  return bothWays(stage, contained, {
    response: "block-principal",
    what: kind,
    arn: principalTarget({ accountId, region, partition }, kind, actor.userName).arn,
    proof: await unchangedSince(() => soon(stage.pause, () => portrait(stage, kind, actor.userName))),
  });
}

/** Creates a user with an access key. The secret is discarded and never used. */
async function makeUser({ run, place, pause }: Stage, what: string, more: Record<string, string> = {}): Promise<Actor> {
  const { iam } = place.clients;
  const UserName = nameOf(run, what);
  const { User } = await iam.createUser({ UserName, Tags: tagsOf(run, more) });
  const { AccessKey } = await soon(pause, () => iam.createAccessKey({ UserName }));
  return {
    userType: "IAMUser",
    userName: UserName,
    principalId: User!.UserId!,
    accessKeyId: AccessKey!.AccessKeyId!,
  };
}

/** Creates a role for EC2 without permissions, and returns one of its sessions as findings name it. */
async function makeRole({ run, place }: Stage): Promise<Actor> {
  const RoleName = nameOf(run, "role");
  const Statement = [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Role } = await place.clients.iam.createRole({ RoleName, AssumeRolePolicyDocument, Tags: tagsOf(run) });
  return {
    userType: "AssumedRole",
    userName: RoleName,
    principalId: `${Role!.RoleId}:i-0123456789abcdef0`,
    accessKeyId: "ASIAEXAMPLEEXAMPLE12",
  };
}

/**
 * The state that a release must restore. The status of keys is left out: they stay inactive unless the settings say
 * otherwise.
 */
async function portrait({ place }: Stage, kind: "user" | "role", name: string) {
  const { iam } = place.clients;
  if (kind === "user") {
    const { AttachedPolicies = [] } = await iam.listAttachedUserPolicies({ UserName: name });
    const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: name });
    return {
      policies: AttachedPolicies.map(({ PolicyArn }) => PolicyArn).sort(),
      keys: AccessKeyMetadata.map(({ AccessKeyId }) => AccessKeyId).sort(),
    };
  }
  const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName: name });
  const { Role } = await iam.getRole({ RoleName: name });
  return {
    policies: AttachedPolicies.map(({ PolicyArn }) => PolicyArn).sort(),
    boundary: Role!.PermissionsBoundary?.PermissionsBoundaryArn,
    trust: Role!.AssumeRolePolicyDocument,
  };
}

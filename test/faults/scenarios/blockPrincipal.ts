import { principalTarget } from "../../../runtime/resources/targets";
import { blockPrincipal } from "../../../runtime/responses/blockPrincipal";
import { iamModel } from "../../models/adapted";
import { trailModel } from "../../models/central";
import { type Identity, isDeniedBy, isLimitedTo, type World } from "../../runtime/responses/blockPrincipal/model";
import { identity, sessionA, settings, worldWith } from "../../runtime/responses/blockPrincipal/work";
import { member, place } from "../place";
import type { Account, Scenario } from "../scenario";
import { guardDutyEvent } from "./events";

const userid = "AIDABOBBOBBOBBOBBOB01";
const issued = { old: "2026-11-26T01:00:00Z", fresh: "2026-12-26T01:00:00Z" };

/** Who may act as the role: the session that was seen, another one of the same time, and one that is opened later. */
const sessions = {
  [sessionA]: issued.old,
  "AROAWEBWEBWEBWEBWEB01:other": issued.old,
  "AROAWEBWEBWEBWEBWEB01:later": issued.fresh,
};

const limitsOf = (world: World, who: string, one: Identity) =>
  isLimitedTo(world, one) === "everything" ? [`${who} without limits`] : [];

function rolePowers(world: World): string[] {
  const role = world.roles["web"]!;
  const acting = Object.entries(sessions).filter(
    ([session, issuedAt]) => !isDeniedBy(world, role, { userid: session, issuedAt }),
  );
  return [...acting.map(([session]) => `${session} acts`), ...limitsOf(world, "web", role)];
}

function userPowers(world: World): string[] {
  const user = world.users["bob"]!;
  const credentials = [...user.keys, ...user.service, ...user.ssh, ...user.certificates];
  return [
    ...(isDeniedBy(world, user, { userid }) ? [] : ["bob acts"]),
    ...credentials.filter(({ status }) => status === "Active").map(({ id }) => `${id} is active`),
    ...limitsOf(world, "bob", user),
  ];
}

/** What a release restores: policies that the product itself made are not part of it. */
const shapeOf = (one: Identity) => ({
  boundary: one.boundary,
  attached: [...one.attached].sort(),
  keys: one.keys,
  service: one.service,
  ssh: one.ssh,
  certificates: one.certificates,
  password: one.password,
});

interface Truth {
  world: World;
  of(world: World): Identity;
  powers(world: World): string[];
  isCut(powers: string[]): boolean;
  isContained(powers: string[]): boolean;
}

const accountOf =
  ({ world, of, powers, isCut, isContained }: Truth) =>
  (): Account => {
    const { iam, model } = iamModel(world);
    const now = () => powers(iam.world);
    return {
      models: { iam: model, policies: model, trail: trailModel(), globalTrail: trailModel() },
      powers: now,
      shape: () => structuredClone(shapeOf(of(iam.world))),
      isCut: () => isCut(now()),
      isContained: () => isContained(now()),
      evidence: () => [],
      twice: () => [],
      tag: (key, value) => {
        of(iam.world).tags[key] = value;
      },
    };
  };

const accessKey = (details: object) => ({ resourceType: "AccessKey", accessKeyDetails: details });

/** A session of an instance's role is used from elsewhere. */
export const sessionScenario: Scenario = {
  name: "block-principal, a session",
  response: blockPrincipal,
  settings: { ...settings, lookAgainSeconds: 10 },
  event: guardDutyEvent(
    "f-session",
    "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
    accessKey({ accessKeyId: "ASIAWEB", principalId: sessionA, userName: "web", userType: "AssumedRole" }),
  ),
  target: principalTarget(place, "role", "web").arn,
  lagging: ["IAM"],
  account: accountOf({
    world: worldWith({ web: { attached: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } }),
    of: (world) => world.roles["web"]!,
    powers: rolePowers,
    isCut: (powers) => !powers.includes(`${sessionA} acts`),
    isContained: (powers) => !powers.includes(`${sessionA} acts`),
  }),
};

/** A user's key is used by an attacker. */
export const userScenario: Scenario = {
  name: "block-principal, a user",
  response: blockPrincipal,
  settings: { ...settings, lookAgainSeconds: 10, reactivateCredentials: true },
  event: guardDutyEvent(
    "f-user",
    "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
    accessKey({ accessKeyId: "AKIA0", principalId: userid, userName: "bob", userType: "IAMUser" }),
  ),
  target: principalTarget(place, "user", "bob").arn,
  lagging: ["IAM"],
  account: accountOf({
    world: worldWith({
      bob: {
        ...identity({ id: userid }),
        attached: [`arn:aws:iam::${member}:policy/limits`],
        boundary: `arn:aws:iam::${member}:policy/limits`,
        keys: [
          { id: "AKIA0", status: "Active" },
          { id: "AKIA1", status: "Inactive" },
        ],
        ssh: [{ id: "APKA0", status: "Active" }],
        password: true,
        devices: 1,
      },
      policies: {
        [`arn:aws:iam::${member}:policy/limits`]: [
          { id: "v1", document: '{"Version":"2012-10-17","Statement":[]}', isDefault: true },
        ],
      },
    }),
    of: (world) => world.users["bob"]!,
    powers: userPowers,
    isCut: (powers) => !powers.includes("bob acts") && !powers.includes("AKIA0 is active"),
    isContained: (powers) => powers.length === 0,
  }),
};

import assert from "node:assert/strict";
import fc from "fast-check";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import type { BlockSettings } from "../../../../runtime/responses/blockPrincipal/state";
import { itKeepsTheContract } from "../contract";
import { clientsOn, grantsOf, iamWith, isDeniedBy, isLimitedTo, isRead, type World } from "./model";
import { anySettings, squatted, wantedOfRole, worlds } from "./states";
import { containOnce, releaseOnce, role, savedOf, user } from "./work";

const bobs = [{ uniqueId: "AIDABOBBOBBOBBOBBOB01", accessKeys: "ASIABOBSESSION" }];
const sessionsOf = (wanted: Record<string, string>[]) => wanted.flatMap(({ sessions }) => sessions?.split(" ") ?? []);
const denyAll = "arn:aws:iam::aws:policy/AWSDenyAll";
const crash = fc.nat({ max: 12 });

/** Everything in IAM except what others put into our path. */
const withoutLeftovers = (world: World) => {
  const { [squatted]: _left, ...policies } = world.policies;
  return structuredClone({ ...world, policies });
};

/** Unless the operator wants otherwise, a release leaves credentials disabled and does not know passwords. */
const withoutCredentials = (world: World, { reactivateCredentials, deleteLoginProfile }: BlockSettings) => {
  const copy = structuredClone(world);
  for (const identity of Object.values(copy.users)) {
    const credentials = [identity.keys, identity.service, identity.ssh, identity.certificates].flat();
    if (!reactivateCredentials) for (const credential of credentials) credential.status = "Inactive";
    if (deleteLoginProfile) identity.password = false;
  }
  return copy;
};

describe("Z6: what block-principal guarantees, for every role", () => {
  itKeepsTheContract<World>({
    response: blockPrincipal,
    target: role,
    worlds: () => worlds,
    clients: clientsOn,
    settings: anySettings,
    wanted: wantedOfRole,
    waits: /^a person$/,
    keeps: {
      without: withoutLeftovers,
      says: /^AWSDenyAll was attached to role web before the block|^the block did not create .*: it stays$/,
    },
  });
});

describe("Z6 case 35: what block-principal guarantees, for every user", () => {
  itKeepsTheContract<World>({
    response: blockPrincipal,
    target: user,
    worlds: () => worlds,
    clients: clientsOn,
    settings: anySettings,
    wanted: fc.constantFrom([], bobs),
    keeps: {
      without: withoutCredentials,
      says: /^AWSDenyAll was attached to user bob before the block|reactivateCredentials is off$|^the console password was deleted/,
    },
  });
});

describe("block-principal, for every role", () => {
  it("M11: denies the sessions of all findings and no other, unless it fails or blocks the whole role", () =>
    fc.assert(
      fc.asyncProperty(worlds, wantedOfRole, anySettings, async (start, wanted, given) => {
        const model = iamWith(structuredClone(start));
        const result = (await containOnce(model, { wanted, settings: given }))!;
        assert.deepEqual(result.problems, []);
        const web = model.world.roles["web"]!;
        const denies = (userid: string, issuedAt: string) => isDeniedBy(model.world, web, { userid, issuedAt });
        const [past, future] = ["2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z"];
        const whole = web.attached.includes(denyAll) || web.boundary === denyAll;
        if (result.missing.length > 0) {
          assert.ok(!whole && !given.wholeRoleIfNeeded);
          assert.deepEqual([...new Set(result.missing.map((call) => call.waitsFor))], ["a person"]);
          return;
        }
        for (const session of sessionsOf(wanted)) assert.ok(denies(session, future), session);
        assert.equal(denies("AROAWEBWEBWEBWEBWEB01:someone", future), whole);
        const older = given.roles === "older-sessions" || wanted.some((details) => details["whole"]);
        assert.equal(denies("AROAWEBWEBWEBWEBWEB01:someone", past), whole || older);
      }),
    ));

  it("X19: never replaces someone else's boundary with one that allows more, and attaches nothing that allows anything", () =>
    fc.assert(
      fc.asyncProperty(worlds, wantedOfRole, anySettings, async (start, wanted, given) => {
        const model = iamWith(structuredClone(start));
        await containOnce(model, { wanted, settings: given });
        const [was, is] = [start.roles["web"]!, model.world.roles["web"]!];
        if (isLimitedTo(start, was) === "less") assert.equal(isLimitedTo(model.world, is), "less");
        const ours = (arn: string) => arn === denyAll || arn.includes(":policy/firebreak/web/deny/");
        assert.deepEqual(
          is.attached.filter((arn) => !ours(arn)),
          was.attached.filter((arn) => !ours(arn)),
        );
        assert.deepEqual(grantsOf(model.world, is), []);
        const attachments = model.requests.filter(({ operation }) => operation.startsWith("Attach"));
        assert.ok(attachments.every(({ input }) => ours(input.PolicyArn)));
        if (was.boundary && was.boundary !== denyAll) assert.ok([was.boundary, denyAll].includes(is.boundary!));
      }),
    ));

  it("makes no call in one direction that only the other has the right to, even after crashes", () =>
    fc.assert(
      fc.asyncProperty(worlds, wantedOfRole, anySettings, crash, crash, async (start, wanted, given, first, second) => {
        const model = iamWith(structuredClone(start));
        const work = { wanted, settings: given };
        const saved = await savedOf(model, work);
        // Each run checks its calls.
        await containOnce(model, { ...work, stopAfter: first });
        await containOnce(model, work);
        await releaseOnce(model, saved, { ...work, stopAfter: second });
        assert.ok(await releaseOnce(model, saved, work));
      }),
    ));
});

describe("block-principal, for every user", () => {
  it("F8 case 35: denies everything and leaves no credential active; access keys go first", () =>
    fc.assert(
      fc.asyncProperty(worlds, anySettings, async (start, given) => {
        const model = iamWith(structuredClone(start));
        const result = (await containOnce(model, { target: user, wanted: bobs, settings: given }))!;
        assert.deepEqual([result.problems, result.missing], [[], []]);
        const bob = model.world.users["bob"]!;
        assert.ok(isDeniedBy(model.world, bob, { userid: "AIDABOBBOBBOBBOBBOB01" }));
        const all = [bob.keys, bob.service, bob.ssh, bob.certificates].flat();
        assert.deepEqual(
          all.filter(({ status }) => status === "Active"),
          [],
        );
        const changes = model.requests.map(({ operation }) => operation).filter((operation) => !isRead(operation));
        const lastKey = changes.lastIndexOf("UpdateAccessKey");
        assert.deepEqual([...new Set(changes.slice(0, lastKey + 1))], lastKey < 0 ? [] : ["UpdateAccessKey"]);
        assert.equal(bob.password, start.users["bob"]!.password && !given.deleteLoginProfile);
      }),
    ));

  it("case 11: makes no call that names the access key of a session", () =>
    fc.assert(
      fc.asyncProperty(worlds, wantedOfRole, anySettings, async (start, wanted, given) => {
        const model = iamWith(structuredClone(start));
        await containOnce(model, { wanted, settings: given });
        await containOnce(model, { target: user, wanted: bobs, settings: given });
        assert.doesNotMatch(JSON.stringify(model.requests), /ASIA/);
      }),
    ));

  it("restores on release the prior state except credentials, and those only if the operator wants it", () =>
    fc.assert(
      fc.asyncProperty(worlds, anySettings, crash, crash, async (start, given, first, second) => {
        const model = iamWith(structuredClone(start));
        const work = { target: user, wanted: bobs, settings: { ...given, deleteLoginProfile: false } };
        const saved = await savedOf(model, work);
        await containOnce(model, { ...work, stopAfter: first });
        await containOnce(model, work);
        await releaseOnce(model, saved, { ...work, stopAfter: second });
        const result = (await releaseOnce(model, saved, work))!;
        assert.deepEqual([result.problems, result.missing], [[], []]);
        const expected = structuredClone(start);
        const { keys, service, ssh, certificates } = expected.users["bob"]!;
        for (const credential of [keys, service, ssh, certificates].flat()) {
          if (credential.status === "Active" && !given.reactivateCredentials) credential.status = "Inactive";
        }
        assert.deepEqual(model.world, expected);
      }),
    ));
});

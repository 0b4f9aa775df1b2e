import assert from "node:assert/strict";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import { iamWith } from "./model";
import { containOnce, outcomeOf, sessionA, settings, user, worldWith } from "./work";

const bob = "AIDABOBBOBBOBBOBBOB01";
const wanted = [{ uniqueId: bob, accessKeys: "AKIA1" }];
const minutesAgo = (minutes: number) => new Date(Date.now() - 60_000 * minutes).toISOString();

/** A CloudTrail event as LookupEvents returns it. */
function opening(more: any = {}) {
  const event = {
    eventName: "AssumeRole",
    eventTime: minutesAgo(30),
    userIdentity: { type: "IAMUser", principalId: bob, accessKeyId: "AKIA1", userName: "bob" },
    requestParameters: {
      roleArn: "arn:aws:iam::777788889999:role/admin",
      roleSessionName: "x",
      durationSeconds: 43_200,
    },
    responseElements: {
      credentials: { accessKeyId: "ASIAEXAMPLE", expiration: minutesAgo(-690) },
      assumedRoleUser: { arn: "arn:aws:sts::777788889999:assumed-role/admin/x", assumedRoleId: "AROA:x" },
    },
    ...more,
  };
  return { EventName: event.eventName, CloudTrailEvent: JSON.stringify(event) };
}

/** CloudTrail in one Region: pages by name, and the requests that it received. */
function trailWith(pages: Record<string, any[][]>) {
  const asked: any[] = [];
  return {
    asked,
    async lookupEvents(input: any) {
      asked.push(input);
      const all = pages[input.LookupAttributes[0].AttributeValue] ?? [[]];
      const at = Number(input.NextToken ?? 0);
      return { Events: all[at] ?? [], ...(at + 1 < all.length && { NextToken: String(at + 1) }) };
    },
  };
}

const contained = async (trail: any, work: any = { target: user, wanted }) => {
  const model = Object.assign(iamWith(worldWith()), { trail });
  const result = (await containOnce(model, work))!;
  return { result, model, remains: blockPrincipal.residualRisk(result.state!, settings) };
};

describe("role sessions that a blocked principal opened", () => {
  it("X6: are named with role, account and end for a user, and make the outcome partial", async () => {
    const { result, remains } = await contained(trailWith({ bob: [[opening()]] }));
    assert.equal(outcomeOf(result), "partial");
    assert.match(
      remains[0]!,
      /user bob opened session arn:aws:sts::777788889999:assumed-role\/admin\/x at .*, which works until .*block that role as well/,
    );
  });

  it("X6: are looked up after the cut, within the time that a session can last", async () => {
    const trail = trailWith({});
    const { model, result, remains } = await contained(trail);
    assert.equal(outcomeOf(result), "contained");
    assert.match(remains.join("\n"), /CloudTrail shows none, but its events arrive minutes late/);
    const [{ LookupAttributes, StartTime }] = trail.asked;
    assert.deepEqual(LookupAttributes, [{ AttributeKey: "Username", AttributeValue: "bob" }]);
    assert.ok(Math.abs(Date.now() - StartTime.getTime() - 12 * 3_600_000) < 60_000);
    assert.deepEqual(model.world.users["bob"]!.attached, ["arn:aws:iam::aws:policy/AWSDenyAll"]);
  });

  it("X6: are looked up for a role by the names of its sessions, one hour back", async () => {
    const chained = opening({ userIdentity: { type: "AssumedRole", principalId: sessionA } });
    const namesake = opening({ userIdentity: { type: "AssumedRole", principalId: "AROAOTHER:i-0123456789abcdef0" } });
    const trail = trailWith({ "i-0123456789abcdef0": [[namesake, chained]] });
    const { result } = await contained(trail, { wanted: [{ sessions: sessionA }] });
    assert.deepEqual(result.state!.opened!.sessions.length, 1);
    assert.ok(Math.abs(Date.now() - trail.asked[0].StartTime.getTime() - 3_600_000) < 60_000);
  });

  for (const [title, event] of [
    ["that have ended", opening({ responseElements: { credentials: { expiration: minutesAgo(1) } } })],
    ["that were refused", opening({ errorCode: "AccessDenied", responseElements: null })],
    ["of others of the same name", opening({ userIdentity: { principalId: "AIDAOTHER" } })],
    ["of calls that open none", opening({ eventName: "GetCallerIdentity" })],
    ["in an event that cannot be read", { EventName: "AssumeRole", CloudTrailEvent: "{" }],
  ] as const) {
    it(`X6: ${title} do not count`, async () => {
      const { result } = await contained(trailWith({ bob: [[event]] }));
      assert.deepEqual(result.state!.opened!.sessions, []);
    });
  }

  it("X6: last as long as requested if no end is stated", async () => {
    const event = opening({
      responseElements: null,
      eventTime: minutesAgo(50),
      requestParameters: { roleArn: "arn:aws:iam::1:role/x" },
    });
    const { result } = await contained(trailWith({ bob: [[event]] }));
    assert.match(result.state!.opened!.sessions.join(), /opened session arn:aws:iam::1:role\/x/);
  });

  it("X6: are searched on two pages at most, and the report says if there are more", async () => {
    const trail = trailWith({ bob: [[opening()], [], [], []] });
    const { remains } = await contained(trail);
    assert.equal(trail.asked.length, 2);
    assert.match(remains.join("\n"), /bob made more than 100 calls: only the newest/);
  });

  it("X6: are looked up for two of several sessions, and the rest are reported", async () => {
    const names = ["a", "b", "c"].map((name) => `AROAWEBWEBWEBWEBWEB01:${name}${name}`).join(" ");
    const trail = trailWith({});
    const { remains } = await contained(trail, { wanted: [{ sessions: names }] });
    assert.deepEqual(
      trail.asked.map(({ LookupAttributes }) => LookupAttributes[0].AttributeValue),
      ["aa", "bb"],
    );
    assert.match(remains.join("\n"), /the sessions that cc opened were not looked up/);
  });

  for (const name of ["ThrottlingException", "AccessDeniedException", "TimeoutError"]) {
    it(`X6: do not stop the block if their look-up ends with ${name}, which is reported`, async () => {
      const trail = { lookupEvents: () => Promise.reject(Object.assign(new Error("no"), { name })) };
      const { result, remains } = await contained(trail);
      assert.equal(outcomeOf(result), "contained");
      assert.match(remains.join("\n"), new RegExp(`could not be looked up: .*${name}`));
    });
  }
});

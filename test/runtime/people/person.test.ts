import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { callerIn, isAmong } from "../../../runtime/people/caller";
import { whyNameless, whySamePerson } from "../../../runtime/people/person";

const account = "111122223333";
const session = (role: string, name: string) => `arn:aws:sts::${account}:assumed-role/${role}/${name}`;
const user = (name: string) => `arn:aws:iam::${account}:user/${name}`;
const sso = (set: string, name: string) => session(`AWSReservedSSO_${set}_0123456789abcdef`, name);
const personal = [`arn:aws:iam::${account}:role/team/analyst*`];
const same = (left: string, right: string) => whySamePerson(left, right, personal);

describe("whether two callers are two people", () => {
  const one: [string, string, string, RegExp][] = [
    ["itself", user("ana"), user("ana"), /same session or user/],
    [
      "two permission sets of one person",
      sso("Ops", "ana@example.com"),
      sso("Approve", "ana@example.com"),
      /both are called ana@example.com/,
    ],
    [
      "the same name in another case",
      sso("Ops", "Ana@Example.com"),
      sso("Approve", "ana@example.com"),
      /both are called/,
    ],
    [
      "a user and a permission set with one name",
      user("ana"),
      sso("Approve", "ana@example.com"),
      /both are called ana/,
    ],
    [
      "two users with one name in two accounts",
      user("ana"),
      "arn:aws:iam::444455556666:user/x/ana",
      /both are called ana/,
    ],
    ["a role whose sessions name people, and a user", session("analyst", "ana"), user("ana"), /both are called ana/],
    ["two session names of one role", session("SecOps", "ana"), session("SecOps", "bob"), /role SecOps may choose/],
    ["two roles with free names", session("SecOps", "ana"), session("Approver", "bob"), /role SecOps may choose/],
    ["one name with two roles", session("SecOps", "ana"), session("Approver", "ana"), /both are called ana/],
    [
      "a user, and a role that the user may assume",
      user("ana"),
      session("Approver", "bob"),
      /role Approver may choose/,
    ],
    [
      "a role with free names, and a permission set",
      session("SecOps", "eve"),
      sso("Approve", "bob@example.com"),
      /role SecOps may/,
    ],
    ["a role named almost like Identity Center's", session("AWSReservedSSO_Ops_x", "ana"), user("bob"), /may choose/],
    ["an ARN that names nobody", "arn:bob", user("bob"), /neither a user nor a session/],
    ["the root user", `arn:aws:iam::${account}:root`, user("bob"), /neither a user nor a session/],
  ];
  for (const [what, left, right, why] of one) {
    it(`Y4: one person may be ${what}`, () => {
      assert.match(same(left, right) ?? "two persons", why);
      assert.ok(same(right, left), "either way round");
    });
  }

  const two: [string, string, string][] = [
    ["users with two names", user("ana"), user("bob")],
    [
      "people of Identity Center, with one permission set",
      sso("Ops", "ana@example.com"),
      sso("Ops", "bob@example.com"),
    ],
    ["people of Identity Center, with two", sso("Ops", "ana@example.com"), sso("Approve", "bob@example.com")],
    ["people of two domains", sso("Ops", "ana@example.com"), sso("Ops", "ana@example.org")],
    ["sessions of a role whose names are people's", session("analyst", "ana"), session("analyst-2", "bob")],
    ["a user and a person of Identity Center", user("ana"), sso("Approve", "bob@example.com")],
  ];
  for (const [what, left, right] of two) {
    it(`Y4: two people are ${what}`, () =>
      assert.deepEqual([same(left, right), same(right, left)], [undefined, undefined]));
  }

  it("Y4: nobody becomes someone else by choosing a name", () => {
    const name = fc.stringMatching(/^[\w+=,.@-]{2,64}$/);
    const fixed = fc.constantFrom(
      user("ana"),
      sso("Ops", "ana@example.com"),
      session("analyst", "ana"),
      session("SecOps", "ana"),
    );
    fc.assert(
      fc.property(name, fixed, (chosen, asked) => {
        assert.ok(same(asked, session("SecOps", chosen)));
        assert.ok(same(session("SecOps", chosen), asked));
      }),
    );
  });

  it("Y4: says why a name proves nothing", () => {
    assert.match(
      whyNameless(session("SecOps", "ana"), [])!,
      /everyone who assumes the role SecOps may choose its session name/,
    );
    assert.equal(whyNameless(session("analyst", "ana"), personal), undefined);
    assert.match(whyNameless(session("analyst", "ana"), [])!, /may choose/);
    assert.equal(whyNameless(user("ana"), []), undefined);
  });
});

describe("who is among the configured callers", () => {
  it("Y4: a role matches by its name and account, a user by the full ARN", () => {
    const role = (text: string) => `arn:aws:iam::${account}:role/${text}`;
    const center = role("aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Ops_*");
    assert.ok(isAmong(sso("Ops", "ana@example.com"), [center]));
    assert.ok(isAmong(session("SecOps", "x1"), [role("team/SecOps")]));
    assert.ok(isAmong(user("team/ana"), [user("team/*")]));
    for (const [arn, pattern] of [
      [sso("Admin", "ana@example.com"), center],
      [session("SecOps", "x1"), role("SecOps2")],
      [session("SecOps", "x1"), role("Sec")],
      [session("x", "SecOps"), role("SecOps")],
      [session("SecOps", "x1"), user("SecOps")],
      [user("SecOps"), role("SecOps")],
      [user("ana"), user("team/*")],
      ["arn:aws:sts::444455556666:assumed-role/SecOps/x1", role("SecOps")],
      [`arn:aws:iam::${account}:root`, "arn:aws:iam::*:*"],
      [`arn:aws:sts::${account}:federated-user/ana`, "*"],
    ] as const) {
      assert.ok(!isAmong(arn, [pattern]), `${arn} by ${pattern}`);
    }
  });

  it("Y4: a session has its own name and that of its role", () => {
    const at = { partition: "aws-us-gov", accountId: account };
    assert.deepEqual(callerIn(`arn:aws-us-gov:sts::${account}:assumed-role/a/bc`), {
      ...at,
      kind: "role",
      name: "a",
      session: "bc",
    });
    assert.deepEqual(callerIn(`arn:aws-us-gov:iam::${account}:user/x/y/z`), { ...at, kind: "user", name: "z" });
  });
});

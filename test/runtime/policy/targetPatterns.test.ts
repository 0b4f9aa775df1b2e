import assert from "node:assert/strict";
import fc from "fast-check";
import { matchesWildcard } from "../../../runtime/lib/wildcard";
import { whyNoPrincipal, whyNoTarget } from "../../../runtime/policy/targetPatterns";
import {
  bucketTarget,
  databaseTarget,
  groupTarget,
  instanceTarget,
  principalTarget,
  volumeTarget,
} from "../../../runtime/resources/targets";

const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const targets = [
  instanceTarget(place, "i-0123456789abcdef0"),
  groupTarget(place, "sg-0123456789abcdef0"),
  volumeTarget(place, "vol-0123456789abcdef0"),
  databaseTarget(place, "shop"),
  bucketTarget(place, "logs.example"),
  principalTarget(place, "role", "web"),
  principalTarget({ ...place, partition: "aws-us-gov" }, "user", "ann"),
].map(({ arn }) => arn);

describe("a pattern for resources that no response touches", () => {
  const idle: [string, RegExp][] = [
    ["arn:aws:ec2:*:*:instances/i-1", /did you mean instance\?/],
    ["arn:aws:ec2::*:instance/i-1", /needs a Region/],
    ["arn:aws:ec2:eu-west-1:12345:instance/i-1", /"12345" is neither an account id/],
    ["arn:aws:iam:eu-west-1:*:role/web", /has no Region/],
    ["arn:aws:iam::*:role/team/web", /without their path/],
    ["arn:aws:iam::*:roles/web", /did you mean role\?/],
    ["arn:aws:iam::*:policy/web", /not "policy"/],
    ["arn:aws:s3:::logs/*", /the ARN of a bucket has no key/],
    ["arn:aws:s3::444455556666:logs", /has no account/],
    ["arn:aws:s4:::logs", /did you mean s3\?/],
    ["arn:aws:lambda:*:*:function:web", /no response acts on resources of "lambda"/],
    ["arn:aws:rds:*:*:database:shop", /responses act on these resources of rds: db/],
    ["arn:amazon:s3:::logs", /there is no partition "amazon"/],
  ];
  for (const [pattern, why] of idle) {
    it(`X35: ${pattern} could match nothing and is refused with the reason`, () => {
      assert.match(whyNoTarget(pattern) ?? "accepted", why);
      assert.ok(!targets.some((arn) => matchesWildcard(pattern, arn)));
    });
  }

  it("X35: is accepted if it matches a target", () => {
    const withStars = fc
      .tuple(fc.constantFrom(...targets), fc.array(fc.tuple(fc.nat(80), fc.nat(20)), { maxLength: 4 }))
      .map(([arn, cuts]) =>
        cuts.reduce((text, [at, length]) => {
          const from = Math.max("arn:".length, Math.min(at, text.length));
          return `${text.slice(0, from)}*${text.slice(from + length)}`;
        }, arn),
      );
    fc.assert(
      fc.property(withStars, (pattern) => {
        if (!targets.some((arn) => matchesWildcard(pattern, arn))) return;
        assert.equal(whyNoTarget(pattern), undefined, pattern);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("an entry of protectedPrincipals", () => {
  for (const pattern of [
    "breakglass",
    "pipeline-*",
    "a.b",
    "arn:*:iam::*:role/web",
    "arn:aws:iam::*:role/team/*",
    "arn:aws:iam::*:role/team/web",
  ]) {
    it(`X35: ${pattern} is accepted`, () => assert.equal(whyNoPrincipal(pattern), undefined));
  }
  for (const [pattern, why] of [
    ["role/admin", /use the name alone/],
    ["break glass", /no role or user can have this name/],
    ["", /no role or user/],
    ["arn:aws:sts::444455556666:assumed-role/web/session", /no response acts on resources of "sts"/],
    ["arn:aws:iam::44445555666:role/web", /neither an account id/],
    ["arn:aws:ec2:*:*:instance/i-1", /an ARN of IAM, not of "ec2"/],
  ] as [string, RegExp][]) {
    it(`X35: "${pattern}" protects nobody and is refused with the reason`, () =>
      assert.match(whyNoPrincipal(pattern) ?? "accepted", why));
  }
});

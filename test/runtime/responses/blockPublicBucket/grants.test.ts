import assert from "node:assert/strict";
import { blockPublicBucket } from "../../../../runtime/responses/blockPublicBucket";
import { grantsOf } from "../../../../runtime/responses/blockPublicBucket/grants";
import { bucketWith, s3With } from "./model";
import { containOnce } from "./work";

const own = "444455556666";
const allow = (Principal: unknown, Condition?: unknown) => ({
  Effect: "Allow",
  Principal,
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::logs/*",
  ...(Condition !== undefined && { Condition }),
});
const grants = (...Statement: unknown[]) => grantsOf(JSON.stringify({ Statement }), own);
const delegation = allow({ AWS: "*" }, { StringEquals: { "s3:DataAccessPointAccount": own } });

describe("whom a bucket policy admits besides the public", () => {
  const cases: [string, unknown, string[]][] = [
    ["another account", allow({ AWS: "999999999999" }), ["999999999999"]],
    [
      "another account's role among our own",
      allow({ AWS: [`arn:aws:iam::${own}:role/app`, own, "arn:aws:iam::999999999999:role/app"] }),
      ["arn:aws:iam::999999999999:role/app"],
    ],
    ["a canonical user", allow({ CanonicalUser: "79a5" }), ["canonical user 79a5"]],
    [
      "an organization",
      allow("*", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
      ["everyone with aws:PrincipalOrgID o-a1b2c3d4e5"],
    ],
    ["the bucket's own account by a condition", allow("*", { StringEquals: { "aws:PrincipalAccount": own } }), []],
    ["everyone, which is public", allow("*"), []],
    ["nobody: a deny", { ...allow({ AWS: "999999999999" }), Effect: "Deny" }, []],
  ];
  for (const [name, statement, others] of cases) {
    it(`X12: ${name}`, () => assert.deepEqual(grants(statement), { others, services: [], delegated: false }));
  }

  it("X12: includes AWS services, which no block stops, and access points that delegate", () => {
    assert.deepEqual(grants(allow({ Service: "cloudfront.amazonaws.com" })).services, ["cloudfront.amazonaws.com"]);
    assert.deepEqual(grants(delegation), { others: [], services: [], delegated: true });
  });

  it("X12: is also read from a single statement that is not in a list", () =>
    assert.deepEqual(grantsOf(JSON.stringify({ Statement: allow({ AWS: "999999999999" }) }), own).others, [
      "999999999999",
    ]));
});

describe("a blocked bucket that others can still access", () => {
  const blocked = async (more: Parameters<typeof bucketWith>[0]) => {
    const { state } = await containOnce(s3With({ logs: bucketWith(more) }), { wanted: [{ onlyIfPublic: "no" }] });
    return {
      rest: blockPublicBucket.residualRisk(state!, {}).join("\n"),
      beyond: blockPublicBucket.beyondReach(state!),
    };
  };

  it("X12: names the accounts in its policy and ACL, and counts as contained: they are not public", async () => {
    const { rest, beyond } = await blocked({
      aclUsers: ["79a5"],
      statements: [allow({ AWS: "999999999999" }), allow({ Service: "cloudfront.amazonaws.com" })],
    });
    assert.match(rest, /still allows 999999999999: this is not public/);
    assert.match(rest, /AWS services \(cloudfront\.amazonaws\.com\), which may serve it to the public/);
    assert.match(rest, /canonical ids 79a5/);
    assert.deepEqual(beyond, []);
  });

  it("X12: also loses other accounts under a public policy, but no services", async () => {
    const statements = [allow({ AWS: "999999999999" }), allow({ Service: "cloudfront.amazonaws.com" })];
    const { rest } = await blocked({ policyIsPublic: true, statements });
    assert.doesNotMatch(rest, /999999999999/);
    assert.match(rest, /cloudfront/);
  });

  it("X12: is partial if access point policies decide, which were not read", async () => {
    const { beyond, rest } = await blocked({ policyIsPublic: false, statements: [delegation] });
    assert.match(beyond.join(), /access points, whose policies were not read/);
    assert.ok(beyond.every((text) => rest.includes(text)));
  });
});

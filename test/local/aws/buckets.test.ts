import assert from "node:assert/strict";
import { type PublicAccessBlockConfiguration, S3, type S3ServiceException } from "@aws-sdk/client-s3";
import { member, region, security } from "./instance";
import { allow, as, type Credentials, errorName, outcome, policy, type Statement, session, unique } from "./principals";

const s3As = async (caller: Credentials | string = member) => new S3({ ...(await as(caller)), forcePathStyle: true });

const allOn: PublicAccessBlockConfiguration = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** A bucket of the member account without Block Public Access. */
async function bucket(): Promise<string> {
  const s3 = await s3As();
  const Bucket = unique("bucket");
  await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } });
  await s3.deletePublicAccessBlock({ Bucket });
  return Bucket;
}

/** A bucket policy that lets everyone read, unless told otherwise. */
const reading = (Bucket: string, more: object = {}) =>
  policy({
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::${Bucket}/*`,
    ...more,
  });

describe("local AWS: buckets", () => {
  it("row 32: Block Public Access is on in a new bucket, put as a whole, and absent once deleted", async () => {
    const s3 = await s3As();
    const Bucket = unique("bucket");
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } });
    const block = async () => (await s3.getPublicAccessBlock({ Bucket })).PublicAccessBlockConfiguration;
    assert.deepEqual(await block(), allOn);
    await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
    const off = { IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false };
    assert.deepEqual(await block(), { BlockPublicAcls: true, ...off });
    await s3.deletePublicAccessBlock({ Bucket });
    assert.equal(await errorName(block()), "NoSuchPublicAccessBlockConfiguration");
    assert.equal(await errorName(s3.deletePublicAccessBlock({ Bucket })), undefined);
  });

  it("row 32: tags and policies are absent until they are put", async () => {
    const s3 = await s3As();
    const Bucket = await bucket();
    assert.equal(await errorName(s3.getBucketTagging({ Bucket })), "NoSuchTagSet");
    assert.equal(await errorName(s3.getBucketPolicyStatus({ Bucket })), "NoSuchBucketPolicy");
    const TagSet = [{ Key: "owner", Value: "team" }];
    await s3.putBucketTagging({ Bucket, Tagging: { TagSet } });
    assert.deepEqual((await s3.getBucketTagging({ Bucket })).TagSet, TagSet);
  });

  it("row 32: a policy is public by the access that it gives", async () => {
    const s3 = await s3As();
    const Bucket = await bucket();
    const isPublic = async (more: object) => {
      await s3.putBucketPolicy({ Bucket, Policy: reading(Bucket, more) });
      return (await s3.getBucketPolicyStatus({ Bucket })).PolicyStatus!.IsPublic;
    };
    const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });
    const open = [
      {},
      { Principal: { AWS: "*" } },
      { Principal: { AWS: [`arn:aws:iam::${member}:root`, "*"] } },
      when("StringLike", "aws:UserAgent", "browser"),
      when("StringEqualsIfExists", "aws:SourceAccount", member),
      when("StringNotEquals", "aws:SourceAccount", member),
      when("StringLike", "aws:SourceAccount", "4*"),
      when("IpAddress", "aws:SourceIp", "0.0.0.0/1"),
      when("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "::/0"]),
    ];
    const closed = [
      { Principal: { AWS: `arn:aws:iam::${member}:root` } },
      { Principal: { Service: "config.amazonaws.com" } },
      { Effect: "Deny" },
      when("StringEquals", "aws:SourceAccount", member),
      when("StringEquals", "aws:PrincipalOrgID", "o-1234567890"),
      when("ArnLike", "aws:SourceArn", `arn:aws:cloudfront::${member}:distribution/*`),
      when("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "10.0.0.0/8"]),
      when("StringEquals", "aws:SourceVpce", ["vpce-1", "vpce-2"]),
    ];
    for (const one of open) assert.equal(await isPublic(one), true, JSON.stringify(one));
    for (const one of closed) assert.equal(await isPublic(one), false, JSON.stringify(one));
  });

  it("row 32: Block Public Access refuses new public policies and ACLs, and cuts off the access that old ones gave", async () => {
    const s3 = await s3As();
    const Bucket = await bucket();
    const stranger = await s3As(await session(security, allow("s3:GetObject")));
    const Key = "object";
    await s3.putObject({ Bucket, Key, Body: "x" });
    const read = (who: S3) => outcome(who.getObject({ Bucket, Key }));
    await s3.putBucketPolicy({ Bucket, Policy: reading(Bucket) });
    const ownRole = await s3As(await session(member, allow("s3:GetObject")));
    assert.deepEqual([await read(stranger), await read(ownRole)], ["allowed", "allowed"]);
    await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: allOn });
    assert.equal((await s3.getBucketPolicyStatus({ Bucket })).PolicyStatus!.IsPublic, true);
    assert.deepEqual([await read(stranger), await read(ownRole)], ["refused", "allowed"]);
    assert.equal(await errorName(s3.putBucketPolicy({ Bucket, Policy: reading(Bucket) })), "AccessDenied");
    const closed = reading(Bucket, { Principal: { AWS: `arn:aws:iam::${security}:root` } });
    assert.equal(await errorName(s3.putBucketPolicy({ Bucket, Policy: closed })), undefined);
    assert.equal(await read(stranger), "allowed", "the policy is no longer public");
  });

  it("row 32: access control lists are shown, and refused if ownership is enforced or they are blocked", async () => {
    const s3 = await s3As();
    const Bucket = await bucket();
    const groups = async () =>
      (await s3.getBucketAcl({ Bucket })).Grants!.map((grant) => grant.Grantee!.URI?.split("/").pop());
    const open = () => errorName(s3.putBucketAcl({ Bucket, ACL: "public-read" }));
    assert.deepEqual(await groups(), [undefined]);
    assert.equal(await open(), "AccessControlListNotSupported");
    const Rules = [{ ObjectOwnership: "BucketOwnerPreferred" as const }];
    await s3.putBucketOwnershipControls({ Bucket, OwnershipControls: { Rules } });
    assert.equal(await open(), undefined);
    assert.deepEqual(await groups(), [undefined, "AllUsers"]);
    await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: allOn });
    assert.deepEqual(await groups(), [undefined, "AllUsers"], "ignored, and still shown");
    assert.equal(await open(), "AccessDenied");
    assert.equal(await errorName(s3.putBucketAcl({ Bucket, ACL: "private" })), undefined);
    assert.deepEqual(await groups(), [undefined]);
  });

  const calls: Record<string, [action: string, call: (s3: S3, given: { Bucket: string }) => Promise<unknown>]> = {
    GetPublicAccessBlock: ["GetBucketPublicAccessBlock", (s3, given) => s3.getPublicAccessBlock(given)],
    PutPublicAccessBlock: [
      "PutBucketPublicAccessBlock",
      (s3, given) => s3.putPublicAccessBlock({ ...given, PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
    ],
    GetBucketPolicyStatus: ["GetBucketPolicyStatus", (s3, given) => s3.getBucketPolicyStatus(given)],
    GetBucketAcl: ["GetBucketAcl", (s3, given) => s3.getBucketAcl(given)],
    GetBucketTagging: ["GetBucketTagging", (s3, given) => s3.getBucketTagging(given)],
    GetBucketPolicy: ["GetBucketPolicy", (s3, given) => s3.getBucketPolicy(given)],
    GetBucketOwnershipControls: ["GetBucketOwnershipControls", (s3, given) => s3.getBucketOwnershipControls(given)],
    DeleteBucketTagging: ["PutBucketTagging", (s3, given) => s3.deleteBucketTagging(given)],
    DeletePublicAccessBlock: ["PutBucketPublicAccessBlock", (s3, given) => s3.deletePublicAccessBlock(given)],
  };

  /** A bucket that answers all of the calls. */
  async function complete(): Promise<string> {
    const s3 = await s3As();
    const Bucket = await bucket();
    await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: "owner", Value: "team" }] } });
    await s3.putBucketPolicy({ Bucket, Policy: reading(Bucket) });
    await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: allOn });
    return Bucket;
  }

  it("row 32: every call honours ExpectedBucketOwner", async () => {
    const s3 = await s3As();
    const Bucket = await complete();
    for (const [operation, [, call]] of Object.entries(calls)) {
      const expecting = (ExpectedBucketOwner: string) =>
        call(s3, { Bucket, ExpectedBucketOwner } as { Bucket: string });
      await assert.rejects(expecting(security), (error: S3ServiceException) => {
        assert.deepEqual([error.name, error.$metadata.httpStatusCode], ["AccessDenied", 403], operation);
        return true;
      });
      assert.equal(await errorName(expecting(member)), undefined, operation);
    }
    // An answer to HEAD has no body that could name the error.
    await assert.rejects(s3.headBucket({ Bucket, ExpectedBucketOwner: security }), { message: /403|Unknown/ });
    assert.equal(await errorName(s3.headBucket({ Bucket, ExpectedBucketOwner: member })), undefined);
  });

  it("row 32: every call needs exactly its permission on the bucket; other accounts also need the bucket's policy", async () => {
    const Bucket = await complete();
    const arn = `arn:aws:s3:::${Bucket}`;
    for (const [operation, [action, call]] of Object.entries(calls)) {
      const by = async (account: string, statement: Statement) =>
        outcome(call(await s3As(await session(account, statement)), { Bucket }));
      assert.equal(await by(member, allow("s3:ListBucket", arn)), "refused", operation);
      assert.equal(await by(member, allow(`s3:${action}`, `${arn}-other`)), "refused", operation);
      assert.equal(await by(security, allow("s3:*")), "refused", operation);
      assert.equal(await by(member, allow(`s3:${action}`, arn)), "allowed", operation);
    }
  });
});

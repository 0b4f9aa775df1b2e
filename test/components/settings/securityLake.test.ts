import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { lakeSettings } from "../../../components/functions/settings";
import type { MasterSettings } from "../../../components/settings/schema";
import { readSettings } from "../../../components/settings/settings";
import { masterConfig } from "../deploy";

const roleArn = "arn:aws:iam::444455556666:role/AmazonSecurityLake-Provider-firebreak-eu-west-1";
const writer = { roleArn, externalId: "id-1" };

const read = (securityLake: object) => {
  const config: Record<string, string> = { ...masterConfig, "firebreak:securityLake": JSON.stringify(securityLake) };
  const settings = readSettings((key) => config[`firebreak:${key}`]) as MasterSettings;
  return lakeSettings(settings.securityLake!, settings);
};

describe("the settings of the data lake", () => {
  it("P60: have the home Region, the security account and a source as defaults", () => {
    const { bucket, owner, region, source } = read({ bucket: "lake-1" });
    assert.deepEqual([bucket, owner, region, source], ["lake-1", "111122223333", "eu-west-1", "firebreak"]);
    assert.equal(read({ bucket: "lake-1", region: "us-east-1" }).region, "us-east-1");
  });

  it("P62: expect the bucket in the account of the writer's role, or in the one that is named", () => {
    assert.equal(read({ bucket: "lake-1", writer }).owner, "444455556666");
    assert.equal(read({ bucket: "lake-1", accountId: "555566667777" }).owner, "555566667777");
  });

  const kmsKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const wrong: [what: string, securityLake: object, error: RegExp][] = [
    ["no bucket", {}, /securityLake\.bucket is missing/],
    ["an address of a bucket", { bucket: "s3://lake-1/ext" }, /without s3:\/\//],
    ["an unknown key", { bucket: "lake-1", prefix: "x" }, /unknown key prefix/],
    ["a source that is too long for Security Lake", { bucket: "lake-1", source: "a".repeat(21) }, /at most 20/],
    ["a source that leads elsewhere", { bucket: "lake-1", source: "../x" }, /the name of a custom source/],
    [
      "a role without an external id",
      { bucket: "lake-1", writer: { roleArn } },
      /securityLake\.writer\.externalId is missing/,
    ],
    [
      "a key beside a writer",
      { bucket: "lake-1", writer, kmsKeyArn },
      /securityLake\.kmsKeyArn.*left out with a writer/,
    ],
  ];
  for (const [what, securityLake, error] of wrong) {
    it(`P60: refuse ${what}`, () => assert.throws(() => read(securityLake), error));
  }
});

import assert from "node:assert/strict";
import { localEndpoint, settingProblems, settingsFrom } from "../../../../local/engine/provider/settings";

describe("local engine: settings of the provider", () => {
  for (const url of ["http://127.0.0.1:4566", "http://localhost:4566", "http://127.0.0.1/"]) {
    it(`accept the endpoint ${url}`, () => assert.equal(localEndpoint(url), url));
  }

  const foreign = [
    "https://sts.amazonaws.com",
    "http://127.0.0.1.example.com:4566",
    "http://localhost.example.com",
    "http://127.0.0.1@example.com",
    "http://169.254.169.254",
    "http://0.0.0.0:4566",
    "https://localhost:4566",
    "ftp://localhost",
    "localhost:4566",
    "",
    undefined,
  ];
  for (const url of foreign) {
    it(`refuse the endpoint ${url}`, () => assert.throws(() => localEndpoint(url), /only talks to a local AWS/));
  }

  it("refuse a foreign endpoint of a single service", () => {
    const endpoints = JSON.stringify([{ sqs: "http://127.0.0.1:1" }, { sns: "https://sns.amazonaws.com" }]);
    assert.throws(() => settingsFrom({ endpoints }, {}), /sns\.amazonaws\.com/);
  });

  it("are read from JSON and from the environment", () => {
    const inputs = {
      allowedAccountIds: '["111122223333"]',
      defaultTags: '{"tags":{"a":"b"}}',
      assumeRoles: '[{"roleArn":"arn","externalId":"word"}]',
    };
    const environment = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" };
    const found = settingsFrom(inputs, environment);
    assert.equal(found.region, "eu-west-1");
    assert.deepEqual(found.allowedAccountIds, ["111122223333"]);
    assert.deepEqual(found.defaultTags, { a: "b" });
    assert.deepEqual(found.assumeRoles, [{ roleArn: "arn", externalId: "word" }]);
    assert.deepEqual(found.credentials, { accessKeyId: "key", secretAccessKey: "secret", sessionToken: undefined });
  });

  it("do not mix the program's key with the environment's token", () => {
    const environment = { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "token" };
    const found = settingsFrom({ accessKey: "other", secretKey: "word" }, environment);
    assert.equal(found.credentials?.sessionToken, undefined);
  });

  it("name unknown keys", () => {
    const inputs = { region: "eu-west-1", profile: "production", assumeRoles: '[{"roleArn":"a","shoeSize":44}]' };
    assert.deepEqual(
      settingProblems(inputs).map(({ property }) => property),
      ["profile", "assumeRoles[0].shoeSize"],
    );
  });
});

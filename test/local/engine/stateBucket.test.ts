import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { S3 } from "@aws-sdk/client-s3";
import { after, before, describe, it } from "mocha";
import { engineEnvironment } from "../../../local/engine/environment";
import { member, region, security, testAws } from "../aws/instance";
import { allow, as, type Credentials, unique, user } from "../aws/principals";

const run = promisify(execFile);
const readme = path.join(__dirname, "..", "..", "..", "README.md");

describe("the README's deployment lines", () => {
  const bucket = unique("state");
  let folder: string;
  let environment: NodeJS.ProcessEnv;
  let address: string;
  const pulumi = (url: string, ...args: string[]) =>
    run("pulumi", [...args, "--non-interactive"], { cwd: folder, env: { ...environment, PULUMI_BACKEND_URL: url } });

  before(async () => {
    const { endpoint } = await testAws();
    await new S3({ ...(await as(security)), forcePathStyle: true }).createBucket({
      Bucket: bucket,
      CreateBucketConfiguration: { LocationConstraint: region },
    });
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-state-"));
    const [, login] = /^pulumi login '([^']+)'/m.exec(await readFile(readme, "utf8"))!;
    address = `${login!.replace("YOUR-STATE-BUCKET", bucket)}&endpoint=${endpoint}&s3ForcePathStyle=true`;
    const profile = (name: string, { accessKeyId, secretAccessKey }: Credentials) =>
      `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    const profiles = [
      profile("security", (await as(security)).credentials),
      profile("payments", await user(member, allow("s3:*"))),
    ];
    await writeFile(path.join(folder, "credentials"), profiles.join(""));
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: firebreak\nruntime: nodejs\n");
    environment = {
      ...process.env,
      ...(await engineEnvironment({ folder, endpoint })),
      AWS_SHARED_CREDENTIALS_FILE: path.join(folder, "credentials"),
      AWS_PROFILE: "payments",
    };
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]) delete environment[name];
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("P28: keep the state's credentials while AWS_PROFILE is that of a member account", async () => {
    await pulumi(address, "stack", "init", "service-payments");
    assert.match((await pulumi(address, "stack", "ls")).stdout, /service-payments/);
    const without = pulumi(address.replace("&profile=security", ""), "stack", "init", "service-website");
    await assert.rejects(without, /AccessDenied/);
  });

  it("P28: create each stack before they deploy it, and name where the secrets' key comes from", async () => {
    const text = await readFile(readme, "utf8");
    const deployed = [...text.matchAll(/^pulumi stack init (\S+) && pulumi up --stack (\S+)/gm)];
    assert.deepEqual(
      deployed.map(([, init, up]) => [init, up]),
      ["master", "service-payments"].map((name) => [name, name]),
    );
    assert.ok(text.indexOf("PULUMI_CONFIG_PASSPHRASE") < deployed[0]!.index);
    assert.match(text, /--secrets-provider awskms:/);
  });
});

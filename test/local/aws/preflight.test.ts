import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ConfigService } from "@aws-sdk/client-config-service";
import { IAM } from "@aws-sdk/client-iam";
import { SSM } from "@aws-sdk/client-ssm";
import { preflightPolicy } from "../../../cli/preflight/permissions";
import { project, writeStackFiles } from "../../../local/world/stackFiles";
import { start } from "../../cli/process";
import { member, security, testAws } from "./instance";
import { allow, as, policy } from "./principals";

/** A Region that no other test uses. */
const place = "ap-southeast-2";

describe("preflight against the local AWS", function () {
  this.timeout(300_000);
  let folder: string;
  let endpoint: string;

  before(async () => {
    const aws = await testAws();
    endpoint = aws.endpoint;
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-preflight-"));
    await writeStackFiles(folder, aws.organization, (_, text) => text.replaceAll("eu-west-1", place));
    await copyFile(path.join(project, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** The command as a user of an account who has the given policies. */
  async function userOf(account: string, ...documents: string[]) {
    const iam = new IAM(await as(account));
    const UserName = `preflight-${Math.random().toString(36).slice(2)}`;
    await iam.createUser({ UserName });
    for (const [at, PolicyDocument] of documents.entries()) {
      await iam.putUserPolicy({ UserName, PolicyName: `p${at}`, PolicyDocument });
    }
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const env = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: AccessKey!.AccessKeyId!,
      AWS_SECRET_ACCESS_KEY: AccessKey!.SecretAccessKey!,
    };
    return (...argv: string[]) => start(["preflight", ...argv], folder, env);
  }

  it("try", async () => {
    const cli = await userOf(security, preflightPolicy(), policy(allow("*")));
    const t = Date.now();
    const { code, out, err } = await cli("--all");
    console.log(code, out, err, Date.now() - t);
    void [member, assert, CloudWatchLogs, ConfigService, SSM];
  });
});

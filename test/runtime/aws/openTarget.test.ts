import assert from "node:assert/strict";
import { enter } from "../../../runtime/aws/openTarget";
import { makeServices } from "../../../runtime/functions/shared/makeServices";
import type { ClientConfig, Entrance } from "../../../runtime/model/response";
import { bucketTarget } from "../../../runtime/resources/targets";
import type { Run } from "../../../runtime/run/run";

const target = bucketTarget({ accountId: "444455556666", region: "ap-south-2", partition: "aws" }, "shop");
const credentials = { AccessKeyId: "id", SecretAccessKey: "secret", SessionToken: "token" };

/** A run whose STS returns sessions in an account, and the requests that it received. */
function runIn(account: string) {
  const asked: { region: string; input: Record<string, unknown> }[] = [];
  const made: ClientConfig[] = [];
  const sts = (region: string) => ({
    async assumeRole(input: Record<string, unknown>) {
      asked.push({ region, input });
      const Arn = `arn:aws:sts::${account}:assumed-role/role/session`;
      return { AssumedRoleUser: { Arn }, Credentials: credentials };
    },
  });
  const services = {
    sts,
    clientConfig: { maxAttempts: 5, retryMode: "adaptive" },
    observe: (client: unknown) => client,
  };
  const run = { services, settings: { roleName: "Security-IR-Role-example" } } as unknown as Run;
  const route: Entrance = {
    name: "example",
    permissions: [{ sid: "Read", actions: ["s3:GetBucketAcl"], resources: ["arn:{partition}:s3:::{target}"] }],
    clients: (config) => {
      made.push(config);
      return {};
    },
  };
  return { run, route, asked, made };
}

describe("opening the target's account", () => {
  it("M42 case 2: works in the Region of the resource, wherever the function runs", async () => {
    const { run, route, asked, made } = runIn(target.accountId);
    await enter(run, route, target, "contain");
    assert.deepEqual(
      asked.map((item) => item.region),
      ["ap-south-2"],
    );
    assert.deepEqual(
      made.map((config) => config.region),
      ["ap-south-2"],
    );
  });

  it("F46: names the session after the response and the containment, and limits it to the target", async () => {
    const { run, route, asked } = runIn(target.accountId);
    await enter(run, route, target, "contain");
    const { input } = asked[0]!;
    assert.equal(input["RoleArn"], "arn:aws:iam::444455556666:role/Security-IR-Role-example");
    assert.match(String(input["RoleSessionName"]), /^firebreak-example-[0-9a-f]{16}$/);
    assert.deepEqual(
      JSON.parse(String(input["Policy"])).Statement.map(({ NotResource, Resource }: any) => NotResource ?? Resource),
      [["arn:*:s3:::*"], ["arn:*:s3:::shop"]],
    );
  });

  it("X19 X42: opens the session of the second role only for the first call that needs its rights", async () => {
    const { run, route, asked } = runIn(target.accountId);
    const configs: ClientConfig[] = [];
    const permissions: Entrance["permissions"] = [
      ...route.permissions,
      { sid: "Write", actions: ["s3:PutObject"], resources: ["arn:{partition}:s3:::{target}/*"], session: "write" },
    ];
    const writeClients = (config: ClientConfig) => {
      configs.push(config);
      return { policies: {} };
    };
    const clients = await enter(run, { ...route, permissions, writeClients }, target, "contain");
    assert.deepEqual(Object.keys(clients), ["policies"]);
    assert.equal(asked.length, 1);
    const open = configs[0]!.credentials as () => Promise<unknown>;
    await Promise.all([open(), open()]);
    assert.deepEqual(
      asked.map(({ input }) => String(input["RoleArn"]).split("role/")[1]),
      ["Security-IR-Role-example", "Security-IR-Role-example-write"],
    );
  });

  it("X19: tries again on the next call if the second session could not be opened", async () => {
    const { run, route, asked } = runIn(target.accountId);
    const sts = run.services.sts(target.region);
    let refused = true;
    const assumeRole = sts.assumeRole.bind(sts) as any;
    (run.services as any).sts = () => ({
      async assumeRole(input: any) {
        if (input.RoleArn.endsWith("-write") && refused) {
          refused = false;
          throw Object.assign(new Error("busy"), { name: "Throttling" });
        }
        return assumeRole(input);
      },
    });
    const write = { sid: "Write", actions: ["s3:PutObject"], resources: ["*"], session: "write" as const };
    let open!: () => Promise<any>;
    const writeClients = ({ credentials }: ClientConfig) => {
      open = credentials as () => Promise<any>;
      return {};
    };
    await enter(run, { ...route, permissions: [...route.permissions, write], writeClients }, target, "contain");
    await assert.rejects(open(), /busy/);
    assert.equal((await open()).accessKeyId, "id");
    assert.equal(asked.length, 2);
  });

  it("case 20: treats a session in the wrong account as an error, not as a target that is gone", async () => {
    const { run, route } = runIn("999900001111");
    await assert.rejects(enter(run, route, target, "contain"), { code: "WrongAccount" });
  });

  it("case 47: asks the regional endpoint of STS: tokens of the global one fail in opt-in Regions", async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "id",
      AWS_SECRET_ACCESS_KEY: "secret",
      JOURNAL_TABLE: "journal",
      NOTICE_TOPIC: "topic",
      DECISION_BUS: "bus",
      QUEUE_URL: "queue",
      AWS_LAMBDA_FUNCTION_NAME: "function",
    });
    delete process.env["AWS_ENDPOINT_URL"];
    try {
      const sts = makeServices("example", () => undefined).sts("ap-south-2");
      let host = "";
      sts.middlewareStack.add(
        () => async (args: any) => {
          host = args.request.hostname;
          throw new Error("not sent");
        },
        { step: "finalizeRequest", priority: "low", name: "host" },
      );
      await assert.rejects(sts.getCallerIdentity({}), /not sent/);
      assert.equal(host, "sts.ap-south-2.amazonaws.com");
    } finally {
      process.env = before;
    }
  });
});

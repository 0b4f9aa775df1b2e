import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { type Deployment, deploy, type Made, masterConfig, serviceConfig } from "../deploy";

const home = masterConfig["firebreak:homeRegion"]!;
const everything = {
  "firebreak:config": JSON.stringify({
    recorder: true,
    topic: true,
    rules: ["ENCRYPTED_VOLUMES", "S3_BUCKET_PUBLIC_READ_PROHIBITED", "SECURITY_GROUP_OPEN_PROHIBITED"],
  }),
  "firebreak:guardDuty": JSON.stringify({ detector: true }),
};
const stacks: Record<string, Record<string, string>> = {
  "the security account, which is protected like a member too": {
    ...masterConfig,
    ...everything,
    "firebreak:memberAccounts": '["444455556666"]',
    "firebreak:securityHub": "true",
  },
  "a member account": { ...serviceConfig, ...everything },
};

/** Services whose names hold for all Regions of an account. */
const global = ["aws:iam/", "aws:s3/"];

/** A resource's own name at AWS and the scope in which it must be unique; undefined if AWS makes the name. */
function place({ type, inputs }: Made): string | undefined {
  const name = inputs["identifier"] ?? inputs["name"] ?? inputs["bucket"] ?? inputs["dashboardName"];
  if (name === undefined) return undefined;
  const region = global.some((prefix) => type.startsWith(prefix)) ? "everywhere" : (inputs["region"] ?? home);
  // Rules have names within their bus, inline policies within their role, aliases within their function.
  const within = inputs["eventBusName"] ?? inputs["role"] ?? inputs["functionName"] ?? "";
  return [type, region, within, name].join(" ");
}

for (const [name, config] of Object.entries(stacks)) {
  describe(`the names in the stack of ${name}, in two Regions`, () => {
    let stack: Deployment;
    let places: string[];
    before(async () => {
      stack = await deploy(config);
      places = stack.made.map(place).filter((found) => found !== undefined);
    });

    it("M43 M45: are unique per account and Region, or per account if they have no Region", () => {
      const twice = places.filter((found, index) => places.indexOf(found) !== index);
      assert.deepEqual(twice, []);
      assert.ok(places.some((found) => found.startsWith("aws:iam/role:Role everywhere")));
      for (const region of JSON.parse(config["firebreak:regions"]!)) {
        assert.ok(places.includes(`aws:cloudwatch/eventRule:EventRule ${region}  firebreak-forwarding`), region);
      }
    });
  });
}

import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { type Deployment, deploy } from "../components/deploy";
import { master, service } from "./everything";
import { type Quota, queuePolicyParts, quotas } from "./quotas";

/** The longest form of everything in a document: AWS counts characters, so shorter names make shorter documents. */
const longest = (config: Record<string, string>): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(config).map(([key, text]) => [
      key,
      text.replaceAll("arn:aws:", "arn:aws-us-gov:").replaceAll("eu-west-1", "us-gov-west-1"),
    ]),
  ),
  "firebreak:regions": JSON.stringify(["us-gov-west-1", "us-gov-east-1"]),
  "firebreak:organizationId": `o-${"a".repeat(32)}`,
  "firebreak:rolePrefix": "p".repeat(30),
  "firebreak:rolePath": `/${"q".repeat(126)}/`,
  "firebreak:exceptionTagKey": "k".repeat(128),
});

/** A document of a stack and its quota at AWS. */
interface Sized {
  of: string;
  size: number;
  quota: Quota;
}

/** Every document of a stack with its size; the inline policies of one role are one. */
function sizesOf({ made, outputs }: Deployment): Sized[] {
  const sized = made.flatMap(({ type, name, inputs }): Sized[] => {
    const kind = type.split(":").at(-1)!;
    return ["policy", "assumeRolePolicy", "policyDocument", "eventPattern"].flatMap((key): Sized[] => {
      if (inputs[key] === undefined) return [];
      const quota = quotas[key] ?? quotas[kind];
      assert.ok(quota, `no quota is known for ${key} of ${type}`);
      const of = kind === "RolePolicy" ? `RolePolicy of ${inputs["role"]}` : `${kind} ${name}`;
      return [{ of, size: String(inputs[key]).length, quota }];
    });
  });
  const handedOut = Object.entries(outputs).flatMap(([name, value]): Sized[] => {
    const quota = quotas[/(Scp|Rcp|Policy)$/.exec(name)?.[0] ?? ""];
    return quota ? [{ of: `output ${name}`, size: String(value).length, quota }] : [];
  });
  return [...sized, ...handedOut].reduce<Sized[]>((all, one) => {
    const same = all.find(({ of, quota }) => of === one.of && quota === one.quota);
    if (same) same.size += one.size;
    else all.push({ ...one });
    return all;
  }, []);
}

describe("the sizes of documents, with everything on and the longest names", () => {
  for (const [kind, config] of Object.entries({ master, service })) {
    describe(`of the stack ${kind}`, () => {
      let stack: Deployment;
      before(async () => {
        stack = await deploy(longest(config), { partition: "aws-us-gov", enabled: ["us-gov-west-1"] });
      });

      it("X42 X45: each is within its quota at AWS", () => {
        const sizes = sizesOf(stack);
        const widest: Record<string, Sized> = {};
        for (const one of sizes) if (one.size > (widest[one.quota.name]?.size ?? 0)) widest[one.quota.name] = one;
        for (const { of, size, quota } of Object.values(widest)) {
          const share = Math.round((100 * size) / quota.limit);
          console.log(`          ${quota.name}: ${size} of ${quota.limit} (${share} %), ${of}`);
        }
        const over = sizes.filter(({ size, quota }) => size > quota.limit);
        assert.deepEqual(over, []);
        assert.ok(sizes.length > 20);
      });

      it("X42: no queue policy has more parts than SQS accepts", () => {
        const { statements, actions, principals, conditions } = queuePolicyParts;
        const policies = stack.of("aws:sqs/queuePolicy:QueuePolicy");
        assert.ok(policies.length > 0);
        for (const { name, inputs } of policies) {
          const parts: any[] = JSON.parse(inputs["policy"]).Statement;
          assert.ok(parts.length <= statements, name);
          for (const { Action, Principal, Condition = {} } of parts) {
            assert.ok([Action].flat().length <= actions, `${name}: ${[Action].flat().length} actions`);
            assert.ok(Object.values(Principal).flat().length <= principals, name);
            const keys = Object.values(Condition).flatMap((one: any) => Object.keys(one));
            assert.ok(keys.length <= conditions, `${name}: ${keys.length} conditions`);
          }
        }
      });
    });
  }
});

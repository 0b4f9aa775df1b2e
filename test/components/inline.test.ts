import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { deploy, masterConfig, serviceConfig } from "./deploy";

/** What Pulumi gives a program from the project file: https://www.pulumi.com/docs/iac/concepts/projects/project-file/#config-options */
function projectDefaults(): Record<string, string> {
  const { config } = parse(readFileSync(path.join(__dirname, "..", "..", "Pulumi.yaml"), "utf8"));
  const entries = Object.entries<any>(config).map(([key, entry]) => {
    const value = "value" in entry ? entry.value : entry.default;
    return [`firebreak:${key}`, typeof value === "string" ? value : JSON.stringify(value)] as const;
  });
  return Object.fromEntries(entries);
}

/** What the promises in a value give: one that is compared itself differs by the hooks of other tests in this process. */
async function settled(value: unknown): Promise<unknown> {
  const given = await value;
  if (Array.isArray(given)) return Promise.all(given.map(settled));
  if (given === null || typeof given !== "object") return given;
  const entries = Object.entries(given).map(async ([key, item]) => [key, await settled(item)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

describe("an inline program of the Automation API, which has no project file", () => {
  for (const [kind, given] of Object.entries({ master: masterConfig, service: serviceConfig })) {
    it(`L14: makes the same resources of a ${kind} stack as \`pulumi up\` does, the default runbook included`, async () => {
      const { "firebreak:runbooks": _, ...own } = given;
      const inline = await deploy(own);
      const withFile = await deploy({ ...projectDefaults(), ...own });
      const byName = ({ made }: typeof inline) =>
        settled(Object.fromEntries(made.map(({ type, name, inputs }) => [`${type} ${name}`, inputs])));
      assert.deepEqual(await byName(inline), await byName(withFile));
      const role = inline.one("aws:iam/rolePolicy:RolePolicy", "run-runbook-role");
      assert.match(role.inputs["policy"], /s3:PutEncryptionConfiguration/);
    });
  }
});

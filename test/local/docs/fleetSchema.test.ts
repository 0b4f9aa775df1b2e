import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { readInventory } from "../../../cli/fleet/inventory/schema";
import { fleetSchema } from "../../../local/docs/fleetSchema";

const project = path.join(__dirname, "..", "..", "..");
const read = (file: string) => readFileSync(path.join(project, file), "utf8");

const schema = JSON.parse(read("docs/fleet.schema.json"));
// Strict: an unknown keyword in the schema is an error. Formats stand beside patterns that say the same.
const isValid = new Ajv({
  allErrors: true,
  strictSchema: true,
  formats: { email: true, cidrv4: true, cidrv6: true },
}).compile(schema);
const errorsOf = (text: string): string[] =>
  isValid(parse(text)) ? [] : isValid.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);

const example = /^```yaml\n(# yaml-language-server:[\s\S]*?)^```$/m.exec(read("docs/operations.md"))?.[1] ?? "";

describe("the JSON schema of fleet.yaml", () => {
  it("is what the code declares; if not, run: npm run docs", () => {
    assert.equal(read("docs/fleet.schema.json"), fleetSchema(parse(read("Pulumi.yaml"))));
  });

  it("accepts the example in the documentation, as the tool does", () => {
    assert.ok(readInventory(example).groups["production"]);
    assert.deepEqual(errorsOf(example), []);
  });

  const wrong: [what: string, line: string, error: RegExp][] = [
    ["an unknown key", "group: {}", /^ must NOT have additional properties$/],
    ["an unknown setting", "defaults: { region: [eu-west-1] }", /^\/defaults must NOT have additional properties$/],
    [
      "a setting of the security account in a member account",
      'overrides: { "444455556666": { alertEmails: [a@example.com] } }',
      /^\/overrides\/444455556666 must NOT have additional properties$/,
    ],
    ["what is no Region", "defaults: { regions: [Ireland] }", /^\/defaults\/regions\/0 must match pattern/],
    ["what is no account id", "overrides: { '44445555666': {} }", /^\/overrides property name must be valid$/],
    ["a group that selects nothing", "groups: { all: { settings: {} } }", /^\/groups\/all must have required property/],
    ["a share above 100", "rollout: { failureTolerance: { percent: 101 } }", /percent must be <= 100$/],
    ["a name of a role with a space", "deploymentRole: the role", /^\/deploymentRole must match pattern/],
  ];
  const head =
    'organizationId: o-a1b2c3d4e5\nsecurityAccountId: "111122223333"\nhomeRegion: eu-west-1\naccounts: organization\n';
  for (const [what, line, error] of wrong) {
    it(`refuses ${what}, as the tool does`, () => {
      assert.deepEqual(errorsOf(head), []);
      assert.throws(() => readInventory(head + line));
      assert.ok(
        errorsOf(head + line).some((text) => error.test(text)),
        errorsOf(head + line).join("\n"),
      );
    });
  }

  it("demands what has no default", () => {
    assert.deepEqual(schema.required, ["organizationId", "securityAccountId", "homeRegion", "accounts"]);
  });

  it("describes each key of the inventory, of its groups and of its rollout", () => {
    const { properties } = schema;
    const group = properties.groups.additionalProperties.properties;
    const rollout = properties.rollout.properties;
    for (const part of [properties, group, rollout, rollout.failureTolerance.properties]) {
      for (const [key, { description }] of Object.entries<any>(part))
        assert.match(description ?? "", /^[A-Z].+\.$/, key);
    }
  });

  it("describes each setting of a stack", () => {
    const { everywhere, security, defaults } = schema.properties;
    for (const part of [everywhere, security, defaults]) {
      for (const [key, { description }] of Object.entries<any>(part.properties)) assert.ok(description, key);
    }
  });
});

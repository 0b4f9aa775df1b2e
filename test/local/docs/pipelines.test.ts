import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import type { OrganizationClient } from "../../../cli/fleet/inventory/readOrganization";
import { readOrganization } from "../../../cli/fleet/inventory/readOrganization";
import { pipelinePolicies, withPolicies } from "../../../local/docs/policyBlocks";
import { blocksOf } from "../../docs/page";
import { faultsOf, knownActions, type Written } from "../../documents/authorization";

const page = readFileSync(path.join(__dirname, "..", "..", "..", "docs", "pipelines.md"), "utf8");
const statements: Written[] = JSON.parse(pipelinePolicies()["pipelinePolicy"]!).Statement;
const actions = statements.flatMap(({ Action }) => Action);

/** The calls by which `fleet` reads an organization. */
async function callsOfOrganization(): Promise<string[]> {
  const called = new Set<string>();
  const answers: Record<string, unknown> = {
    listRoots: { Roots: [{ Id: "r-ab12" }] },
    listAccountsForParent: { Accounts: [{ Id: "111122223333" }] },
  };
  const client = new Proxy({} as OrganizationClient, {
    get: (_target, name: string) => async () => {
      called.add(name);
      return answers[name] ?? {};
    },
  });
  await readOrganization(client, true);
  return [...called];
}

describe("the page on pipelines", () => {
  it("shows the policy that the code makes; if not, run: npm run docs", () => {
    assert.equal(page, withPolicies(page, pipelinePolicies()));
  });

  it("shows only actions that exist, each with the resources and condition keys that it accepts", async () => {
    assert.deepEqual(await faultsOf(statements), []);
    assert.notDeepEqual(await faultsOf([{ Sid: "Wrong", Effect: "Allow", Action: ["kms:Encypt"], Resource: "*" }]), []);
  });

  it("allows each call by which the organization is read, and none besides", async () => {
    const calls = await callsOfOrganization();
    assert.equal(calls.length, 4);
    assert.deepEqual(
      actions.filter((action) => action.startsWith("organizations:")).sort(),
      calls.map((name) => `organizations:${name[0]!.toUpperCase()}${name.slice(1)}`).sort(),
    );
  });

  it("has * as resource only where AWS takes nothing else", async () => {
    const wide = statements.filter(({ Resource }) => [Resource].flat().includes("*")).flatMap(({ Action }) => Action);
    assert.deepEqual(wide, ["organizations:ListRoots"]);
    for (const action of wide) assert.deepEqual((await knownActions(action))[0]?.types, []);
    assert.deepEqual(
      actions.filter((action) => action.includes("*")),
      [],
    );
  });

  it("trusts one repository, in its environments only", async () => {
    const text = blocksOf(page).find(({ file }) => file === "trust-github.json")!.text;
    const [trust, ...more] = JSON.parse(text).Statement;
    assert.deepEqual(more, []);
    assert.equal((await knownActions(trust.Action)).length, 1);
    const { StringEquals } = trust.Condition;
    assert.deepEqual(Object.keys(trust.Condition), ["StringEquals"]);
    assert.equal(StringEquals["token.actions.githubusercontent.com:aud"], "sts.amazonaws.com");
    const workflows = ["preview", "deploy", "watch"].map((name) =>
      readFileSync(path.join(__dirname, "..", "..", "..", "pipelines", "github", `firebreak-${name}.yml`), "utf8"),
    );
    const environments = workflows.flatMap((file) =>
      [...file.matchAll(/^ +environment: (\S+)$/gm)].map(([, name]) => name),
    );
    assert.deepEqual(
      StringEquals["token.actions.githubusercontent.com:sub"]
        .map((subject: string) => subject.split(":environment:")[1])
        .sort(),
      [...new Set(environments)].sort(),
    );
  });

  it("explains every variable that the pipelines use", () => {
    for (const file of [
      "github/firebreak-preview.yml",
      "github/firebreak-watch.yml",
      "gitlab/firebreak.gitlab-ci.yml",
    ]) {
      const text = readFileSync(path.join(__dirname, "..", "..", "..", "pipelines", file), "utf8");
      const used = [...text.matchAll(/(?:vars\.|\$)(FIREBREAK_[A-Z_]+)/g)].map(([, name]) => name!);
      assert.ok(used.length > 0, file);
      const own = ["FIREBREAK_ID_TOKEN", "FIREBREAK_TASK"];
      for (const name of used.filter((one) => !own.includes(one))) assert.ok(page.includes(`| \`${name}\` |`), name);
    }
  });
});

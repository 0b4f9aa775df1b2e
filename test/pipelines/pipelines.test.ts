import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { parse as parseYaml } from "yaml";
import { parse } from "../../cli/parser";
import { verbs } from "../../cli/verbs";
import { toolCommands } from "./commands";
import { workflowErrors } from "./githubSchema";

const root = path.join(__dirname, "..", "..");
const folder = path.join(root, "pipelines");
const files = (of: string) => readdirSync(path.join(folder, of)).map((name) => path.join(of, name));
const read = (file: string) => readFileSync(path.join(folder, file), "utf8");
const yamlIn = (file: string): any => parseYaml(read(file));

const [github, gitlab, codebuild] = [files("github"), files("gitlab"), files("codebuild")];
const all = [...github, ...gitlab, ...codebuild];

/** The lines of the shell in a file of any of the three systems. */
function shellLines(file: string): string[] {
  const content = yamlIn(file);
  if (github.includes(file)) return stepsOf(content).flatMap(({ run }) => run ?? []);
  if (codebuild.includes(file)) return Object.values<any>(content.phases).flatMap(({ commands }) => commands);
  return Object.values<any>(content).flatMap(({ before_script = [], script = [] }) => [...before_script, ...script]);
}

const stepsOf = (workflow: any): any[] => Object.values<any>(workflow.jobs).flatMap(({ steps }) => steps);

describe("the pipelines", () => {
  const needed = ["fleet preview", "fleet up", "fleet drift", "rehearse"];
  for (const [system, its] of Object.entries({ github, gitlab, codebuild })) {
    it(`run preview, up, drift and rehearse on ${system}, with options that the tool accepts`, async () => {
      const commands = toolCommands(its.flatMap(shellLines));
      const found: string[] = [];
      for (const { line, argv } of commands) {
        const parsed = await parse(argv, verbs, 80);
        assert.ok("verb" in parsed, line);
        found.push(argv[0] === "fleet" ? `fleet ${parsed.verb.command}` : parsed.verb.command.split(" ")[0]!);
        // Without a terminal, what asks for confirmation ends with an error.
        if ("yes" in (parsed.verb.options ?? {})) assert.equal(parsed.args["yes"], true, line);
      }
      assert.deepEqual(found.sort(), [...needed].sort());
    });
  }

  it("install packages by the lock file, without running their scripts", () => {
    for (const file of all) {
      const installs = shellLines(file).filter((line) => /\bnpm\b/.test(line));
      assert.ok(installs.length > 0, file);
      assert.deepEqual([...new Set(installs)], ["npm ci --ignore-scripts"], file);
    }
  });

  it("have no secret, no account and no key in a file, and use none but the token of the identity provider", () => {
    for (const file of all) {
      assert.doesNotMatch(
        read(file),
        /\bsecrets\.|\b(AKIA|ASIA)[A-Z0-9]{16}\b|\b\d{12}\b|PASSPHRASE|ACCESS_KEY|ACCESS_TOKEN/,
        file,
      );
    }
  });

  it("keep every command's state in the same backend, under the same key", () => {
    for (const file of all.filter((name) => !name.includes("rehearse"))) {
      const text = read(file);
      for (const name of [
        "PULUMI_BACKEND_URL",
        "PULUMI_OPTION_SECRETS_PROVIDER",
        "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER",
      ]) {
        assert.ok(text.includes(name), `${file}: ${name}`);
      }
    }
  });

  it("use one version of the Pulumi CLI, the one that the tests use", () => {
    const [, version] = /const version = "([\d.]+)"/.exec(
      readFileSync(path.join(root, "local/setup/engineCli.mjs"), "utf8"),
    )!;
    const versions = all.flatMap((file) => [...read(file).matchAll(/(?:pulumi-version: |pulumi-nodejs:)([\d.]+\d)/g)]);
    assert.ok(versions.length >= 8);
    assert.deepEqual([...new Set(versions.map(([, one]) => one))], [version]);
  });
});

describe("the pipelines for GitHub", () => {
  for (const file of github) {
    it(`${file} is a workflow that GitHub's parser accepts`, () => {
      assert.deepEqual(workflowErrors(file, read(file)), []);
    });

    it(`${file} pins every action by commit and names its version`, () => {
      const uses = read(file)
        .split("\n")
        .filter((line) => line.includes("uses:"));
      assert.ok(uses.length > 0);
      for (const line of uses) assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });

    it(`${file} gives its token nothing but what each job names, and runs in an environment`, () => {
      const { permissions, jobs } = yamlIn(file);
      assert.deepEqual(permissions, {});
      for (const [name, job] of Object.entries<any>(jobs)) {
        const { contents, "id-token": token, "pull-requests": comments, ...more } = job.permissions;
        assert.deepEqual([contents, token, more], ["read", "write", {}], name);
        assert.equal(comments, name === "preview" ? "write" : undefined, name);
        assert.match(job.environment, /^firebreak/);
        assert.ok(job["timeout-minutes"] <= 360, "GitHub's runners end a job after six hours");
      }
    });

    it(`${file} puts no text of a pull request into a script`, () => {
      for (const { run } of stepsOf(yamlIn(file))) assert.doesNotMatch(run ?? "", /\$\{\{/);
    });
  }

  it("GitHub's parser refuses an unknown key, an unknown context and a wrong permission", () => {
    const file = github.find((name) => name.includes("deploy"))!;
    for (const [from, to] of [
      ["timeout-minutes:", "timeout-hours:"],
      ["vars.FIREBREAK_ROLE", "variables.FIREBREAK_ROLE"],
      ["id-token: write", "id-token: all"],
    ] as const) {
      assert.ok(read(file).includes(from));
      assert.notDeepEqual(workflowErrors(file, read(file).replace(from, to)), [], to);
    }
  });

  it("deploy and compare one after the other, and never stop a deployment", () => {
    for (const file of github.filter((name) => !name.includes("preview"))) {
      assert.deepEqual(yamlIn(file).concurrency, { group: "firebreak-deploy", "cancel-in-progress": false }, file);
    }
  });
});

/** https://docs.gitlab.com/ci/yaml/ */
const jobKeys = [
  ...["extends", "stage", "image", "timeout", "id_tokens", "variables", "before_script", "script", "rules"],
  ...["environment", "resource_group", "interruptible", "artifacts"],
];
/** https://docs.gitlab.com/ci/yaml/#artifacts */
const artifactKeys = ["when", "paths", "expose_as", "expire_in"];

describe("the pipelines for GitLab and CodeBuild", () => {
  it("GitLab: have only keys that GitLab knows, stages that exist, and one deployment at a time", () => {
    for (const file of gitlab) {
      const { stages, ...jobs } = yamlIn(file);
      for (const [name, job] of Object.entries<any>(jobs)) {
        assert.deepEqual(
          Object.keys(job).filter((key) => !jobKeys.includes(key)),
          [],
          name,
        );
        assert.deepEqual(
          Object.keys(job.artifacts ?? {}).filter((key) => !artifactKeys.includes(key)),
          [],
          name,
        );
        if (name.startsWith(".")) continue;
        assert.ok(stages.includes(job.stage) && jobs[job.extends], name);
        assert.match(job.environment.name, /^firebreak/, name);
        assert.equal(job.resource_group, name === "firebreak preview" ? undefined : "firebreak", name);
      }
    }
  });

  // https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
  it("CodeBuild: have only keys and phases that CodeBuild knows, and keep what the command writes", () => {
    for (const file of codebuild) {
      const { version, phases, artifacts, ...more } = yamlIn(file);
      assert.deepEqual([version, more], [0.2, {}], file);
      assert.deepEqual(Object.keys(phases), ["install", "build"], file);
      for (const phase of Object.values<any>(phases)) assert.deepEqual(Object.keys(phase), ["commands"], file);
      const written = shellLines(file).flatMap((line) => / --summary (\S+)/.exec(line)?.[1] ?? []);
      assert.deepEqual(artifacts?.files ?? [], written, file);
    }
  });
});

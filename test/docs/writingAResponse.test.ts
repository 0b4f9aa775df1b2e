import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { parse } from "yaml";
import { newKinds } from "../../local/newResponse/kinds";
import { skeleton } from "../../local/newResponse/skeleton";
import type { Deployment } from "../components/deploy";
import { blocksOf, sidesOf } from "./page";
import { copyProject, project, runIn, testIn } from "./projectCopy";
import { typeErrors } from "./typeErrors";

const page = readFileSync(path.join(project, "docs", "writing-a-response.md"), "utf8");
const blocks = blocksOf(page);
const written = blocks.filter((block) => block.language === "ts");
const changes = blocks.filter((block) => block.language === "diff");
const generate = (...args: string[]) => [
  "-r",
  "ts-node/register/transpile-only",
  "local/newResponse/newResponse.ts",
  ...args,
];
const name = "require-imdsv2";
const tests = ["plan", "properties"].map((part) => `test/runtime/responses/requireImdsv2/${part}.test.ts`);

// One copy of the project, in the order of the page: the skeleton first, then what the page makes of it.
describe("docs/writing-a-response.md", () => {
  let folder: string;
  before(async () => {
    folder = await copyProject();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };
  const read = (file: string) => readFile(path.join(folder, file), "utf8");

  describe("the skeleton", () => {
    const known = changes.map(({ file }) => file);
    let files: string[];
    before(async () => {
      for (const { file, text } of changes) {
        assert.equal(
          (await read(file)).split(sidesOf(text).old).length,
          2,
          `${file} is not as the page says:\n${text}`,
        );
      }
      const { code, output } = await runIn(folder, generate(name, "ec2-instance"));
      assert.equal(code, 0, output);
      files = output.trim().split("\n");
    });

    it("is written, and registered exactly as the page says", async () => {
      for (const file of files) assert.ok(existsSync(path.join(folder, file)), file);
      assert.deepEqual(
        files.filter((file) => !file.includes("requireImdsv2")),
        [...new Set(known)],
      );
      for (const file of new Set(known)) {
        const original = readFileSync(path.join(project, file), "utf8");
        const expected = changes
          .filter((change) => change.file === file)
          .map(({ text }) => sidesOf(text))
          .reduce((text, { old, fresh }) => text.replace(old, () => fresh), original);
        assert.equal(await read(file), expected);
      }
    });

    it("has the files that the page fills in", () => {
      const expected = files.filter((file) => file.includes("requireImdsv2"));
      assert.deepEqual(
        expected.filter((file) => !written.some((block) => block.file === file)),
        [],
      );
    });

    it("has tests that fail, each naming what is not written yet", async () => {
      const { passes, failures } = await testIn(folder, tests);
      assert.deepEqual(passes, []);
      assert.equal(failures.length, 7);
      for (const { fullTitle, err } of failures) {
        assert.match(err.message ?? "", /not written yet|findingTypes in index.ts is empty|write the table/, fullTitle);
      }
    });

    it("cannot be overwritten, and the attempt changes nothing", async () => {
      const earlier = await Promise.all(known.map(read));
      const again = await runIn(folder, generate(name, "ec2-instance"));
      assert.equal(again.code, 2);
      assert.match(again.output, /require-imdsv2 already exists/);
      assert.deepEqual(await Promise.all(known.map(read)), earlier);
    });
  });

  describe("the response that it builds", () => {
    before(async () => {
      for (const { file, text } of written) await write(file, text);
    });

    // All at once, because the compiler takes long to read the types of AWS's clients.
    it("compiles and is well formed, and so is the skeleton for every kind of resource", async () => {
      const kinds = newKinds.map(({ kind }) => kind);
      const skeletons = Object.assign({}, ...kinds.map((kind) => skeleton(`check-${kind}`, kind)));
      for (const [file, text] of Object.entries<string>(skeletons)) await write(file, text);
      const built = [...written, ...changes].map(({ file }) => file);
      const files = [...new Set([...built, ...Object.keys(skeletons)])];
      assert.deepEqual(typeErrors(folder, files), []);
      assert.deepEqual(await biome(files), { code: 0, output: "" });
      for (const file of Object.keys(skeletons)) {
        await rm(path.join(folder, path.dirname(file)), { recursive: true, force: true });
      }
    });

    it("passes its own tests, and the project's tests for every response", async () => {
      const own = await testIn(folder, tests);
      assert.deepEqual(own.failures, []);
      assert.ok(own.passes.length >= 15);
      const common = ["responses/findingTypes", "functions/captured", "aws/sessionPolicy"].map(
        (file) => `test/runtime/${file}.test.ts`,
      );
      const { passes, failures } = await testIn(folder, common, "[Rr]equire-?[iI]mdsv2|all have tests|M12");
      assert.deepEqual(failures, []);
      for (const title of [
        /session policy X42: of require-imdsv2 to contain takes/,
        /requireImdsv2.plan.ts avoids the traps/,
      ]) {
        assert.ok(
          passes.some((test) => title.test(test.fullTitle)),
          String(title),
        );
      }
    });

    const mutations: [file: string, old: string, fresh: string, noticed: RegExp][] = [
      ["plan", "if (!isClosed(state)) return [requireTokens(state)];", "", /some that need containment/],
      ["release", "[optionalAgain(state)] : []", "[] : []", /a release restores exactly what was there/],
    ];
    for (const [part, old, fresh, noticed] of mutations) {
      it(`is caught by its properties if ${part}.ts does nothing`, async () => {
        const file = `runtime/responses/requireImdsv2/${part}.ts`;
        const text = await read(file);
        assert.ok(text.includes(old));
        await write(file, text.replace(old, fresh));
        const { failures } = await testIn(folder, [tests[1]!]);
        await write(file, text);
        assert.ok(
          failures.some(({ fullTitle }) => noticed.test(fullTitle)),
          JSON.stringify(failures),
        );
      });
    }

    describe("deployed", () => {
      let master: Deployment;
      let service: Deployment;
      before(async () => {
        const { deploy, masterConfig, serviceConfig } = require(path.join(folder, "test", "components", "deploy"));
        const settings = parse(blocks.find((block) => block.language === "yaml")!.text);
        const config = { "firebreak:responses": JSON.stringify(settings), "firebreak:securityHub": "true" };
        master = await deploy({ ...masterConfig, ...config }, { code: true });
        service = await deploy(serviceConfig);
      });

      it("has a function, a queue with dead letters, rules, alarms and its custom action", () => {
        const about = (type: string) =>
          master
            .of(type)
            .filter((item) =>
              JSON.stringify([item.name, item.inputs["name"], item.inputs["identifier"]]).match(/require-?imdsv2/i),
            )
            .map((item) => item.inputs["name"] ?? item.name);
        assert.deepEqual(about("aws:lambda/function:Function"), [`firebreak-${name}`]);
        const queues = ["", "-dead", "-kept", "-posture"].map((end) => `firebreak-${name}${end}`);
        assert.deepEqual(about("aws:sqs/queue:Queue").sort(), queues);
        assert.deepEqual(about("aws:securityhub/actionTarget:ActionTarget"), ["Require IMDSv2"]);
        // Its incidents or its posture, and its custom action.
        assert.ok(about("aws:cloudwatch/eventRule:EventRule").length >= 2);
        assert.ok(about("aws:cloudwatch/metricAlarm:MetricAlarm").length >= 2);
      });

      it("has its settings from the stack file in the function's code", async () => {
        const { inputs } = master.one("aws:lambda/function:Function", name);
        const text = await readFile(await (await inputs["code"].assets)["index.js"].path, "utf8");
        assert.ok(text.includes("ModifyInstanceMetadataOptions"));
        assert.ok(/containmentsPerHour\W{1,3}50\b/.test(text));
      });

      it("has a role in every account, with exactly the rights that the page lists", () => {
        for (const stack of [master, service]) {
          const { inputs } = stack.one("aws:iam/rolePolicy:RolePolicy", `${name}-role`);
          const actions = JSON.parse(inputs["policy"]).Statement.flatMap((statement: any) => statement.Action);
          assert.deepEqual(
            actions.filter((action: string) => action.startsWith("ec2:")),
            ["ec2:DescribeInstances", "ec2:ModifyInstanceMetadataOptions"],
          );
          assert.equal(stack.one("aws:iam/role:Role", `${name}-role`).inputs["name"], `Security-IR-Role-${name}`);
        }
      });
    });
  });

  it("names each block's file above it, because the first line of a block is not shown", () => {
    for (const { language, file } of blocks)
      assert.ok(page.includes(`\n**${file}**\n\n\`\`\`${language} ${file}\n`), file);
  });

  it("names only files that exist", () => {
    const named = [...page.matchAll(/`((?:runtime|components|local|test|docs)\/[\w./]+\.\w+)`/g)].map(
      (match) => match[1]!,
    );
    assert.ok(named.length > 5);
    for (const file of named) assert.ok(existsSync(path.join(project, file)), file);
    for (const [, file] of page.matchAll(/`((?:isolateInstance|blockPrincipal)\/\w+\.ts)`/g)) {
      assert.ok(existsSync(path.join(project, "runtime", "responses", file!)), file);
    }
  });

  /** Format and lint, as `npm run check` sees them; the copy is not a repository. */
  async function biome(files: string[]) {
    const program = "node_modules/@biomejs/biome/bin/biome";
    const { code, output } = await runIn(folder, [program, "check", "--vcs-enabled=false", ...files]);
    return { code, output: code === 0 ? "" : output };
  }
});

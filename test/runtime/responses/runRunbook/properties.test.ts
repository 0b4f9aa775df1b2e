import assert from "node:assert/strict";
import fc from "fast-check";
import { isUnresolved } from "../../../../runtime/model/call";
import type { Target } from "../../../../runtime/model/target";
import { runRunbook } from "../../../../runtime/responses/runRunbook";
import { filledParameters, parameterPlaceholders } from "../../../../runtime/responses/runRunbook/parameters";
import { itKeepsTheContract } from "../contract";
import { type ModelExecution, type Script, ssmWith } from "./model";
import {
  disable,
  encrypt,
  encryptionRule,
  finding,
  nothing,
  place,
  readRule,
  runOnce,
  target,
  writeRule,
} from "./work";

const statuses = [
  "Success",
  "CompletedWithSuccess",
  "Failed",
  "TimedOut",
  "Cancelled",
  "Rejected",
  "Exited",
  "Unheard",
];
const scripts = fc.record({ status: fc.constantFrom(...statuses), reads: fc.nat({ max: 4 }) });
const types = fc.constantFrom(readRule, writeRule, encryptionRule);
const documents = [disable.document, encrypt.document];

/** What Systems Manager and the bucket contain, and how executions will end. */
interface World {
  scripts: Record<string, Script>;
  executions: ModelExecution[];
  buckets: Record<string, Record<string, string>>;
}

/** One that does not end within the runs of a test. */
const endless = fc.constant({ status: "Success", reads: 1000 });
const course = fc.oneof(
  scripts.filter(({ status }) => status !== "Unheard"),
  endless,
);
const runbooks = runRunbook([disable, encrypt]);
/** What a finding of the type requests for the bucket. */
const detailsFor = (type: string) => (runbooks.targets(finding({ id: type, type })) as Target[])[0]!.details!;

describe("Z6: what run-runbook guarantees, for every course of executions", () => {
  itKeepsTheContract<World>({
    response: runbooks,
    target,
    worlds: () =>
      fc.record({
        scripts: fc.record({ [disable.document]: course, [encrypt.document]: course }),
        executions: fc.constant([]),
        buckets: fc.constantFrom<World["buckets"][]>({ logs: {} }, { logs: { team: "web" } }),
      }),
    clients({ scripts: given, executions, buckets }) {
      const model = ssmWith(documents, given);
      return Object.assign(model, { executions, buckets }).clients;
    },
    wanted: fc.uniqueArray(types, { minLength: 1 }).map((asked) => asked.map(detailsFor)),
    waits: /^(the end of the execution|a new start: .*)$/,
    keeps: { without: ({ buckets }) => buckets, says: /^a release does not undo the changes of | is still running: / },
  });
});

describe("run-runbook, for every course of executions", () => {
  it("M29 M34: makes one execution per runbook, settled if and only if each succeeded, whatever dies along the way", () =>
    fc.assert(
      fc.asyncProperty(
        scripts,
        scripts,
        fc.array(fc.tuple(types, fc.boolean()), { minLength: 1, maxLength: 5 }),
        async (first, second, deliveries) => {
          const model = ssmWith(documents, { [disable.document]: first, [encrypt.document]: second });
          const kept = nothing();
          const declarations = [disable, encrypt];
          for (const [type, dies] of deliveries) {
            const given = finding({ id: type, type });
            const ended = runOnce(declarations, model, kept, given, dies ? "before noting" : undefined);
            await ended.catch((error) => assert.equal(error.message, "crashed"));
          }
          let last = finding({ id: deliveries[0]![0], type: deliveries[0]![0] });
          for (const [type] of deliveries) {
            last = finding({ id: type, type });
            for (let delivery = 0; delivery < 6; delivery++) await runOnce(declarations, model, kept, last);
          }
          const { missing, problems } = await runOnce(declarations, model, kept, last);
          assert.deepEqual(problems, []);
          const asked = declarations.filter((item) => deliveries.some(([type]) => item.findingTypes.includes(type)));
          assert.deepEqual(
            model.executions.map((one) => one.document).sort(),
            asked.map((item) => item.document).sort(),
          );
          const failed = asked.filter((item) => !/Success/.test(model.scripts[item.document]!.status));
          assert.equal(missing.length, failed.length);
          assert.ok(missing.every((call) => !call.pending));
        },
      ),
    ));

  it("F15: fills parameters once, and never with what looks like an id that is still to come", () =>
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[A-Z]\w{0,8}$/), fc.oneof(texts(), fc.array(texts(), { maxLength: 3 }))),
        fc.tuple(texts(), texts(), texts(), texts()),
        (parameters, [id, name, seen, type]) => {
          const target = { ...place, id, name, arn: `arn:aws:s3:::${id}` };
          const filled = filledParameters({ parameters }, target, { finding: seen, type });
          const call = { service: "ssm", operation: "x", input: { Parameters: filled }, reason: "", changes: [] };
          assert.equal(isUnresolved(call), false);
          assert.deepEqual(Object.keys(filled), Object.keys(parameters));
          for (const [key, value] of Object.entries(parameters)) {
            assert.equal(filled[key]!.length, [value].flat().length);
          }
        },
      ),
    ));

  it("F15: replaces every placeholder with its value, and leaves braces in other texts", () => {
    const names = Object.keys(parameterPlaceholders);
    const target = { ...place, id: "db-1", name: "shop", arn: "arn:aws:rds:eu-west-1:444455556666:db:shop" };
    const parameters = { A: names.map((name) => `<{${name}}>`), B: '{"Key": "{name}"}', C: ["{id}{id}"] };
    assert.deepEqual(filledParameters({ parameters }, target, { finding: "f", type: "t" }), {
      A: ["<db-1>", "<shop>", `<${target.arn}>`, "<444455556666>", "<eu-west-1>", "<aws>", "<f>", "<t>"],
      B: ['{"Key": "shop"}'],
      C: ["db-1db-1"],
    });
  });

  it("never lets a value from a finding name another placeholder or a parameter of Systems Manager", () => {
    const target = { ...place, id: "{{ssm:secret}}", name: "{id}", arn: "x" };
    const filled = filledParameters({ parameters: { A: "{name}", B: "{id}" } }, target, { finding: "f", type: "t" });
    assert.deepEqual(filled, { A: ["{id}"], B: ["{ {ssm:secret}}"] });
  });
});

/** Texts with many braces. */
function texts() {
  return fc.string({ unit: fc.constantFrom("{", "}", "i", "d", "a", " ", '"', "\\", "{id}", "{{", "{name}") });
}

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, it } from "mocha";
import { parse } from "../../cli/parser";
import { verbs } from "../../cli/verbs";
import { decision, items } from "./journal";
import { awsError, run } from "./world";

const journal = [items.decision(decision()), items.decision(decision({ finding: "f0", outcome: "failed" }))];
const contain = ["contain", "isolate-instance", "i-0123456789abcdef0", "--account", "444455556666"];
const grant = ["exception", "grant", "ec2-instance", "i-1", "--account", "444455556666", "--region", "eu-west-1"];

const tool = path.join(__dirname, "..", "..", "cli", "firebreak.cjs");

describe("a wrong command line", () => {
  const cases: [string, string[], RegExp][] = [
    [
      "P4: a limit that is no number",
      ["incidents", "--limit", "abc"],
      /--limit is "abc": it must be a whole number from 1/,
    ],
    ["P4: a limit below one", ["incidents", "--limit", "-1"], /--limit is "-1": it must be a whole number from 1 to/],
    ["P4: a limit that is not whole", ["incidents", "--limit=1.5"], /--limit is "1.5"/],
    ["P4: an empty filter", ["incidents", "--account", ""], /--account is empty/],
    ["P4: a filter given twice", ["incidents", "--account", "1", "--account", "2"], /--account is given 2 times/],
    ["P4: a switch with a value", ["incidents", "--json=maybe"], /--json is "maybe": give --json alone/],
    [
      "P4: hours that are too many",
      ["pause", "--hours", "721", "--reason", "x"],
      /--hours is "721": it must be a number/,
    ],
    ["P4: hours with a unit", ["pause", "--hours", "4h", "--reason", "x"], /--hours is "4h"/],
    [
      "P4: stacks at once",
      ["fleet", "up", "--concurrency", "x"],
      /--concurrency is "x": it must be a whole number from 1 to 20/,
    ],
    ["P4: a day that the calendar does not have", ["incidents", "--since", "2026-02-31"], /--since is "2026-02-31"/],
    [
      "P4: the last day of an exception that is over",
      [...grant, "--for", "isolate-instance", "--until", "2026-11-25", "--owner", "a", "--reference", "b"],
      /--until is "2026-11-25": that day is over/,
    ],
    [
      "P4: an owner of two words",
      [...grant, "--for", "isolate-instance", "--until", "2027-01-31", "--owner", "a b", "--reference", "b"],
      /--owner is "a b": it must be one word/,
    ],
    [
      "P5: a start in the future",
      ["incidents", "--since", "2027-01-01"],
      /--since is "2027-01-01": that is in the future; it is now 2026-11-26/,
    ],
    ["P6: an empty id", ["show", ""], /<id> is empty/],
    ["P6: an id that is longer than any key", ["show", "x".repeat(3000)], /<id> has 3000 characters/],
    [
      "P7: a missing argument",
      ["show"],
      /^firebreak: show needs <id>\nUsage: node cli\/firebreak\.cjs show <id>\nHelp: node cli\/firebreak\.cjs show --help\n$/,
    ],
    [
      "P7: two missing arguments",
      ["contain", "--reason", "x"],
      /contain needs <response> and <id>\nUsage: .* contain <response> <id>\n/,
    ],
    ["P1 P7: a missing resource", ["exception", "check"], /exception check needs <kind>\nUsage: /],
    ["P7: a missing option", [...contain, "--region", "eu-west-1"], /contain needs --reason\nUsage: /],
    ["P7: a missing place", [...contain, "--reason", "x"], /contain needs --region, unless the ARN says it/],
    ["P7: a missing value", ["incidents", "--outcome"], /--outcome needs a value/],
    [
      "P7: a misspelt option",
      ["incidents", "--outcom", "failed"],
      /incidents has no option --outcom: did you mean outcome\?/,
    ],
    ["P7: a misspelt value", ["incidents", "--outcome", "faild"], /--outcome is "faild": did you mean failed\?/],
    ["P7: a misspelt response", ["incidents", "--response", "isolate-instnce"], /did you mean isolate-instance\?/],
    ["P7: a misspelt command", ["contian"], /there is no command "contian": did you mean contain\?/],
    [
      "P7: a misspelt command of a group",
      ["exception", "grnt"],
      /exception has no command "grnt": did you mean grant\?/,
    ],
    [
      "P7: a word too many",
      ["incidents", "failed"],
      /incidents takes nothing after its arguments, but there is "failed"/,
    ],
  ];
  for (const [name, argv, words] of cases) {
    it(`${name} is named, with exit code 2, and nothing is printed as a result`, async () => {
      const { code, out, err } = await run(argv, { items: journal, typed: "n" });
      assert.equal(code, 2, err);
      assert.match(err, words);
      assert.match(err, /\nHelp: node cli\/firebreak\.cjs .*--help\n$|^firebreak: [^\n]*\n$/);
      assert.doesNotMatch(err, /non-option|Unknown argument|Invalid values/);
      assert.equal(out, "");
    });
  }

  it("P7: no command at all prints the help, and so does a group alone", async () => {
    const none = await run([]);
    assert.equal(none.code, 2);
    assert.match(none.out, /firebreak\.cjs incidents[\s\S]*Exit code 0/);
    const group = await run(["exception"]);
    assert.equal(group.code, 2);
    assert.match(group.out, /exception grant[\s\S]*exception revoke/);
  });

  it("P9: a lone hyphen is standard input", () => {
    const input = "not JSON";
    const { stderr, status } = spawnSync(process.execPath, [tool, "plan", "-"], { input, encoding: "utf8" });
    assert.match(stderr, /^firebreak: standard input is not JSON/);
    assert.equal(status, 2);
  });

  it("P9: every command that takes a file takes a lone hyphen", async () => {
    for (const argv of [
      ["plan", "-"],
      ["policy", "explain", "-"],
    ]) {
      const parsed = await parse(argv, verbs, 80);
      assert.ok("args" in parsed);
      assert.equal(parsed.args["file"], "-");
    }
  });
});

describe("an empty list of incidents", () => {
  it("P5: names every filter, and says how much there is without them", async () => {
    const { err } = await run(["incidents", "--outcome", "partial", "--account", "444455556666"], { items: journal });
    assert.match(err, /Nothing with outcome partial, account 444455556666 since 2026-11-19 12:00:00 UTC\./);
    assert.match(err, /Without --outcome and --response there are 2 decisions\./);
    const open = await run(["incidents", "--open", "--response", "block-principal"], { items: journal });
    assert.match(open.err, /Nothing is contained now by block-principal\./);
  });
});

describe("an error of AWS's SDK", () => {
  for (const name of [
    "ValidationException",
    "ThrottlingException",
    "ResourceNotFoundException",
    "SomethingNew",
    "TypeError",
  ]) {
    it(`P6: ${name} comes after a sentence of our own`, async () => {
      const faults = { "dynamodb.query": awsError(name, "One or more parameter values\nwere invalid") };
      const { code, err } = await run(["incidents"], { faults });
      assert.equal(code, 1);
      assert.match(
        err,
        new RegExp(
          `^firebreak: Could not read the journal.*AWS says: ${name}: One or more parameter values were invalid\n$`,
        ),
      );
    });
  }

  it("P6: one that no call expects comes after one too, without a stack trace", async () => {
    const organizations = { listParents: async () => Promise.reject(awsError("Odd", "broken")) };
    const engine = () => {
      throw awsError("Odd", "broken");
    };
    const { code, err } = await run(["fleet", "status"], { organizations, engine });
    assert.equal(code, 1);
    assert.match(
      err,
      /^firebreak: This is a fault in the tool: it did not expect "broken"\. Whether anything was changed/,
    );
    assert.doesNotMatch(err, /\n\s+at /);
  });
});

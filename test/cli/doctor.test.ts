import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Result } from "../../runtime/doctor/result";
import { arrived, doctorOf, left, lost, member, parameter, security, well } from "./doctorOf";
import { type Invocation, run, type Surroundings } from "./world";

describe("firebreak doctor", () => {
  it("X51: asks for the accounts, then for each alone, then once for all test events, through the alias for operators", async () => {
    const { code, invocations } = await run(["doctor"], doctorOf([well]));
    assert.equal(code, 0);
    const mark = invocations.at(-1)!.payload["mark"];
    assert.match(mark, /^[0-9a-f]{32}$/);
    const sent = [{ account: member, region: "eu-west-1", at: 1_764_300_000_000 }];
    assert.deepEqual(
      invocations.map((call) => [call.function, call.alias, call.payload]),
      [
        ["firebreak-doctor", "operate", { command: "accounts" }],
        ["firebreak-doctor", "operate", { command: "examine", account: security, mark }],
        ["firebreak-doctor", "operate", { command: "examine", account: member, mark }],
        ["firebreak-doctor", "operate", { command: "arrivals", mark, sent }],
      ],
    );
  });

  it("says which accounts are unknown if the test events cannot be requested", async () => {
    const { answer, ...rest } = doctorOf([well]);
    const failing = (call: Invocation) =>
      call.payload["command"] === "arrivals" ? { errorMessage: "Task timed out" } : answer!(call);
    const { code, out } = await run(["doctor"], { ...rest, answer: failing });
    assert.equal(code, 0);
    assert.match(
      out,
      /444455556666 {2}partly covered: 1 unknown.*unknown +delivery +test event +It is unknown whether findings arrive/s,
    );
  });

  it("P20: says once what holds for several subjects, and names each", async () => {
    const alarm = (subject: string, region: string): Result => ({
      account: security,
      region,
      check: "alarms",
      subject,
      status: "warning",
      says: "The alarm is on",
    });
    const results = [alarm("one", "eu-west-1"), alarm("two", "eu-west-1"), alarm("three", "us-east-1")];
    const { out } = await run(["doctor"], doctorOf(results));
    assert.equal(out.match(/The alarm is on/g)?.length, 2, out);
    assert.match(out, /eu-west-1 +one, two/);
    const { results: each } = (await run(["doctor", "--json"], doctorOf(results))).json();
    assert.equal(each.filter(({ check }: Result) => check === "alarms").length, 3);
  });

  it("shows what is wrong, worst first, by account, within 80 columns, and fails for a fault", async () => {
    const { code, out, err } = await run(["doctor"], doctorOf([left, well, lost]));
    assert.equal(code, 1);
    assert.ok(out.startsWith("444455556666  partly covered: 1 fault, 1 warning, 1 ok\n"), out);
    assert.ok(out.indexOf("fault ") < out.indexOf("warning "), out);
    assert.match(out, /fault +forwarding +eu-west-1 +firebreak-forwarding\n +what There is no forwarding rule/);
    assert.ok(!out.includes("role-a") && !out.includes("\u001b"), out);
    assert.ok(Math.max(...out.split("\n").map((line) => line.length)) <= 80, out);
    assert.match(err, /Examined 2 accounts: 1 covered, 1 partly covered\. Checks: 1 fault, 1 warning, 2 ok\./);
  });

  it("L22 X51: says of each of 1,000 accounts how far it is covered, and names only those with problems", async () => {
    const many = Array.from({ length: 1000 }, (_, at) => String(100_000_000_000 + at));
    const shut = (account: string): Result => ({ ...well, account, check: "entrance", status: "fault", says: "Shut" });
    const answer = ({ payload: { command, account, sent } }: Invocation) => {
      if (command === "accounts") return { accounts: many, results: [] };
      if (command === "arrivals") return (sent as any[]).map(arrived);
      const number = many.indexOf(account);
      const own = number < 3 ? shut(account) : { ...(number < 5 ? lost : well), account };
      return { results: [own], sent: [] };
    };
    const { out, err } = await run(["doctor"], { parameter, answer });
    assert.match(
      err,
      /Examined 1000 accounts: 995 covered, 2 partly covered, 3 not covered\. Checks: 5 faults, 995 ok\./,
    );
    assert.equal(out.match(/^1\d{11} {2}/gm)!.length, 5);
    assert.match(out, /^100000000000 {2}not covered: 1 fault$/m);
    const { coverage } = (await run(["doctor", "--json"], { parameter, answer })).json();
    assert.deepEqual(
      [Object.keys(coverage).length, coverage[many[4]!], coverage[many[999]!]],
      [1000, "partly", "covered"],
    );
  });

  it("does not fail for warnings and unknowns, and says which accounts may be missing", async () => {
    const unlisted: Result = {
      ...well,
      check: "accounts",
      subject: "organization",
      status: "unknown",
      says: "Not known",
    };
    const { code, out } = await run(["doctor"], doctorOf([left], [unlisted]));
    assert.equal(code, 0);
    assert.match(out, /unknown +accounts +organization/);
  });

  it("shows everything with --all, and prints JSON with --json", async () => {
    const { out } = await run(["doctor", "--all"], doctorOf([well]));
    assert.match(out, /ok +roles +role-a +It is well/);
    const machine = await run(["doctor", "--json"], doctorOf([well, lost]));
    assert.equal(machine.code, 1);
    assert.deepEqual(machine.json(), {
      accounts: [security, member],
      coverage: { [security]: "covered", [member]: "partly" },
      results: [well, lost, arrived({ account: member, region: "eu-west-1" })],
    });
  });

  it("examines one account and Region if asked", async () => {
    const { invocations, code } = await run(["doctor", "--account", member, "--region", "eu-west-1"], doctorOf([left]));
    assert.equal(code, 0);
    const [{ mark, ...asked }, ...others] = invocations.map((call) => call.payload) as any;
    assert.deepEqual(asked, { command: "examine", account: member, regions: ["eu-west-1"] });
    assert.deepEqual(
      others.map((payload: any) => [payload.command, payload.mark]),
      [["arrivals", mark]],
    );
  });

  it("goes on if the examination of one account fails, and stops if all do", async () => {
    const { answer } = doctorOf([well]);
    const breaking = (accounts: string[]): Surroundings => ({
      parameter,
      answer: (call) =>
        accounts.includes(call.payload["account"])
          ? { errorMessage: "Task timed out after 300 seconds" }
          : answer!(call),
    });
    const one = await run(["doctor"], breaking([member]));
    assert.equal(one.code, 1);
    assert.match(one.out, /unknown +entrance +doctor +The doctor did not finish: .*timed\s+out/s);
    assert.match(one.err, /1 unknown, 1 ok/);
    const all = await run(["doctor"], breaking([security, member]));
    assert.equal(all.code, 1);
    assert.match(all.err, /firebreak-doctor did not examine: Task timed out/);
  });

  it("refuses invalid accounts and Regions before it asks anything", async () => {
    for (const wrong of [
      ["--account", "12"],
      ["--region", "mars"],
    ]) {
      const { code, err, invocations } = await run(["doctor", ...wrong], doctorOf([]));
      assert.deepEqual([code, invocations], [2, []]);
      assert.match(err, new RegExp(`"${wrong[1]}"`));
    }
  });

  it("says what is missing if the security account's stack has no doctor", async () => {
    const { code, err } = await run(["doctor"]);
    assert.equal(code, 1);
    assert.match(err, /has no doctor: deploy it with this version/);
  });
});

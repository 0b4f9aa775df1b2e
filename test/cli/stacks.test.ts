import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { accounts } from "../../local/world/accounts";
import { project, writeStackFiles } from "../../local/world/stackFiles";
import { engineModel } from "./fleet/engine";
import { run } from "./world";

let folder: string;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "firebreak-stacks-"));
  await writeStackFiles(folder, "o-a1b2c3d4e5");
  await writeFile(path.join(folder, "Pulumi.yaml"), await readFile(path.join(project, "Pulumi.yaml")));
});
after(() => rm(folder, { recursive: true, force: true }));

describe("firebreak policy explain", () => {
  const finding = {
    source: "aws.guardduty",
    "detail-type": "GuardDuty Finding",
    account: accounts.payments.id,
    region: "eu-west-1",
    time: "2026-11-26T10:00:00Z",
    detail: {
      id: "f1",
      type: "Backdoor:EC2/C&CActivity.B!DNS",
      title: "t",
      severity: 5,
      accountId: accounts.payments.id,
      region: "eu-west-1",
      partition: "aws",
      createdAt: "2026-11-26T09:00:00Z",
      updatedAt: "2026-11-26T09:30:00Z",
      resource: { resourceType: "Instance", instanceDetails: { instanceId: "i-0123456789abcdef0" } },
    },
  };
  const modes = (rules: string) => `modes:\n${rules.replace(/^/gm, "        ")}`;
  const withModes = async (rules: string) => {
    const text = await readFile(path.join(folder, "Pulumi.master.yaml"), "utf8");
    await writeFile(
      path.join(folder, "Pulumi.rules.yaml"),
      text.replace("modes:\n        - mode: contain", modes(rules)),
    );
    await writeFile(path.join(folder, "finding.json"), JSON.stringify(finding));
  };
  const explain = (more: string[] = []) =>
    run(["policy", "explain", "finding.json", "--stack", "rules", ...more], { folder });

  it("says which rule decides and why the others do not", async () => {
    await withModes(
      `- mode: off\n  accounts: ["${accounts.website.id}"]\n- mode: contain\n  severities: [high, critical]\n- mode: approve\n- mode: observe`,
    );
    const { code, out, err } = await explain();
    assert.equal(code, 0, err);
    assert.match(out, /isolate-instance {2}mode approve\n {2}acts on ec2-instance i-0123456789abcdef0 in 444455556666/);
    assert.match(out, /1\. .* does not match: account 444455556666 is not one of 777788889999/);
    assert.match(out, /2\. .* does not match: severity 5 is medium, not one of high, critical/);
    assert.match(out, /3\. \{"mode":"approve"\} decides/);
    assert.match(out, /4\. .* would match, but an earlier rule decides/);
  });

  it("says that the response observes if no rule matches", async () => {
    await withModes("- mode: contain\n  severities: [critical]");
    const [{ explanations }] = (await explain(["--json"])).json();
    const isolate = explanations.find((item: any) => item.response === "isolate-instance");
    assert.equal(isolate.mode, "observe");
    assert.deepEqual(isolate.notes, ["no rule matches: it observes"]);
    assert.equal(isolate.rules[0].decides, false);
  });

  it("says that a sample is only observed, whatever the rules say", async () => {
    await withModes("- mode: contain");
    const sample = { ...finding, detail: { ...finding.detail, service: { additionalInfo: { sample: true } } } };
    await writeFile(path.join(folder, "finding.json"), JSON.stringify(sample));
    const [{ explanations }] = (await explain(["--json"])).json();
    assert.equal(explanations[0].mode, "observe");
    assert.equal(explanations[0].rules[0].decides, true);
    assert.match(explanations[0].notes.join(), /sample/);
  });

  it("Z1: says that a click in Security Hub contains even if the rules only observe", async () => {
    await withModes("- mode: observe");
    const corpus = path.join(project, "test", "corpus", "securityhub-custom-action", "ec2-8-ec2instance.json");
    const text = (await readFile(corpus, "utf8"))
      .replaceAll("123456789012", accounts.security.id)
      .replaceAll("us-east-1", "eu-west-1");
    const event = JSON.parse(text);
    event.resources = [`arn:aws:securityhub:eu-west-1:${accounts.security.id}:action/custom/IsolateEc2SH`];
    await writeFile(path.join(folder, "finding.json"), JSON.stringify(event));
    const [{ explanations }] = (await explain(["--json"])).json();
    const isolate = explanations.find((item: any) => item.response === "isolate-instance");
    assert.equal(isolate.mode, "contain");
    assert.match(
      isolate.notes.join(),
      /the mode of isolate-instance is observe, but a click in Security Hub requested it/,
    );
  });

  it("says why a principal is never contained", async () => {
    await withModes("- mode: contain");
    const detail = {
      ...finding.detail,
      type: "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
      resource: {
        resourceType: "AccessKey",
        accessKeyDetails: {
          accessKeyId: "ASIAEXAMPLE",
          principalId: "AROAEXAMPLE:s",
          userName: "Security-IR-Role-isolate-instance",
          userType: "Role",
        },
      },
    };
    await writeFile(path.join(folder, "finding.json"), JSON.stringify({ ...finding, detail }));
    const { out } = await explain();
    assert.match(out, /block-principal/);
    assert.match(out, /is never contained:/);
  });

  it("X38: says why a container's node is left alone", async () => {
    await withModes("- mode: contain");
    const resource = {
      ...finding.detail.resource,
      resourceType: "EKSCluster",
      eksClusterDetails: { name: "shop-prod" },
    };
    const detail = { ...finding.detail, type: "CryptoCurrency:Runtime/BitcoinTool.B", resource };
    await writeFile(path.join(folder, "finding.json"), JSON.stringify({ ...finding, detail }));
    const { out } = await explain();
    assert.match(out, /i-0123456789abcdef0 is left alone: the finding is about EKS cluster shop-prod/);
  });

  it("Y19: says that a finding suppressed in Security Hub is left alone", async () => {
    await withModes("- mode: contain");
    const text = await readFile(
      path.join(project, "test/runtime/findings/events/hub-custom-action-two-findings.json"),
      "utf8",
    );
    const event = JSON.parse(text);
    const suppressed = { ...event.detail.findings[0], Workflow: { Status: "SUPPRESSED" } };
    const imported = { ...event, account: suppressed.AwsAccountId, "detail-type": "Security Hub Findings - Imported" };
    await writeFile(
      path.join(folder, "finding.json"),
      JSON.stringify({ ...imported, detail: { findings: [suppressed] } }),
    );
    const { out } = await explain();
    assert.match(out, /ignored: Workflow.Status is SUPPRESSED although the finding is active/);
  });

  const unit = "ou-ab12-production";
  const byUnits = `- mode: contain\n  organizationalUnits: ["${unit}"]\n- mode: observe\n  severities: [medium]`;
  /** An organization in which the account is directly in a unit. */
  const organization = (parent: string) => ({
    async listParents({ ChildId }: any) {
      const isAccount = ChildId === accounts.payments.id;
      return { Parents: [isAccount ? { Id: parent, Type: "ORGANIZATIONAL_UNIT" } : { Id: "r-ab12", Type: "ROOT" }] };
    },
  });
  const explainIn = (organizations: object, ...more: string[]) =>
    run(["policy", "explain", "finding.json", "--stack", "rules", ...more], { folder, organizations });

  it("L13: decides with the organizational units that the account is in now", async () => {
    await withModes(byUnits);
    const inside = await explainIn(organization(unit));
    assert.equal(inside.code, 0, inside.err);
    assert.match(inside.out, /isolate-instance {2}mode contain/);
    assert.match(inside.out, /1\. .*"organizationalUnits":\["ou-ab12-production"\]\} decides/);
    const outside = await explainIn(organization("ou-ab12-sandbox"));
    assert.match(outside.out, /isolate-instance {2}mode observe/);
    assert.match(
      outside.out,
      /1\. .* does not match: account 444455556666 is not in ou-ab12-production\n.*2\. .* decides/,
    );
  });

  it("L13: ends with 1 and says that the mode is not known if the units cannot be read and the mode depends on them", async () => {
    await withModes(byUnits);
    const listParents = async () => {
      throw Object.assign(new Error("You don't have permissions to access this resource."), {
        name: "AccessDeniedException",
      });
    };
    const { code, out } = await explainIn({ listParents });
    assert.equal(code, 1);
    assert.match(out, /isolate-instance {2}mode not known/);
    assert.match(out, /1\. .* whether account 444455556666 is in ou-ab12-production is not known: AccessDenied/);
    assert.match(
      out,
      /the mode depends on the organizational units .* could not be read here: .*organizations:ListParents/,
    );
    const [{ explanations }] = (await explainIn({ listParents }, "--json")).json();
    const isolate = explanations.find((item: any) => item.response === "isolate-instance");
    assert.deepEqual([isolate.mode, isolate.unclear, isolate.rules[1].decides], [undefined, true, false]);
    await withModes(byUnits.replace("observe", "contain"));
    assert.equal((await explainIn({ listParents })).code, 0, "the mode is contain in either case");
  });

  it("ends with 1 for an event that is refused, and says why", async () => {
    await withModes("- mode: contain");
    await writeFile(path.join(folder, "finding.json"), JSON.stringify({ ...finding, account: "999900001111" }));
    const { code, out } = await explain();
    assert.equal(code, 1);
    assert.match(out, /refused: account 999900001111 sent a finding about account 444455556666/);
  });

  it("refuses placeholders, other stacks and missing files, with exit code 2", async () => {
    await writeFile(path.join(folder, "finding.json"), JSON.stringify(finding));
    const shipped = await run(["policy", "explain", "finding.json", "--dir", project], { folder });
    assert.equal(shipped.code, 2);
    assert.match(shipped.err, /accountId is "000000000000"/);
    const service = await run(["policy", "explain", "finding.json", "--stack", "service-payments"], { folder });
    assert.equal(service.code, 2);
    assert.match(service.err, /\(kind: master\) has modes\. Name it with --stack/);
    const missing = await run(["policy", "explain", "finding.json", "--stack", "nope"], { folder });
    assert.equal(missing.code, 2);
    assert.match(missing.err, /Pulumi.nope.yaml is not in .*: the stacks are master, /);
  });
});

describe("firebreak fleet", () => {
  /** An engine that records when each stack begins and ends. */
  const engineOf = (fails: string[] = []) => {
    const log: string[] = [];
    const model = engineModel(async ({ stack, command }) => {
      log.push(`${command} ${stack}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      log.push(`end ${stack}`);
      if (fails.includes(stack)) throw new Error(`${stack}: no credentials\u001b[2J`);
    });
    return { ...model, log };
  };
  const only = "master,service-payments,service-website";

  it("deploys the security account first, then the others in parallel", async () => {
    const { engine, log, most } = engineOf();
    const { code, out, err } = await run(["fleet", "up", "--only", only, "--yes", "--no-proof", "--concurrency", "4"], {
      folder,
      engine,
    });
    assert.equal(code, 0, err);
    assert.deepEqual(log.slice(0, 2), ["up master", "end master"]);
    assert.equal(most(), 2);
    assert.match(out, /master +done +3 create, 2 same/);
  });

  it("destroys the security account last, and says what that means before it asks", async () => {
    const { engine, log } = engineOf();
    const { code, questions } = await run(["fleet", "destroy", "--only", only], { folder, engine, typed: "y" });
    assert.equal(code, 0);
    assert.match(
      questions[0]!,
      /Contained resources stay contained, and Firebreak can no longer release them\. Destroy master/,
    );
    assert.deepEqual(log.slice(-2), ["destroy master", "end master"]);
  });

  it("works on no more stacks at once than allowed", async () => {
    const { engine, most } = engineOf();
    await run(["fleet", "preview", "--only", only, "--concurrency", "1"], { folder, engine });
    assert.equal(most(), 1);
  });

  it("leaves the others alone if the security account's stack fails, with exit code 1", async () => {
    const { engine, log } = engineOf(["master"]);
    const { code, lines } = await run(["fleet", "up", "--only", only, "--yes", "--json", "--no-proof"], {
      folder,
      engine,
    });
    assert.equal(code, 1);
    assert.deepEqual(
      lines().map(({ stack, outcome, summary }: any) => (summary ? summary.outcomes : [stack, outcome])),
      [["master", "failed"], ["service-payments", "left"], ["service-website", "left"], { failed: 1, left: 2 }],
    );
    assert.deepEqual(log, ["up master", "end master"]);
  });

  it("goes on with the others if one of them fails", async () => {
    const { engine, log } = engineOf(["service-payments"]);
    const { code, out } = await run(["fleet", "up", "--only", only, "--yes", "--no-proof", "--concurrency", "4"], {
      folder,
      engine,
    });
    assert.equal(code, 1);
    assert.ok(log.includes("end service-website"));
    assert.match(out, /service-payments +FAILED +service-payments: no credentials/);
    assert.ok(!out.includes("\u001b"));
  });

  it("previews without asking", async () => {
    const { engine, log } = engineOf();
    const { code } = await run(["fleet", "preview", "--only", "master"], { folder, engine });
    assert.equal(code, 0);
    assert.deepEqual(log, ["preview master", "end master"]);
  });

  it("does nothing without an answer, for an unknown stack, or in a folder without stacks", async () => {
    const { engine, log } = engineOf();
    assert.equal((await run(["fleet", "up", "--only", only], { folder, engine })).code, 2);
    assert.equal((await run(["fleet", "up", "--only", only], { folder, engine, typed: "n" })).code, 1);
    const unknown = await run(["fleet", "up", "--only", "nope", "--yes"], { folder, engine });
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /--only is "nope": the stacks are master, /);
    const empty = await run(["fleet", "preview", "--dir", path.join(project, "cli")], { folder, engine });
    assert.equal(empty.code, 2);
    assert.match(empty.err, /has no stack files/);
    assert.equal((await run(["fleet", "preview", "--concurrency", "0"], { folder, engine })).code, 2);
    assert.deepEqual(log, []);
  });
});

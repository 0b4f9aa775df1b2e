import assert from "node:assert/strict";
import { type Refusal, reasonOf } from "../../../../runtime/model/refusal";
import { containmentId, type Target } from "../../../../runtime/model/target";
import { runRunbook } from "../../../../runtime/responses/runRunbook";
import { aws, type SsmModel, ssmWith } from "./model";
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

const both = [disable.document, encrypt.document];
const response = runRunbook([disable, encrypt]);
const hour = 3_600_000;
const later = (model: SsmModel) => new Date(model.now + hour).toISOString();
const operations = (calls: { operation: string }[]) => calls.map((call) => call.operation);

describe("the targets of run-runbook", () => {
  it("F15: are the resources of the declared kind, with what the finding asks for", () =>
    assert.deepEqual(response.targets(finding({ type: encryptionRule })), [
      {
        ...target,
        details: {
          runbook: "encrypt-buckets",
          finding: "read",
          type: encryptionRule,
          source: "config",
          seen: "2024-11-25T10:00:00Z",
        },
      },
    ]));

  it("M29: are one containment for the read and the write rule", () => {
    const ids = [readRule, writeRule].map((type) => {
      const [found] = response.targets(finding({ type })) as Target[];
      return containmentId(response.name, found!.arn);
    });
    assert.equal(ids[0], ids[1]);
  });

  it("say why there are none", () => {
    assert.match(
      reasonOf(response.targets(finding({ type: "Config:Rule/OTHER" })) as Refusal),
      /no runbook is declared for/,
    );
    assert.match(reasonOf(response.targets(finding({ resources: [] })) as Refusal), /names no s3-bucket/);
  });

  it("are of every kind that a finding can name, roles and users by their names", () => {
    const named = (kind: typeof disable.kind, id: string, userType?: string) => {
      const principal = userType === undefined ? {} : { principal: { userType, userName: id, principalId: "x" } };
      const resources = [{ ...place, kind, id, ...principal }];
      return runRunbook([{ ...disable, kind }]).targets(finding({ resources }));
    };
    const arns = [
      named("ec2-instance", "i-0123456789abcdef0"),
      named("security-group", "sg-0123456789abcdef0"),
      named("ebs-volume", "vol-0123456789abcdef0"),
      named("rds-instance", "db-ABC"),
      named("iam-principal", "jane", "IAMUser"),
      named("iam-principal", "app", "AssumedRole"),
    ].map((found) => (found as Target[])[0]!.arn.split(":").slice(5).join(":"));
    assert.deepEqual(arns, [
      "instance/i-0123456789abcdef0",
      "security-group/sg-0123456789abcdef0",
      "volume/vol-0123456789abcdef0",
      "db:db-ABC",
      "user/jane",
      "role/app",
    ]);
    assert.match(reasonOf(named("iam-principal", "root", "Root") as Refusal), /root user/);
  });
});

describe("the run of run-runbook", () => {
  it("F13 M34: starts, waits for the end over several deliveries, and settles only on Success", async () => {
    const model = ssmWith(both, { [disable.document]: { status: "Success", reads: 3 } });
    const kept = nothing();
    const first = await runOnce([disable], model, kept, finding());
    assert.deepEqual(operations(first.made), ["StartAutomationExecution"]);
    assert.ok(first.missing.length === 1 && first.missing.every((call) => call.pending));
    assert.deepEqual(first.problems, []);
    const second = await runOnce([disable], model, kept, finding());
    assert.ok(second.missing[0]!.pending);
    await runOnce([disable], model, kept, finding());
    const last = await runOnce([disable], model, kept, finding());
    assert.deepEqual([last.missing, last.made], [[], []]);
    assert.equal(model.executions.length, 1);
    assert.deepEqual(
      kept.evidence.map(({ kind }) => kind),
      ["execution of disable-public-buckets", "end of disable-public-buckets"],
    );
  });

  it("M34: reports any other end as missing for good, in SSM's own words", async () => {
    const model = ssmWith(both, {
      [disable.document]: { status: "Failed", reads: 1, message: "step 1: AccessDenied" },
    });
    const kept = nothing();
    await runOnce([disable], model, kept, finding());
    const { missing, made } = await runOnce([disable], model, kept, finding());
    assert.deepEqual(made, []);
    assert.equal(missing[0]!.pending, undefined);
    assert.match(missing[0]!.reason, /ended as Failed: step 1: AccessDenied/);
    assert.equal(model.executions.length, 1);
  });

  it("M34: follows an execution that runs longer than declared, instead of waiting silently", async () => {
    const model = ssmWith(both, { [disable.document]: { status: "Success", reads: 2 } });
    model.now -= 2 * hour;
    const kept = nothing();
    const { missing } = await runOnce([disable], model, kept, finding());
    assert.equal(missing[0]!.pending, undefined);
    assert.match(missing[0]!.reason, /overdue after more than 60 minutes/);
    await runOnce([disable], model, kept, finding());
    assert.deepEqual((await runOnce([disable], model, kept, finding())).missing, []);
  });

  it("M29: joins the read rule's execution for the write rule, before and after its end", async () => {
    const model = ssmWith(both, { [disable.document]: { status: "Success", reads: 2 } });
    const kept = nothing();
    await runOnce([disable], model, kept, finding());
    for (let delivery = 0; delivery < 3; delivery++) {
      await runOnce([disable], model, kept, finding({ id: "write", type: writeRule }));
    }
    assert.equal(model.executions.length, 1);
  });

  it("F14: makes a separate execution for another runbook of the same bucket", async () => {
    const model = ssmWith(both);
    const kept = nothing();
    await runOnce([disable, encrypt], model, kept, finding());
    await runOnce([disable, encrypt], model, kept, finding({ id: "encryption", type: encryptionRule }));
    assert.deepEqual(
      model.executions.map(({ document, parameters }) => [document, parameters]),
      [
        [disable.document, { S3BucketName: ["logs"] }],
        [encrypt.document, { BucketName: ["logs"], SSEAlgorithm: ["AES256"] }],
      ],
    );
  });

  it("works again, once, on a bucket that Config reports again after the end", async () => {
    const model = ssmWith(both);
    const kept = nothing();
    await runOnce([disable], model, kept, finding());
    const again = finding({ lastSeen: later(model) });
    model.now += 2 * hour;
    for (let delivery = 0; delivery < 3; delivery++) await runOnce([disable], model, kept, again);
    await runOnce([disable], model, kept, finding());
    assert.equal(model.executions.length, 2);
  });

  it("starts nothing again for an update of a Security Hub finding, and names it", async () => {
    const model = ssmWith(both);
    const kept = nothing();
    await runOnce([disable], model, kept, finding({ source: "security-hub" }));
    const update = finding({ source: "security-hub", lastSeen: later(model) });
    const { state, missing } = await runOnce([disable], model, kept, update);
    assert.deepEqual(missing, []);
    assert.equal(model.executions.length, 1);
    assert.match(response.beyondReach(state!).join(), /still seen at /);
  });

  it("case 50: names a document that the Region does not have, and counts nothing as done", async () => {
    const { made, missing, problems } = await runOnce([disable], ssmWith([]), nothing(), finding());
    assert.deepEqual(made, []);
    assert.ok(missing.some((call) => !call.pending && !call.secondary));
    assert.match(problems.join(), /AutomationDefinitionNotFoundException: document AWS-DisableS3BucketPublicReadWrite/);
  });

  it("starts a released containment again with a new token", async () => {
    const model = ssmWith(both, { [disable.document]: { status: "Failed", reads: 1 } });
    const kept = nothing();
    await runOnce([disable], model, kept, finding());
    await runOnce([disable], model, kept, finding());
    await runOnce([disable], model, { ...nothing(), round: 1 }, finding({ lastSeen: later(model) }));
    assert.equal(model.executions.length, 2);
  });

  it("continues a run that died after the start even if the token cannot be used twice", async () => {
    const model = ssmWith(both, { [disable.document]: { status: "Success", reads: 9 } });
    const other = runOnce([disable], model, nothing(), finding({ id: "foreign" }));
    await other;
    model.executions[0]!.startedBy = "firebreak-run-runbook-fedcba9876543210";
    model.executions[0]!.token = "used";
    const kept = nothing();
    await assert.rejects(runOnce([disable], model, kept, finding(), "before noting"), /crashed/);
    model.executions[1]!.token = "used";
    const { missing } = await runOnce([disable], model, kept, finding());
    assert.ok(missing[0]!.pending);
    assert.equal(model.executions.length, 2);
    assert.deepEqual(kept.evidence, [{ kind: "execution of disable-public-buckets", id: model.executions[1]!.id }]);
  });

  it("F24: reads the tags of that exact bucket, right before it starts anything", async () => {
    const model = ssmWith(both);
    model.buckets = { logs: { SecurityException: "website" }, "logs-internal": {} };
    const read = (id: string) =>
      response.read(
        model.clients,
        { ...target, id, details: { runbook: disable.name } },
        { stale: [], evidence: [], continued: false, containment: "0123456789abcdef-0", wanted: [] },
      );
    assert.deepEqual(response.tags((await read("logs"))!), { SecurityException: "website" });
    assert.deepEqual(response.tags((await read("logs-internal"))!), {});
    assert.equal(await read("absent"), undefined);
    assert.deepEqual(model.calls, ["GetBucketTagging", "GetBucketTagging", "GetBucketTagging"]);
  });

  it("F24: does not take tags that cannot be read for none", async () => {
    const model = ssmWith(both);
    model.clients.s3!.getBucketTagging = (async () => {
      throw aws("AccessDenied");
    }) as never;
    await assert.rejects(runOnce([disable], model, nothing(), finding()), /AccessDenied/);
    assert.equal(model.executions.length, 0);
  });

  it("counts a recorded end after Systems Manager has forgotten the execution, and fails without a record", async () => {
    const model = ssmWith(both);
    const kept = nothing();
    await runOnce([disable], model, kept, finding());
    await runOnce([disable], model, kept, finding());
    model.executions = [];
    assert.deepEqual((await runOnce([disable], model, kept, finding())).missing, []);
    kept.evidence = kept.evidence.filter(({ kind }) => kind.startsWith("execution"));
    const { missing } = await runOnce([disable], model, kept, finding());
    assert.match(missing[0]!.reason, /ended as NotFound/);
    assert.equal(model.executions.length, 0);
  });
});

import assert from "node:assert/strict";
import { effectiveMode } from "../../../../runtime/policy/effectiveMode";
import {
  chosen,
  control,
  findingOf,
  group,
  imported,
  instance,
  note,
  read,
  resourcesOf,
  said,
  threat,
} from "./asffEvents";

describe("reading what people and members change in Security Hub findings", () => {
  for (const Status of ["SUPPRESSED", "RESOLVED"]) {
    it(`Y19 case 7: leaves a finding that is ${Status} alone and does not drop it; an analyst's choice overrides that`, () => {
      const changed = { ...control, Workflow: { Status } };
      const finding = findingOf(read(imported(changed)));
      assert.equal(
        finding.leftAlone,
        `Workflow.Status is ${Status} although the finding is active: left to the people who set this status`,
      );
      assert.equal(finding.id, findingOf(read(imported(control))).id);
      assert.equal(findingOf(read(chosen(changed))).leftAlone, undefined);
      assert.ok("ignored" in read(imported({ ...changed, Severity: {} })).findings[0]!, "it need not be understood");
    });
  }

  it("X36: answers a finding that is NOTIFIED and still FAILED", () => {
    const failed = { ...control, Workflow: { Status: "NOTIFIED" } };
    assert.equal(findingOf(read(imported(failed))).leftAlone, undefined);
    assert.ok("finding" in read(imported({ ...failed, Note: { Text: "mine", UpdatedBy: "ann" } })).findings[0]!);
  });

  it("X36: answers a change by the provider after the version in our note, however late it arrives, and keeps the note", () => {
    // Security Hub got this change after the note was written.
    const changed = { ...control, UpdatedAt: "2026-11-25T09:45:00Z", Note: note };
    assert.equal(findingOf(read(imported(changed))).answered, said);
    const longAgo = { ...note, Text: "Firebreak confine-security-group: failed. No version" };
    for (const odd of [
      7,
      { UpdatedBy: "firebreak" },
      { ...note, UpdatedBy: "ann" },
      { ...note, Text: 7 },
      longAgo,
      null,
    ]) {
      assert.ok("finding" in read(imported({ ...control, Note: odd })).findings[0]!, JSON.stringify(odd));
    }
  });

  for (const [Severity, provider, severity] of [
    [{ Label: "INFORMATIONAL", Normalized: 0 }, { Label: "CRITICAL", Normalized: 90 }, 9],
    [{ Label: "LOW" }, { Label: "HIGH" }, 8],
    [{ Label: "CRITICAL" }, { Label: "LOW" }, 9.5],
    [{ Label: "HIGH", Normalized: 70 }, { Label: "HIGH" }, 7],
    [{ Label: "LOW" }, { Label: "SEVERE" }, 2],
    [{ Label: "LOW" }, null, 2],
  ] as const) {
    it(`Y19: ${JSON.stringify(Severity)} where the provider says ${JSON.stringify(provider)} counts as ${severity}`, () => {
      const changed = { ...control, Severity, FindingProviderFields: { Severity: provider } };
      assert.equal(findingOf(read(imported(changed))).severity, severity);
    });
  }

  it("Y19: keeps the type if a member changes the types of its finding", () => {
    const Types = ["Unusual Behaviors/User"];
    const provided = { ...threat, Types, FindingProviderFields: { Types: threat.Types } };
    assert.equal(findingOf(read(imported(provided))).type, "Backdoor:EC2/C&CActivity.B!DNS");
    for (const other of [null, [], "x", [7]]) {
      const bare = { ...threat, FindingProviderFields: { Types: other } };
      assert.equal(findingOf(read(imported(bare))).type, "Backdoor:EC2/C&CActivity.B!DNS");
    }
  });

  it("Y19: keeps the mode if a member lowers the severity of its finding", () => {
    const modes = [
      { mode: "observe" as const, severities: ["low" as const, "medium" as const] },
      { mode: "contain" as const },
    ];
    const FindingProviderFields = { Severity: { Label: "CRITICAL", Original: "CRITICAL" } };
    for (const Severity of [
      { Label: "CRITICAL", Normalized: 90 },
      { Label: "INFORMATIONAL", Normalized: 0 },
    ]) {
      const finding = findingOf(read(imported({ ...control, Severity, FindingProviderFields })));
      assert.equal(effectiveMode({ name: "isolate-instance", modes }, finding).mode, "contain");
    }
  });

  it("X28: reads each finding of a selection separately", () => {
    const { findings } = read(chosen({ ...control, GeneratorId: undefined }, control, "x" as unknown as object));
    assert.deepEqual(
      findings.map((item) => Object.keys(item)[0]),
      ["unreadable", "finding", "unreadable"],
    );
    const ids = findings.map((item) => ("finding" in item ? item.finding.id : item.id));
    assert.equal(new Set(ids).size, 3);
    assert.deepEqual(findings[0] && "hub" in findings[0] && findings[0].hub?.id, control.Id);
  });
});

describe("reading what Security Hub findings are about", () => {
  it("X38: marks the node of a finding about a container, a task or a cluster as its host", () => {
    const hostsOf = (other: object) => resourcesOf(instance, other)[0]?.hosts;
    const cluster = { Type: "AwsEksCluster", Id: "arn:aws:eks:eu-west-1:444455556666:cluster/shop-prod" };
    assert.equal(hostsOf(cluster), "EKS shop-prod");
    assert.equal(
      hostsOf({ Type: "Container", Id: "0123", Details: { Container: { Name: "checkout" } } }),
      "container 0123",
    );
    assert.equal(hostsOf({ Type: "AwsEcsTask", Id: "arn:aws:ecs:eu-west-1:444455556666:task/shop/0123" }), "ECS 0123");
    assert.equal(hostsOf(group), undefined);
  });

  it("X29: names what the finding is about, even of kinds that no response acts on", () => {
    const named = (...Resources: object[]) => findingOf(read(imported({ ...threat, Resources }))).named;
    assert.deepEqual(
      named(
        { Type: "AwsEksCluster", Id: "arn:aws:eks:eu-west-1:444455556666:cluster/shop-prod" },
        { Type: "AwsEcsTask", Id: "arn:aws:ecs:eu-west-1:444455556666:task/shop/0123" },
        { Type: "Container", Id: "c1", Details: { Container: { Name: "checkout", ImageName: "checkout:1.4" } } },
        { Type: "AwsLambdaFunction", Id: "arn:aws:lambda:eu-west-1:444455556666:function:invoice-pdf" },
        { Type: "AwsRdsDbInstance", Id: "arn:aws:rds:eu-west-1:444455556666:db:orders-db" },
        { Type: "AwsS3Bucket", Id: "arn:aws:s3:::uploads" },
        { Type: "AwsS3Object", Id: "arn:aws:s3:::uploads/in/cv.pdf" },
        { Type: "AwsSqsQueue", Id: "arn:aws:sqs:eu-west-1:444455556666:orders" },
        { Type: "Other", Id: "one\nline\u202e" },
      )?.map(({ what, name }) => `${what} ${name}`),
      [
        "EKS cluster shop-prod",
        "ECS task 0123",
        "container checkout",
        "container image checkout:1.4",
        "Lambda function invoice-pdf",
        "database orders-db",
        "bucket uploads",
        "object uploads/in/cv.pdf",
        "AwsSqsQueue arn:aws:sqs:eu-west-1:444455556666:orders",
        "Other one line",
      ],
    );
  });
});

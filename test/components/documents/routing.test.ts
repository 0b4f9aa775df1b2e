import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { actionPattern, routeLanes } from "../../../components/documents/routing";
import { forwardedKinds, forwardingPattern } from "../../../components/documents/sources";
import { callsPattern } from "../../../components/documents/undoingCalls";
import { eventReader } from "../../../runtime/findings/eventReader";
import { notifiedTypes } from "../../../runtime/findings/notifiedTypes";
import { type Lanes, largestPattern } from "../../../runtime/findings/pattern";
import { typesOf } from "../../../runtime/findings/typesOf";
import { isResponse } from "../../../runtime/model/response";
import { catalogue, catalogueOf } from "../../../runtime/responses/catalogue";
import { matches } from "../../eventBridge/matches";

const action = "arn:aws:securityhub:eu-west-1:111122223333:action/custom/Example";
const routeNamed = (name: string, routes = catalogue) => routes.find((route) => route.name === name)!;
const read = eventReader();
const forwarding = JSON.parse(forwardingPattern([], "SecurityException"));
const fault = (name: string) => {
  const folder = path.join(__dirname, "..", "..", "faultInputs");
  const file = readdirSync(folder).find((item) => item.startsWith(`${name}-`))!;
  return JSON.parse(readFileSync(path.join(folder, file), "utf8"));
};

/** The routes and lanes whose rules match an event. */
function lanesOf(event: unknown, settings: Parameters<typeof routeLanes>[2] = {}): string[] {
  return catalogue.flatMap((route) =>
    (
      Object.entries(routeLanes(route, catalogue, settings)) as [keyof Lanes<unknown>, Record<string, string>][]
    ).flatMap(([lane, patterns]) =>
      Object.values(patterns).some((pattern) => matches(JSON.parse(pattern), event)) ? [`${route.name} ${lane}`] : [],
    ),
  );
}

const corpus = path.join(__dirname, "..", "..", "corpus");
/** Bare findings get the envelope with which Security Hub sends them. */
const bare: Record<string, string> = {
  "asff-finding": "Security Hub Findings - Imported",
  "ocsf-finding": "Findings Imported V2",
};
const events = readdirSync(corpus, { withFileTypes: true })
  .filter((folder) => folder.isDirectory())
  .flatMap(({ name }) => readdirSync(path.join(corpus, name)).map((file) => `${name}/${file}`))
  .map((file): [string, any] => {
    const content = JSON.parse(readFileSync(path.join(corpus, file), "utf8"));
    const kind = bare[path.dirname(file)];
    if (kind === undefined) return [file, content];
    const envelope = { source: "aws.securityhub", account: "111122223333", region: "us-east-1" };
    return [file, { ...envelope, "detail-type": kind, detail: { findings: [content] } }];
  });

/** A finding of Security Hub, as it is sent when a control has failed. */
const imported = (change: object) => {
  const event = fault("04");
  return { ...event, detail: { findings: [{ ...event.detail.findings[0], ...change }] } };
};
const config = (detail: object) => {
  const event = fault("03a");
  return { ...event, detail: { ...event.detail, ...detail } };
};

describe("the routes of findings", () => {
  describe("X26: every event of the corpus is tried on the deployed rules", () => {
    for (const [file, event] of events) {
      it(file, () => {
        const lanes = lanesOf(event);
        let findings: ReturnType<typeof read>["findings"];
        try {
          findings = read(event).findings;
        } catch {
          // The reader refuses these and people see them, so only GuardDuty's own events get so far.
          for (const lane of lanes) assert.match(lane, / incidents$|^notify /);
          return;
        }
        const found = findings.flatMap((item) => ("finding" in item ? [item.finding] : []));
        if (event["detail-type"] === "Security Hub Findings - Custom Action") {
          assert.deepEqual(lanes, []);
          assert.ok(matches(forwarding, event));
          return;
        }
        if (found.length === 0) {
          // The reader decides whether it is archived or unreadable; the rules keep out what is never answered.
          const toReader = findings.every(
            (item) => "unreadable" in item || ("ignored" in item && /archived/i.test(item.ignored)),
          );
          if (!toReader) assert.deepEqual(lanes, [], "nobody acts on it");
          return;
        }
        const [{ type, resourceType, resources, severity }] = found as [(typeof found)[0]];
        const answering = catalogue.filter(
          (route) =>
            route.findingTypes.includes(type) &&
            (route.kind === undefined || resources.some(({ kind }) => kind === route.kind)),
        );
        for (const route of answering)
          assert.ok(
            lanes.some((lane) => lane.startsWith(route.name)),
            `${type}: ${lanes}`,
          );
        // Every finding of GuardDuty and every severe one leads to a notice.
        const guardDuty = !/^(Config|SecurityHub):/.test(type);
        if (guardDuty || (severity >= 7 && type.startsWith("SecurityHub:Control"))) assert.ok(lanes.length > 0, type);
        if (lanes.length > 0) assert.ok(matches(forwarding, event), `${resourceType} is routed and not forwarded`);
      });
    }

    it("have a corpus with events of every source", () => assert.ok(events.length >= 130));
  });

  it("X26: report what no response contains through either Security Hub; 20 is routed like 20b", () => {
    assert.deepEqual(lanesOf(fault("20")), ["notify posture"]);
    assert.deepEqual(lanesOf(fault("20b")), ["notify posture"]);
    assert.ok(matches(forwarding, fault("20")) && matches(forwarding, fault("20b")));
  });

  it("Y19: still report a finding whose severity a member lowered", () => {
    const v2 = fault("20");
    const lowered = { ...v2.detail.findings[0], severity_id: 1, vendor_attributes: { severity_id: 5 } };
    assert.deepEqual(lanesOf({ ...v2, detail: { findings: [lowered] } }), ["notify posture"]);
    const said = (Label: string) =>
      imported({ ...unanswered, Severity: { Label: "LOW" }, FindingProviderFields: { Severity: { Label } } });
    const unanswered = { GeneratorId: "security-control/RDS.99" };
    assert.deepEqual(lanesOf(said("CRITICAL")), ["notify posture"]);
    assert.deepEqual(lanesOf(said("LOW")), []);
    const found = imported({
      Severity: { Label: "LOW" },
      FindingProviderFields: { Severity: { Label: "HIGH" } },
      ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/macie",
    });
    assert.deepEqual(lanesOf(found), ["notify incidents"]);
  });

  it("X26: match a type by every name that the reader knows", () => {
    const v2 = events.find(([file]) => file.endsWith("v2-scenarios-0-event-payload.json"))![1];
    const named = (type: string) =>
      JSON.parse(JSON.stringify(v2).replaceAll('"type":"AwsEc2Instance"', `"type":"${type}"`));
    for (const type of ["AwsEc2Instance", "AWS::EC2::Instance"]) {
      assert.deepEqual(lanesOf(named(type)), ["isolate-instance incidents"], type);
    }
    for (const type of ["AWS::IAM::User", "AwsIamUser", "AWS::IAM::Role"]) {
      assert.deepEqual(lanesOf(named(type)), ["block-principal incidents"], type);
    }
  });

  it("X25: send 03a, 03b, 04 and 04b to the response for what they check", () => {
    assert.deepEqual(lanesOf(fault("03a")), ["confine-security-group posture"]);
    assert.deepEqual(lanesOf(fault("03b")), ["block-public-bucket posture"]);
    assert.deepEqual(lanesOf(fault("04")), ["confine-security-group posture"]);
    assert.deepEqual(lanesOf(fault("04b")), ["confine-security-group posture"]);
  });

  it("X25: do not lose a severe unknown control", () => {
    const unknown = imported({ GeneratorId: "security-control/EC2.999", Compliance: { Status: "FAILED" } });
    assert.deepEqual(lanesOf(unknown), ["notify posture"]);
    const numbered = imported({ GeneratorId: "cis-aws-foundations-benchmark/v/6.0.0/6.3" });
    assert.deepEqual(lanesOf(numbered), ["notify posture"]);
    assert.deepEqual(lanesOf(config({ configRuleName: "corp-no-public-ssh" })), ["confine-security-group posture"]);
  });

  it("X37 E81: vulnerabilities, other products, other controls and rules that no response answers fill no queue", () => {
    const products = ["product/aws/inspector", "product/aws/config", "product/aws/firewall-manager"];
    for (const product of [...products, "product/444455556666/default"]) {
      const event = imported({ ProductArn: `arn:aws:securityhub:eu-west-1::${product}` });
      assert.deepEqual(lanesOf(event), [], product);
      assert.ok(!matches(forwarding, event), product);
    }
    const low = { Severity: { Label: "MEDIUM" } };
    assert.deepEqual(lanesOf(imported({ ...low, GeneratorId: "security-control/EC2.43" })), []);
    const vulnerable = events.find(([file]) => file.endsWith("v2-scenarios-1-event-payload.json"))![1];
    assert.deepEqual(lanesOf(vulnerable), []);
    for (const resourceType of ["AWS::EC2::Instance", "AWS::IAM::User"]) {
      assert.deepEqual(lanesOf(config({ resourceType })), [], resourceType);
    }
    const { incidents, posture } = routeLanes(routeNamed("isolate-instance"), catalogue);
    assert.doesNotMatch(JSON.stringify(incidents), /Config Rules/);
    assert.deepEqual(posture, {});
  });

  describe("X9: a call that may undo a containment", () => {
    const calls = JSON.parse(callsPattern("Security-IR-Role"));
    const call = (source: string, eventName: string, more: object = {}) => ({
      source,
      "detail-type": "AWS API Call via CloudTrail",
      account: "444455556666",
      region: "eu-west-1",
      detail: { eventName, userIdentity: { type: "IAMUser" }, ...more },
    });
    const byRole = (userName: string) => ({ userIdentity: { sessionContext: { sessionIssuer: { userName } } } });

    for (const [source, eventName, takers] of [
      ["aws.ec2", "ModifyNetworkInterfaceAttribute", ["isolate-instance incidents"]],
      ["aws.ec2", "ModifySecurityGroupRules", ["isolate-instance incidents", "confine-security-group incidents"]],
      ["aws.iam", "DetachRolePolicy", ["block-principal incidents"]],
      ["aws.rds", "ModifyDBCluster", ["isolate-database incidents"]],
      ["aws.ec2", "ModifySnapshotAttribute", ["unshare-copy incidents"]],
      ["aws.rds", "ModifyDBSnapshotAttribute", ["unshare-copy incidents"]],
      [
        "aws.ec2",
        "DeleteNetworkAclEntry",
        ["isolate-instance incidents", "isolate-task incidents", "isolate-pod incidents"],
      ],
      ["aws.cloudtrail", "StopLogging", ["restore-guardrail incidents"]],
      ["aws.config", "StopConfigurationRecorder", ["restore-guardrail incidents"]],
      ["aws.guardduty", "UpdateDetector", ["restore-guardrail incidents"]],
      ["aws.ec2", "DisableEbsEncryptionByDefault", ["restore-guardrail incidents"]],
      ["aws.s3", "PutAccountPublicAccessBlock", ["restore-guardrail incidents"]],
      ["aws.s3", "DeleteBucketPublicAccessBlock", ["block-public-bucket incidents"]],
    ] as const) {
      it(`${eventName} is forwarded and reaches the response that contained`, () => {
        for (const who of [{}, byRole("admin"), byRole("Security-IR-RoleX")]) {
          assert.ok(matches(calls, call(source, eventName, who)));
        }
        assert.deepEqual(lanesOf(call(source, eventName)).sort(), [...takers].sort());
      });
    }

    it("is ignored if it was refused, changes nothing of ours, or is Firebreak's own", () => {
      assert.ok(!matches(calls, call("aws.ec2", "DescribeInstances")));
      assert.deepEqual(lanesOf(call("aws.ec2", "RunInstances")), []);
      const refused = { errorCode: "Client.UnauthorizedOperation" };
      assert.ok(!matches(calls, call("aws.ec2", "ModifyNetworkInterfaceAttribute", refused)));
      const own = byRole("Security-IR-Role-isolate-instance");
      assert.ok(!matches(calls, call("aws.ec2", "ModifyNetworkInterfaceAttribute", own)));
    });

    it("has patterns that EventBridge accepts", () => assert.ok(callsPattern("x".repeat(38)).length <= largestPattern));
  });

  it("X37: send a response what its configuration adds to its answers", () => {
    const settings = {
      "isolate-instance": { findingTypes: ["Config:Rule/EC2_INSTANCE_NO_PUBLIC_IP", "SecurityHub:Control/EC2.9"] },
    };
    const rule = config({ resourceType: "AWS::EC2::Instance", configRuleName: "ec2-instance-no-public-ip" });
    assert.deepEqual(lanesOf(rule, settings), ["isolate-instance posture"]);
    assert.ok(matches(forwarding, rule));
    const control = imported({ GeneratorId: "nist-800-53/v/5.0.0/EC2.9", Severity: { Label: "MEDIUM" } });
    assert.deepEqual(lanesOf(control, settings), ["isolate-instance posture"]);
    assert.ok(matches(forwarding, control));
  });

  it("X37: send a type to notify as soon as it is in the list of notified types", () => {
    const group = { why: "test", types: typesOf("Config:Rule", ["RDS_SNAPSHOTS_PUBLIC_PROHIBITED"]) };
    const event = config({ resourceType: "AWS::RDS::DBSnapshot" });
    notifiedTypes.push(group);
    try {
      assert.deepEqual(lanesOf(event), ["unshare-copy posture", "notify posture"]);
    } finally {
      notifiedTypes.pop();
    }
    assert.ok(matches(forwarding, event));
  });

  it("X41: leave COMPLIANT evaluations, passed controls and rules on other resources in the account", () => {
    const stays = [
      config({ newEvaluationResult: { complianceType: "COMPLIANT" } }),
      config({ messageType: "ConfigRuleEvaluationStarted" }),
      config({ resourceType: "AWS::CloudFormation::Stack" }),
      imported({ Compliance: { Status: "PASSED" } }),
      imported({ RecordState: "ARCHIVED" }),
    ];
    for (const event of stays) assert.ok(!matches(forwarding, event), JSON.stringify(event.detail).slice(0, 120));
    assert.ok(matches(forwarding, fault("03a")) && matches(forwarding, fault("04")));
  });

  it("X30: match a scan result without a detector if the scan found something", () => {
    const found = fault("15b");
    assert.deepEqual(lanesOf(found), ["notify incidents"]);
    assert.ok(matches(forwarding, found));
    const clean = JSON.parse(JSON.stringify(found).replace("THREATS_FOUND", "NO_THREATS_FOUND"));
    assert.deepEqual(lanesOf(clean), []);
    assert.ok(!matches(forwarding, clean));
  });

  it("Y15: let no incident wait in the posture queue", () => {
    for (const [file, event] of events) {
      const found = lanesOf(event).filter((lane) => lane.endsWith(" posture"));
      if (file.startsWith("guardduty-") || file.includes("wrapped-guardduty")) assert.deepEqual(found, [], file);
      if (event.source === "aws.config") {
        for (const lane of lanesOf(event)) assert.match(lane, / posture$/, file);
      }
    }
  });

  it("send every other GuardDuty finding to notify, including those without a resource type", () => {
    const guardDuty = (resource: object) => ({ ...fault("15"), detail: { ...fault("15").detail, resource } });
    for (const resource of [{ resourceType: "Container" }, { resourceType: "S3Object" }, {}]) {
      assert.deepEqual(lanesOf(guardDuty(resource)), ["notify incidents"]);
    }
    assert.deepEqual(lanesOf(guardDuty({ resourceType: "Instance" })), ["isolate-instance incidents"]);
  });

  it("X36 Y19 case 6: leave out what is archived in Security Hub, but nothing by a status that members may set", () => {
    for (const Status of ["NOTIFIED", "RESOLVED", "SUPPRESSED"])
      assert.notDeepEqual(lanesOf(imported({ Workflow: { Status } })), []);
    assert.deepEqual(lanesOf(imported({ RecordState: "ARCHIVED" })), []);
  });

  it("match a custom action by its ARN, not by its name", () => {
    assert.deepEqual(JSON.parse(actionPattern(action)), {
      source: ["aws.securityhub"],
      "detail-type": ["Security Hub Findings - Custom Action"],
      resources: [action],
    });
  });

  it("X41: fit into EventBridge's 2,048 characters with everything switched on", () => {
    const runbooks = Array.from({ length: 20 }, (_, index) => ({
      name: `r${index}`,
      document: `Runbook-${"d".repeat(100)}-${index}`,
      documentVersion: "1",
      kind: "s3-bucket",
      findingTypes: [...typesOf("SecurityHub:Control", [`S3.${index}`]), `Config:Rule/OWN_${index}`],
      resourceTypes: ["AWS::S3::Bucket", `AWS::Long${"x".repeat(60)}::Type${index}`],
      parameters: {},
      permissions: [],
    })) as any;
    const routes = catalogueOf(runbooks);
    const many = typesOf(
      "SecurityHub:Control",
      Array.from({ length: 90 }, (_, index) => `Service${index}.${index}`),
    );
    const settings = { "confine-security-group": { findingTypes: many } };
    const patterns = routes.flatMap((route) => {
      const { incidents, posture } = routeLanes(route, routes, settings);
      return Object.entries({ ...incidents, ...posture });
    });
    const documents = runbooks.map((runbook: any) => runbook.document);
    const types = runbooks.flatMap((runbook: any) => runbook.resourceTypes);
    for (const [name, text] of [
      ...patterns,
      ["action", actionPattern(action)],
      ["forwarding", forwardingPattern(documents, "K".repeat(128), types)],
      ["forwarding", forwardingPattern([], "K".repeat(128))],
    ] as [string, string][])
      assert.ok(text.length <= largestPattern, `${name} has ${text.length}: ${text}`);
    const all = routeLanes(routeNamed("confine-security-group", routes), routes, settings).posture;
    for (const type of many)
      assert.ok(
        Object.values(all).some((text) => text.includes(`"/${type.split("/")[1]}"`)),
        type,
      );
  });

  it("X37: need at most one rule for each lane of a response, whatever the number of sources, and six for the rest", () => {
    for (const route of catalogue) {
      const { incidents, posture } = routeLanes(route, catalogue);
      const counts = [incidents, posture].map((lane) => Object.keys(lane).length);
      const fits = isResponse(route) ? counts.every((count) => count <= 1) : counts[0]! + counts[1]! <= 6;
      assert.ok(fits, `${route.name}: ${counts}`);
    }
  });

  it("case 5: match Security Hub's events by exactly their three names", () => {
    const names = forwardedKinds.filter((item) => item.source === "aws.securityhub").map((item) => item.detailType);
    assert.deepEqual(names, [
      "Security Hub Findings - Imported",
      "Security Hub Findings - Custom Action",
      "Findings Imported V2",
    ]);
  });

  it("have exactly one route for the rest", () => {
    assert.equal(catalogue.filter((route) => route.resourceTypes.length === 0).length, 1);
  });
});

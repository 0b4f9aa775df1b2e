import assert from "node:assert/strict";
import fc from "fast-check";
import { eventReader } from "../../../runtime/findings/eventReader";
import { asEvent } from "../../../runtime/findings/guardDuty/reread";
import { intake, largestEvent, type Taken } from "../../../runtime/findings/intake";

const senders = { securityAccountId: "111122223333", delegatedAdministrators: ["222233334444"] };
const read = eventReader();
const takeAll = (event: unknown) => intake(typeof event === "string" ? event : JSON.stringify(event), read, senders);
const take = (event: unknown): Taken => takeAll(event)[0]!;

const event = {
  version: "0",
  id: "5c0a2d3e",
  "detail-type": "GuardDuty Finding",
  source: "aws.guardduty",
  account: "444455556666",
  time: "2026-11-25T10:00:00Z",
  region: "eu-west-1",
  resources: [],
  detail: {
    accountId: "444455556666",
    region: "eu-west-1",
    partition: "aws",
    id: "16afba5c5c43e07c9e3e5e2e544e95df",
    type: "Backdoor:EC2/C&CActivity.B!DNS",
    title: "talks to a command and control server",
    severity: 8,
    createdAt: "2026-11-25T09:00:00Z",
    updatedAt: "2026-11-25T09:30:00Z",
    resource: { resourceType: "Instance", instanceDetails: { instanceId: "i-0123456789abcdef0" } },
    service: { eventFirstSeen: "2026-11-25T08:00:00Z", eventLastSeen: "2026-11-25T09:29:00Z", resourceRole: "TARGET" },
  },
};
const changed = (detail: object, envelope: object = {}) => ({
  ...event,
  ...envelope,
  detail: { ...event.detail, ...detail },
});

describe("intake of GuardDuty events", () => {
  it("reads the fields that decisions depend on", () => {
    assert.deepEqual(take(event), {
      finding: {
        source: "guardduty",
        id: event.detail.id,
        type: event.detail.type,
        title: event.detail.title,
        severity: 8,
        accountId: "444455556666",
        region: "eu-west-1",
        partition: "aws",
        firstSeen: "2026-11-25T08:00:00Z",
        lastSeen: "2026-11-25T09:29:00Z",
        sentAt: "2026-11-25T10:00:00Z",
        sample: false,
        role: "TARGET",
        resourceType: "Instance",
        resources: [
          {
            kind: "ec2-instance",
            id: "i-0123456789abcdef0",
            accountId: "444455556666",
            region: "eu-west-1",
            partition: "aws",
          },
        ],
        named: [{ what: "instance", name: "i-0123456789abcdef0" }],
      },
    });
  });

  for (const additionalInfo of [
    { sample: true },
    { sample: "true" },
    { type: "default", value: '{"sample":true}' },
    { type: "default", value: '{"threatListName":"x","sample":"true"}', sample: false },
  ]) {
    it(`X39: recognises a sample by ${JSON.stringify(additionalInfo)}`, () => {
      const taken = take(changed({ service: { additionalInfo } }));
      assert.equal("finding" in taken && taken.finding.sample, true);
    });
  }

  it("X39: keeps the sample flag when the finding is read again through the API", () => {
    const api = {
      AccountId: "444455556666",
      Region: "eu-west-1",
      Partition: "aws",
      Id: "a1",
      Type: "Recon:EC2/Portscan",
    };
    const AdditionalInfo = { Type: "default", Value: '{"sample":true}' };
    const more = { Severity: 8, CreatedAt: "2026-11-25T09:00:00Z", UpdatedAt: "2026-11-25T09:30:00Z" };
    const taken = take(
      asEvent({ ...api, ...more, Resource: { ResourceType: "Instance" }, Service: { AdditionalInfo } } as object),
    );
    assert.equal("finding" in taken && taken.finding.sample, true);
  });

  for (const additionalInfo of [
    { value: "{}" },
    { value: "sample" },
    { value: 7 },
    { sample: 0 },
    {},
    null,
    "sample",
    [],
  ]) {
    it(`X39: does not take ${JSON.stringify(additionalInfo)} for a sample`, () => {
      const taken = take(changed({ service: { additionalInfo } }));
      assert.equal("finding" in taken && taken.finding.sample, false);
    });
  }

  it("reads a finding about a container whose instance has no id, but refuses one about an instance", () => {
    const of = (resourceType: string, instanceId: unknown) =>
      take(changed({ resource: { resourceType, instanceDetails: { instanceId } } }));
    for (const id of [null, undefined]) {
      const taken = of("ECSCluster", id);
      assert.deepEqual("finding" in taken && taken.finding.resources, []);
      assert.ok("refused" in of("Instance", id));
    }
    assert.ok("refused" in of("ECSCluster", "web-1"));
    const principal = take(changed({ resource: { resourceType: "AccessKey", accessKeyDetails: { userType: null } } }));
    assert.equal("finding" in principal && principal.finding.resources[0]?.principal?.userType, "Unknown");
  });

  it("X40: does not act on archived findings, as with Security Hub", () => {
    const archived = take(changed({ service: { archived: true } }));
    assert.deepEqual(archived, { ignored: "it is archived in GuardDuty", id: event.detail.id });
    for (const service of [{ archived: false }, { archived: null }, {}, null]) {
      assert.ok("finding" in take(changed({ service })), JSON.stringify(service));
    }
  });

  it("X33: gives what cannot be read one id per fault, however often it is sent", () => {
    const idOf = (given: unknown) => {
      const taken = take(given);
      assert.ok("refused" in taken);
      return taken.id;
    };
    const evaluation = (change: object, at: string) => ({
      source: "aws.config",
      "detail-type": "Config Rules Compliance Change",
      id: at,
      account: "444455556666",
      region: "eu-west-1",
      time: at,
      detail: {
        messageType: "ComplianceChangeNotification",
        awsAccountId: "444455556666",
        awsRegion: "eu-west-1",
        configRuleName: "restricted-ssh",
        configRuleARN: "arn:aws:config:eu-west-1:444455556666:config-rule/config-rule-abc123",
        resourceType: "AWS::EC2::SecurityGroup",
        resourceId: "web",
        newEvaluationResult: { complianceType: "NON_COMPLIANT", resultRecordedTime: at },
        ...change,
      },
    });
    const first = idOf(evaluation({}, "2026-11-25T10:00:00Z"));
    assert.match(first, /^event-[0-9a-f]{32}$/);
    assert.equal(idOf(evaluation({}, "2026-11-26T10:00:00Z")), first);
    assert.notEqual(idOf(evaluation({ resourceId: "shop" }, "2026-11-25T10:00:00Z")), first);
    assert.notEqual(idOf({ ...evaluation({}, "2026-11-25T10:00:00Z"), account: "777788889999" }), first);
    assert.notEqual(idOf(evaluation({ messageType: "x" }, "2026-11-25T10:00:00Z")), first);
    assert.equal(idOf({ "detail-type": "x", time: "1" }), idOf({ "detail-type": "x", time: "2" }));
    assert.notEqual(idOf("{"), idOf("{{"));
  });

  it("X33: refuses a Security Hub finding that cannot be read under that finding's id", () => {
    const hub = (change: object) => ({
      source: "aws.securityhub",
      "detail-type": "Security Hub Findings - Imported",
      account: "444455556666",
      region: "eu-west-1",
      detail: { findings: [{ ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub", ...change }] },
    });
    const [first, again, other] = [{ Id: "a" }, { Id: "a", UpdatedAt: "now" }, { Id: "b" }].map((item) =>
      take(hub(item)),
    );
    assert.ok("refused" in first! && "refused" in again! && "refused" in other!);
    assert.equal(first.id, again.id);
    assert.notEqual(first.id, other.id);
    assert.match(first.refused, /^not a finding in AWS's format: detail.findings.0.GeneratorId is missing/);
  });

  const refused: [string, unknown, RegExp][] = [
    ["text that is not JSON", "{oops", /not JSON/],
    ["null", "null", /detail-type is missing/],
    ["another source", { ...event, source: "aws.health" }, /source is "aws.health"/],
    ["an invalid account", changed({ accountId: "12" }), /detail.accountId is "12".*12-digit/],
    ["a severity as text", changed({ severity: "8" }), /detail.severity is "8"/],
    ["no resource", changed({ resource: undefined }), /detail.resource is missing/],
    [
      "an invalid instance id",
      changed({ resource: { resourceType: "Instance", instanceDetails: { instanceId: "web-1" } } }),
      /instanceId is "web-1"/,
    ],
    ["an invalid time", changed({ updatedAt: "yesterday" }), /updatedAt is "yesterday"/],
    [
      "a member that speaks for another",
      changed({ accountId: "777788889999" }),
      /444455556666 sent a finding about account 777788889999/,
    ],
    ["another Region than the sender's", changed({ region: "us-east-1" }), /came from eu-west-1 .* us-east-1/],
  ];
  for (const [name, given, reason] of refused) {
    it(`refuses ${name}, with a reason that names the value`, () => {
      const taken = take(given);
      assert.match("refused" in taken ? taken.refused : "taken", reason);
    });
  }

  const key = (user: object) => changed({ resource: { resourceType: "AccessKey", accessKeyDetails: user } });
  const sequence = (resources: object[], actors: object[] = []) =>
    changed({
      resource: { resourceType: "AttackSequence" },
      service: { detection: { sequence: { resources, actors } } },
    });
  const resourcesOf = (given: unknown) => {
    const taken = take(given);
    return "finding" in taken
      ? taken.finding.resources.map(({ kind, id, accountId, principal }) => [
          kind,
          id,
          accountId,
          principal?.accessKeyId,
        ])
      : [];
  };

  it("case 17: reads no access key where GuardDuty writes null or nothing", () => {
    for (const accessKeyId of ["null", "", null, undefined]) {
      const taken = resourcesOf(
        key({ userType: "IAMUser", userName: "alice", principalId: "AIDAEXAMPLE", accessKeyId }),
      );
      assert.deepEqual(taken, [["iam-principal", "AIDAEXAMPLE", "444455556666", undefined]]);
    }
  });

  it("names every resource and actor of an attack sequence once", () => {
    const user = { type: "IAMUser", name: "alice", uid: "AIDAEXAMPLE", credentialUid: "AKIAEXAMPLE" };
    const accessKey = { userType: "IAMUser", userName: "alice", principalId: "AIDAEXAMPLE" };
    const found = resourcesOf(
      sequence(
        [
          { uid: "AKIAEXAMPLE", resourceType: "ACCESS_KEY", data: { accessKey } },
          { uid: "arn:aws:s3:::shop", name: "shop", resourceType: "S3_BUCKET" },
          { uid: "arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0", resourceType: "EC2_INSTANCE" },
          { uid: "vpc-1", resourceType: "EC2_VPC" },
        ],
        [{ user }, {}],
      ),
    );
    assert.deepEqual(found, [
      ["iam-principal", "AIDAEXAMPLE", "444455556666", "AKIAEXAMPLE"],
      ["s3-bucket", "shop", "444455556666", undefined],
      ["ec2-instance", "i-0123456789abcdef0", "444455556666", undefined],
    ]);
  });

  const actor = { type: "AssumedRole", name: "admin", uid: "AROAEXAMPLE:alice", credentialUid: "ASIAEXAMPLE" };
  const issuedBy = (issuer: string, more: object = {}) => ({
    user: { ...actor, account: { uid: "444455556666" }, ...more },
    session: { uid: "s-1", issuer },
  });

  it("X7: assigns an actor of an attack sequence to the account of its session's issuer, not to the one it acted in", () => {
    const event = sequence([], [issuedBy("arn:aws:iam::777788889999:role/team/web/administrator")]);
    const taken = take({ ...event, account: "111122223333" });
    const [found] = "finding" in taken ? taken.finding.resources : [];
    assert.equal(found!.accountId, "777788889999");
    assert.deepEqual(found!.principal, {
      userType: "AssumedRole",
      userName: "administrator",
      principalId: "AROAEXAMPLE:alice",
      accessKeyId: "ASIAEXAMPLE",
      issuer: "arn:aws:iam::777788889999:role/team/web/administrator",
    });
  });

  it("X7: refuses another account's actor from a member, which may not speak for it, and does not take it for the member's own", () => {
    const taken = takeAll(sequence([], [issuedBy("arn:aws:iam::777788889999:role/admin")])) as any[];
    assert.match(taken.map(({ refused }) => refused).join(), /444455556666 sent a finding about account 777788889999/);
  });

  it("X7: reports the issuer of a federated user, and does not rename the user after it", () => {
    const issuer = "arn:aws:iam::444455556666:user/proxy";
    const taken = take(
      sequence([], [issuedBy(issuer, { type: "FederatedUser", name: "bob", uid: "444455556666:bob" })]),
    );
    const [found] = "finding" in taken ? taken.finding.resources : [];
    assert.deepEqual([found!.principal!.userName, found!.principal!.issuer], ["bob", issuer]);
  });

  it("X7: assigns an actor without an issuer to the account of its access key, or only guesses the account", () => {
    const accountId = "777788889999";
    const data = { accessKey: { userType: "AssumedRole", userName: "admin", principalId: actor.uid } };
    const key = { uid: "ASIAEXAMPLE", resourceType: "ACCESS_KEY", accountId, data };
    const of = (event: any) => {
      const taken = take({ ...event, account: "111122223333" });
      return "finding" in taken ? taken.finding.resources : [];
    };
    for (const issuer of [undefined, null, "", "arn:aws:iam::777788889999:root", "no arn"]) {
      const user = { ...actor, account: { uid: "444455556666" } };
      const told = of(sequence([key], [{ user, session: { issuer } }]));
      assert.deepEqual(
        told.map((item) => [item.accountId, item.principal!.accountGuessed]),
        [[accountId, undefined]],
      );
      const [guessed] = of(sequence([], [{ user, session: { issuer } }]));
      assert.deepEqual([guessed!.accountId, guessed!.principal!.accountGuessed], ["444455556666", true]);
    }
  });

  it("leaves out what an attack sequence names in accounts that its sender may not speak for, and refuses that part", () => {
    const event = sequence([
      { uid: "arn:aws:s3:::mine", name: "mine", resourceType: "S3_BUCKET" },
      { uid: "arn:aws:s3:::theirs", name: "theirs", resourceType: "S3_BUCKET", accountId: "777788889999" },
    ]);
    const [own, others] = takeAll(event) as any[];
    assert.deepEqual(
      own.finding.resources.map((item: any) => item.id),
      ["mine"],
    );
    assert.match(others.refused, /444455556666 sent a finding about account 777788889999/);
    const trusted = takeAll({ ...event, account: "111122223333" }) as any[];
    assert.deepEqual(
      trusted.map((item) => item.finding.resources.length),
      [2],
    );
  });

  it("refuses an oversized event", () => {
    const taken = take(changed({ padding: "x".repeat(largestEvent) }));
    assert.match("refused" in taken ? taken.refused : "taken", /bytes; the limit is 1048576/);
  });

  for (const account of ["111122223333", "222233334444"]) {
    it(`lets ${account} speak for members and Regions`, () => {
      assert.ok("finding" in take(changed({ region: "us-east-1" }, { account })));
    });
  }

  it("gives a refused event the finding's id if it has one, otherwise a stable one of its own", () => {
    const named = take(changed({ severity: "8" }));
    assert.equal("refused" in named && named.id, event.detail.id);
    const [first, second] = [take("{oops"), take("{oops")];
    assert.match("refused" in first ? first.id : "", /^event-[0-9a-f]{16}$/);
    assert.deepEqual(first, second);
  });

  it("never throws, whatever arrives", () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.jsonValue().map((value) => JSON.stringify(value)),
        ),
        (text) => {
          assert.ok("refused" in take(text));
        },
      ),
    ));
});

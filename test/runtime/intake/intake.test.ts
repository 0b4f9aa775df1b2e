import assert from "node:assert/strict";
import fc from "fast-check";
import { eventReader } from "../../../runtime/intake/eventReader";
import { intake, largestEvent, type Taken } from "../../../runtime/intake/intake";

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
  it("reads what decides something", () => {
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
      },
    });
  });

  it("recognises samples", () => {
    const taken = take(changed({ service: { additionalInfo: { sample: true } } }));
    assert.equal("finding" in taken && taken.finding.sample, true);
  });

  const refused: [string, unknown, RegExp][] = [
    ["no JSON", "{oops", /not JSON/],
    ["null", "null", /detail-type is missing/],
    ["another source", { ...event, source: "aws.health" }, /source is "aws.health"/],
    ["an account that is none", changed({ accountId: "12" }), /detail.accountId is "12".*12-digit/],
    ["a severity as text", changed({ severity: "8" }), /detail.severity is "8"/],
    ["no resource", changed({ resource: undefined }), /detail.resource is missing/],
    [
      "an instance id that is none",
      changed({ resource: { resourceType: "Instance", instanceDetails: { instanceId: "web-1" } } }),
      /instanceId is "web-1"/,
    ],
    ["a time that is none", changed({ updatedAt: "yesterday" }), /updatedAt is "yesterday"/],
    [
      "a member that speaks for another one",
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

  it("X7: an actor of an attack sequence belongs to the account of its session's issuer, not to the one it acted in", () => {
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

  it("X7: an actor of another account is refused from a member, who may not speak for it, and is not taken for one of its own", () => {
    const taken = takeAll(sequence([], [issuedBy("arn:aws:iam::777788889999:role/admin")])) as any[];
    assert.match(taken.map(({ refused }) => refused).join(), /444455556666 sent a finding about account 777788889999/);
  });

  it("X7: the issuer of a federated user is told, and gives it no other name", () => {
    const issuer = "arn:aws:iam::444455556666:user/proxy";
    const taken = take(
      sequence([], [issuedBy(issuer, { type: "FederatedUser", name: "bob", uid: "444455556666:bob" })]),
    );
    const [found] = "finding" in taken ? taken.finding.resources : [];
    assert.deepEqual([found!.principal!.userName, found!.principal!.issuer], ["bob", issuer]);
  });

  it("X7: without an issuer an actor belongs to the account of its access key, or its account is only guessed", () => {
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

  it("refuses an event over size", () => {
    const taken = take(changed({ padding: "x".repeat(largestEvent) }));
    assert.match("refused" in taken ? taken.refused : "taken", /bytes, at most 262144/);
  });

  for (const account of ["111122223333", "222233334444"]) {
    it(`lets ${account} speak for members and Regions`, () => {
      assert.ok("finding" in take(changed({ region: "us-east-1" }, { account })));
    });
  }

  it("gives a refused event the finding's id if it has one, else one of its own that repeats", () => {
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

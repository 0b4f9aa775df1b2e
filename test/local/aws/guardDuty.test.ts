import assert from "node:assert/strict";
import { EC2 } from "@aws-sdk/client-ec2";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { member, region, security } from "./instance";
import { allow, as, type Credentials, errorName, outcome, session, unique } from "./principals";
import { put } from "./rules";

const guardDuty = async (caller: Credentials | string, where = region) =>
  new GuardDuty({ ...(await as(caller)), region: where });

const made: { client: GuardDuty; DetectorId: string }[] = [];

/** The detector of an account, which is made if there is none. */
async function detectorOf(account: string, where = region): Promise<string> {
  const client = await guardDuty(account, where);
  const existing = (await client.listDetectors({})).DetectorIds?.[0];
  if (existing) return existing;
  const DetectorId = (await client.createDetector({ Enable: true })).DetectorId!;
  made.push({ client, DetectorId });
  return DetectorId;
}

const detail = (id: string, more: object = {}) => ({
  schemaVersion: "2.0",
  accountId: member,
  region,
  partition: "aws",
  id,
  type: "UnauthorizedAccess:EC2/SSHBruteForce",
  resource: {
    resourceType: "Instance",
    instanceDetails: {
      instanceId: "i-99999999",
      networkInterfaces: [{ privateIpAddress: "10.0.0.1", ipv6Addresses: [] }],
    },
  },
  service: {
    serviceName: "guardduty",
    action: {
      actionType: "NETWORK_CONNECTION",
      networkConnectionAction: { remoteIpDetails: { ipAddressV4: "198.51.100.0" } },
    },
    archived: false,
    count: 3,
  },
  severity: 8,
  title: "title",
  ...more,
});

/** GuardDuty sends a finding in the member account. */
async function announce(id: string, more: object = {}): Promise<void> {
  await put("aws.guardduty", detail(id, more), { account: member, type: "GuardDuty Finding" });
}

describe("local AWS: GuardDuty", () => {
  after(async () => {
    for (const { client, DetectorId } of made) await client.deleteDetector({ DetectorId });
  });

  it("row 28: an account has one detector in a Region", async () => {
    await detectorOf(member);
    const client = await guardDuty(member);
    await assert.rejects(client.createDetector({ Enable: true }), {
      name: "BadRequestException",
      message: "The request is rejected because a detector already exists for the current account.",
    });
    await detectorOf(member, "eu-north-1");
  });

  it("row 28: a finding that the account's root announces is readable in the format of the API", async () => {
    const DetectorId = await detectorOf(member);
    const id = unique("finding");
    await announce(id, { notOfTheModel: true });
    const client = await guardDuty(member);
    const [found] = (await client.getFindings({ DetectorId, FindingIds: [id, "absent"] })).Findings!;
    assert.equal(found!.Arn, `arn:aws:guardduty:${region}:${member}:detector/${DetectorId}/finding/${id}`);
    assert.deepEqual([found!.AccountId, found!.Region, found!.Severity], [member, region, 8]);
    assert.equal(found!.Resource!.InstanceDetails!.InstanceId, "i-99999999");
    assert.equal(found!.Resource!.InstanceDetails!.NetworkInterfaces![0]!.PrivateIpAddress, "10.0.0.1");
    const { Action, Archived, Count, DetectorId: named } = found!.Service!;
    assert.equal(Action!.NetworkConnectionAction!.RemoteIpDetails!.IpAddressV4, "198.51.100.0");
    assert.deepEqual([Archived, Count, named], [false, 3, DetectorId]);
    await announce(id, { severity: 5 });
    const again = (await client.getFindings({ DetectorId, FindingIds: [id] })).Findings!;
    assert.deepEqual(
      again.map((finding) => finding.Severity),
      [5],
    );
  });

  it("row 28: findings are listed by id, type and whether they are archived", async () => {
    const DetectorId = await detectorOf(member);
    const [ssh, rdp] = [unique("finding"), unique("finding")];
    await announce(ssh);
    await announce(rdp, { type: "UnauthorizedAccess:EC2/RDPBruteForce" });
    const client = await guardDuty(member);
    const list = async (Criterion: Record<string, { Equals?: string[] }>) =>
      (await client.listFindings({ DetectorId, FindingCriteria: { Criterion } })).FindingIds!;
    const both = { id: { Equals: [ssh, rdp] } };
    assert.deepEqual((await list(both)).sort(), [ssh, rdp].sort());
    assert.deepEqual(await list({ ...both, type: { Equals: ["UnauthorizedAccess:EC2/RDPBruteForce"] } }), [rdp]);
    assert.deepEqual(await list({ ...both, "service.archived": { Equals: ["true"] } }), []);
    assert.equal(await errorName(list({ type: {} })), "BadRequestException");
  });

  it("row 28: only a root user's event on the default bus creates a finding, and only where GuardDuty is on", async () => {
    const DetectorId = await detectorOf(member);
    const [ofRole, elsewhere, other] = [unique("finding"), unique("finding"), unique("finding")];
    const entry = { Source: "aws.guardduty", DetailType: "GuardDuty Finding", Detail: JSON.stringify(detail(ofRole)) };
    const { EventBridge } = await import("@aws-sdk/client-eventbridge");
    await new EventBridge(await as(await session(member, allow("events:PutEvents")))).putEvents({ Entries: [entry] });
    await announce(elsewhere, { region: "eu-central-1" });
    await put("aws.guardduty", detail(other), { account: member, type: "Another" });
    const client = await guardDuty(member);
    assert.deepEqual((await client.getFindings({ DetectorId, FindingIds: [ofRole, elsewhere, other] })).Findings, []);
    const there = await guardDuty(member, "eu-central-1");
    const made = await detectorOf(member, "eu-central-1");
    assert.deepEqual((await there.getFindings({ DetectorId: made, FindingIds: [elsewhere] })).Findings, []);
    await announce(elsewhere, { region: "eu-central-1" });
    assert.equal((await there.getFindings({ DetectorId: made, FindingIds: [elsewhere] })).Findings!.length, 1);
  });

  it("row 28 X46: each operation needs its permission, which AWS does not limit to a detector", async () => {
    const DetectorId = await detectorOf(member);
    const id = unique("finding");
    await announce(id);
    const FindingIds = [id];
    const calls: Record<string, (client: GuardDuty) => Promise<unknown>> = {
      GetFindings: (client) => client.getFindings({ DetectorId, FindingIds }),
      ListFindings: (client) => client.listFindings({ DetectorId }),
      ArchiveFindings: (client) => client.archiveFindings({ DetectorId, FindingIds }),
      UnarchiveFindings: (client) => client.unarchiveFindings({ DetectorId, FindingIds }),
    };
    const detector = (name: string) => `arn:aws:guardduty:${region}:${member}:detector/${name}`;
    for (const [operation, call] of Object.entries(calls)) {
      const action = `guardduty:${operation}`;
      const as = async (resource: string, given = action) =>
        outcome(call(await guardDuty(await session(member, allow(given, resource)))));
      assert.equal(await as("*"), "allowed", operation);
      assert.equal(await as(detector(DetectorId)), "refused", operation);
      assert.equal(await as("*", "guardduty:GetDetector"), "refused", operation);
    }
    const list = async (resource: string) =>
      outcome((await guardDuty(await session(member, allow("guardduty:ListDetectors", resource)))).listDetectors({}));
    assert.equal(await list("*"), "allowed");
    assert.equal(await list(detector(DetectorId)), "refused");
  });

  it("row 28: a standalone account archives its own findings", async () => {
    const where = "eu-west-3";
    const DetectorId = await detectorOf(member, where);
    const id = unique("finding");
    await announce(id, { region: where });
    const client = await guardDuty(member, where);
    const archived = async () =>
      (await client.getFindings({ DetectorId, FindingIds: [id] })).Findings![0]!.Service!.Archived;
    await client.archiveFindings({ DetectorId, FindingIds: [id] });
    assert.equal(await archived(), true);
    await client.unarchiveFindings({ DetectorId, FindingIds: [id] });
    assert.equal(await archived(), false);
    assert.equal(
      await errorName(client.archiveFindings({ DetectorId: "absent", FindingIds: [id] })),
      "BadRequestException",
    );
  });

  it("row 28: an administrator sees and archives its members' findings, and they cannot archive any", async () => {
    const where = "us-east-2";
    const id = unique("finding");
    const [administrator, client] = [await guardDuty(security, where), await guardDuty(member, where)];
    const DetectorId = await detectorOf(security, where);
    const AccountDetails = [
      { AccountId: member, Email: "member@example.com" },
      { AccountId: "123456789012", Email: "nobody@example.com" },
    ];
    const create = () => administrator.createMembers({ DetectorId, AccountDetails });
    assert.equal(await errorName(create()), "BadRequestException", "before it is the administrator");
    await administrator.enableOrganizationAdminAccount({ AdminAccountId: security });
    assert.deepEqual(
      (await create()).UnprocessedAccounts!.map((account) => account.AccountId),
      ["123456789012"],
    );
    const theirs = (await client.listDetectors({})).DetectorIds![0]!;
    const members = async () => (await administrator.listMembers({ DetectorId })).Members!;
    assert.deepEqual(
      (await members()).map((one) => [one.AccountId, one.DetectorId, one.RelationshipStatus]),
      [[member, theirs, "Enabled"]],
    );
    const own = await client.getAdministratorAccount({ DetectorId: theirs });
    assert.equal(own.Administrator!.AccountId, security);

    await announce(id, { region: where });
    const FindingIds = [id];
    const refused = client.archiveFindings({ DetectorId: theirs, FindingIds });
    await assert.rejects(refused, { name: "BadRequestException", message: /is a member/ });
    await administrator.archiveFindings({ DetectorId, FindingIds });
    for (const [reader, detector] of [[administrator, DetectorId] as const, [client, theirs] as const]) {
      const [found] = (await reader.getFindings({ DetectorId: detector, FindingIds })).Findings!;
      assert.deepEqual([found!.AccountId, found!.Service!.Archived], [member, true]);
    }
    await administrator.disassociateMembers({ DetectorId, AccountIds: [member] });
    assert.deepEqual(await members(), []);
    assert.deepEqual((await administrator.getFindings({ DetectorId, FindingIds })).Findings, []);
    assert.equal(await errorName(client.unarchiveFindings({ DetectorId: theirs, FindingIds })), undefined);
  });

  it("Y13: keeps lists of trusted addresses and entities, active or not", async () => {
    const DetectorId = await detectorOf(member);
    const client = await guardDuty(member);
    const list = { DetectorId, Format: "TXT", Location: "s3://lists/offices.txt", Activate: true } as const;
    const { IpSetId } = await client.createIPSet({ ...list, Name: "offices" });
    assert.ok((await client.listIPSets({ DetectorId })).IpSetIds!.includes(IpSetId!));
    const shown = await client.getIPSet({ DetectorId, IpSetId });
    assert.deepEqual([shown.Name, shown.Format, shown.Status], ["offices", "TXT", "ACTIVE"]);
    await client.updateIPSet({ DetectorId, IpSetId, Activate: false });
    assert.equal((await client.getIPSet({ DetectorId, IpSetId })).Status, "INACTIVE");
    await client.deleteIPSet({ DetectorId, IpSetId });
    assert.equal(await errorName(client.getIPSet({ DetectorId, IpSetId })), "BadRequestException");
    const { TrustedEntitySetId } = await client.createTrustedEntitySet({ ...list, Name: "partners" });
    assert.deepEqual((await client.listTrustedEntitySets({ DetectorId })).TrustedEntitySetIds, [TrustedEntitySetId]);
    assert.equal((await client.getTrustedEntitySet({ DetectorId, TrustedEntitySetId })).Name, "partners");
    await client.deleteTrustedEntitySet({ DetectorId, TrustedEntitySetId });
  });

  it("Y10: an account can use the Regions that are on by default, of its own partition", async () => {
    const { Regions } = await new EC2({ ...(await as(member)), region }).describeRegions({});
    const names = Regions!.map(({ RegionName }) => RegionName!);
    assert.equal(names.length, 17);
    assert.ok(names.includes(region) && !names.some((name) => /^(cn|us-gov)-/.test(name) || name === "af-south-1"));
  });
});

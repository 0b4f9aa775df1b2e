import assert from "node:assert/strict";
import type { ConfigService } from "@aws-sdk/client-config-service";
import type { EC2 } from "@aws-sdk/client-ec2";
import { report } from "../../../runtime/functions/openGroups/report";
import { evaluationsFor } from "../../../runtime/openGroups/evaluations";
import { invocationReader } from "../../../runtime/openGroups/invocation";
import { change, scheduled } from "./events";

const read = invocationReader();
const account = "444455556666";

/** Returns pages of `size` items, as EC2 and Config do, and records the requests. */
function paged(
  asked: any[],
  key: string,
  all: any[],
  size: number,
  fits: (item: any, input: any) => boolean = () => true,
) {
  return async (input: any) => {
    asked.push({ key, ...input });
    const start = Number(input.NextToken ?? 0);
    const found = all.filter((item) => fits(item, input));
    const next = start + size < found.length ? { NextToken: String(start + size) } : {};
    return { [key]: found.slice(start, start + size), ...next };
  };
}

interface World {
  groups: { id: string; source?: string; list?: string }[];
  judged?: string[];
  entries?: Record<string, string[]>;
  size?: number;
}

/** An account as its APIs show it; evaluations are kept by group. */
function accountWith({ groups, judged = [], entries = {}, size = 2 }: World) {
  const asked: any[] = [];
  const put: any[] = [];
  const calls: any[] = [];
  const named = (name: string, of: (item: any) => string) => (item: any, input: any) =>
    (input.Filters ?? []).every((filter: any) => filter.Name !== name || filter.Values.includes(of(item)));
  const byGroup = named("group-id", (item) => item.GroupId);
  const ec2 = {
    describeSecurityGroups: paged(
      asked,
      "SecurityGroups",
      groups.map(({ id }) => ({ GroupId: id, GroupName: id, OwnerId: account, VpcId: "vpc-1" })),
      size,
      byGroup,
    ),
    describeSecurityGroupRules: paged(
      asked,
      "SecurityGroupRules",
      groups.flatMap(({ id, source, list }) => [
        { GroupId: id, SecurityGroupRuleId: `sgr-e-${id}`, IsEgress: true, IpProtocol: "-1", CidrIpv4: "0.0.0.0/0" },
        ...(source || list
          ? [
              {
                GroupId: id,
                SecurityGroupRuleId: `sgr-${id}`,
                IsEgress: false,
                IpProtocol: "tcp",
                FromPort: 22,
                ToPort: 22,
                ...(source ? { CidrIpv4: source } : { PrefixListId: list }),
              },
            ]
          : []),
      ]),
      size,
      byGroup,
    ),
    describeVpcs: paged(
      asked,
      "Vpcs",
      ["vpc-0", "vpc-1"].map((VpcId) => ({
        VpcId,
        CidrBlockAssociationSet: [
          { CidrBlock: VpcId === "vpc-1" ? "100.0.0.0/7" : "10.0.0.0/16", CidrBlockState: { State: "associated" } },
        ],
      })),
      1,
      named("vpc-id", (item) => item.VpcId),
    ),
    describeManagedPrefixLists: paged(
      asked,
      "PrefixLists",
      Object.keys(entries).map((PrefixListId) => ({ PrefixListId, OwnerId: account, AddressFamily: "IPv4" })),
      size,
      named("prefix-list-id", (item) => item.PrefixListId),
    ),
    getManagedPrefixListEntries: async ({ PrefixListId }: any) => ({
      Entries: entries[PrefixListId]!.map((Cidr) => ({ Cidr })),
    }),
  };
  const config = {
    getComplianceDetailsByConfigRule: paged(
      asked,
      "EvaluationResults",
      judged.map((ResourceId) => ({ EvaluationResultIdentifier: { EvaluationResultQualifier: { ResourceId } } })),
      size,
    ),
    putEvaluations: async (input: any) => {
      calls.push(input);
      put.push(...input.Evaluations);
      return { FailedEvaluations: [] as any[] };
    },
  };
  const clients = { ec2: ec2 as unknown as EC2, config: config as unknown as ConfigService };
  return { clients, config, asked, put, calls };
}

const judging = { allowedPorts: [], ours: [] };

const compliances = (evaluations: { groupId: string; compliance: string }[]) =>
  Object.fromEntries(evaluations.map((one) => [one.groupId, one.compliance]));

describe("the evaluation of groups", () => {
  const groups = [
    { id: "sg-0a1b2c3d", source: "0.0.0.0/0" },
    { id: "sg-1", source: "10.0.0.0/8" },
    { id: "sg-2" },
    { id: "sg-3", list: "pl-1" },
    { id: "sg-4", source: "100.0.0.0/7" },
  ];
  const entries = { "pl-1": ["0.0.0.0/1", "128.0.0.0/1"] };

  it("F10: judges a change by the group's current state, with calls about that group only", async () => {
    const { clients, asked } = accountWith({ groups, entries });
    const found = await evaluationsFor(clients, read(change()), judging);
    assert.deepEqual(compliances(found), { "sg-0a1b2c3d": "NON_COMPLIANT" });
    assert.ok(asked.every((input) => input.Filters?.length === 1));
  });

  it("F10: is not applicable for a group that has gone since, and looks for no deleted one", async () => {
    const { clients, asked } = accountWith({ groups: [] });
    assert.deepEqual(compliances(await evaluationsFor(clients, read(change()), judging)), {
      "sg-0a1b2c3d": "NOT_APPLICABLE",
    });
    const before = asked.length;
    const deleted = read(change({ configurationItemStatus: "ResourceDeleted" }));
    assert.deepEqual(compliances(await evaluationsFor(clients, deleted, judging)), { "sg-0a1b2c3d": "NOT_APPLICABLE" });
    assert.equal(asked.length, before);
  });

  it("F10 M18 M30: covers every group on every page in a scheduled run, with prefix lists and its own VPC's ranges, and what is gone", async () => {
    const { clients } = accountWith({ groups, entries, judged: ["sg-0a1b2c3d", "sg-1", "sg-2", "sg-98", "sg-99"] });
    assert.deepEqual(compliances(await evaluationsFor(clients, read(scheduled()), judging)), {
      "sg-0a1b2c3d": "NON_COMPLIANT",
      "sg-1": "COMPLIANT",
      "sg-2": "COMPLIANT",
      "sg-3": "NON_COMPLIANT",
      "sg-4": "COMPLIANT",
      "sg-98": "NOT_APPLICABLE",
      "sg-99": "NOT_APPLICABLE",
    });
  });

  it("needs few calls, however many groups there are", async () => {
    const many = Array.from({ length: 2500 }, (_, index) => ({ id: `sg-${index}`, source: "10.0.0.0/8" }));
    const { clients, asked } = accountWith({ groups: many, size: 1000 });
    assert.equal((await evaluationsFor(clients, read(scheduled()), judging)).length, 2500);
    assert.ok(asked.length <= 3 + 5 + 2 + 1, `${asked.length} calls`);
  });

  it("Y9: judges the open group of isolate-instance by its use, and looks up the use of no other", async () => {
    const { clients } = accountWith({ groups });
    const note = { accountId: account, region: "eu-west-1", vpcId: "vpc-1", kind: "open" as const, groupId: "sg-2" };
    const counted: unknown[] = [];
    Object.assign(clients.ec2, {
      describeNetworkInterfaces: async (input: unknown) => {
        counted.push(input);
        return { NetworkInterfaces: [{}, {}] };
      },
    });
    const found = await evaluationsFor(clients, read(scheduled()), { allowedPorts: [], ours: [note] });
    assert.deepEqual(
      found.find((one) => one.groupId === "sg-2"),
      {
        groupId: "sg-2",
        compliance: "NON_COMPLIANT",
        annotation: "Used by 2 network interfaces although no isolation is in progress",
      },
    );
    assert.equal(counted.length, 1);
    const inUse = { ...note, inUseUntil: Date.now() + 60_000 };
    const during = await evaluationsFor(clients, read(scheduled()), { allowedPorts: [], ours: [inUse] });
    assert.equal(compliances(during)["sg-2"], "NOT_APPLICABLE");
    assert.equal(counted.length, 1);
  });

  it("fails if the list of rules is shorter than the group says: nothing is taken for closed", async () => {
    const { clients } = accountWith({ groups });
    Object.assign(clients.ec2, {
      describeSecurityGroups: async () => ({
        SecurityGroups: [
          {
            GroupId: "sg-2",
            OwnerId: account,
            VpcId: "vpc-1",
            IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
          },
        ],
      }),
    });
    await assert.rejects(evaluationsFor(clients, read(scheduled()), judging), { code: "Unsettled" });
  });

  it("fails if a call fails", async () => {
    const { clients } = accountWith({ groups });
    Object.assign(clients.ec2, {
      describeSecurityGroupRules: async () => {
        throw Object.assign(new Error("no"), { name: "UnauthorizedOperation" });
      },
    });
    await assert.rejects(evaluationsFor(clients, read(scheduled()), judging), { name: "UnauthorizedOperation" });
  });
});

describe("the report to AWS Config", () => {
  const evaluations = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      groupId: `sg-${index}`,
      compliance: "COMPLIANT" as const,
      annotation: "why",
    }));

  it("is sent in calls of at most 100, each evaluation with its time and reason", async () => {
    const { clients, put, calls } = accountWith({ groups: [] });
    const run = read(scheduled());
    await report(clients.config, run, evaluations(250));
    assert.deepEqual(
      calls.map((input) => [input.ResultToken, input.TestMode, input.Evaluations.length]),
      [
        ["token-1", false, 100],
        ["token-1", false, 100],
        ["token-1", false, 50],
      ],
    );
    assert.deepEqual(put[249], {
      ComplianceResourceType: "AWS::EC2::SecurityGroup",
      ComplianceResourceId: "sg-249",
      ComplianceType: "COMPLIANT",
      Annotation: "why",
      OrderingTimestamp: run.at,
    });
  });

  it("is a test if the token says so", async () => {
    const { clients, calls } = accountWith({ groups: [] });
    await report(clients.config, read({ ...change(), resultToken: "TESTMODE" }), evaluations(1));
    assert.equal(calls[0].TestMode, true);
  });

  it("fails if Config did not accept everything, and names what it rejected", async () => {
    const { clients, config, calls } = accountWith({ groups: [] });
    const put = config.putEvaluations;
    config.putEvaluations = async (input: any) => {
      await put(input);
      return { FailedEvaluations: input.Evaluations.slice(0, 1) };
    };
    await assert.rejects(report(clients.config, read(scheduled()), evaluations(101)), {
      code: "NotReported",
      message: "AWS Config did not accept 2 of 101 evaluations: sg-0, sg-100",
    });
    assert.equal(calls.length, 2);
  });
});

import assert from "node:assert/strict";
import { readTags } from "../../../runtime/aws/readTags";
import type { TagClients } from "../../../runtime/resources/tagClients";
import {
  databaseTarget,
  groupTarget,
  instanceTarget,
  principalTarget,
  volumeTarget,
} from "../../../runtime/resources/targets";
import { aws } from "../responses/runRunbook/model";
import { place } from "../responses/runRunbook/work";

const Tags = [{ Key: "SecurityException", Value: "ok" }, { Key: "empty" }];
const tags = { SecurityException: "ok", empty: "" };
const instance = instanceTarget(place, "i-0123456789abcdef0");
const instances = (Name: string) => ({ Reservations: [{ Instances: [{ State: { Name }, Tags }] }] });
const database = (id: string) => databaseTarget(place, id);
const role = principalTarget(place, "role", "app");
const user = principalTarget(place, "user", "jane");

/** Clients with one operation that returns this. */
const answering = (service: string, operation: string, answer: unknown, inputs: unknown[] = []): TagClients => ({
  [service]: {
    [operation]: async (input: unknown) => {
      inputs.push(input);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  },
});

describe("the tags of runbook targets", () => {
  const cases: [string, Parameters<typeof readTags>[1], TagClients, unknown][] = [
    ["an instance", instance, answering("ec2", "describeInstances", instances("running")), { tags }],
    ["a terminated instance", instance, answering("ec2", "describeInstances", instances("terminated")), undefined],
    ["no instance", instance, answering("ec2", "describeInstances", aws("InvalidInstanceID.NotFound")), undefined],
    [
      "a group",
      groupTarget(place, "sg-1"),
      answering("ec2", "describeSecurityGroups", { SecurityGroups: [{ Tags }] }),
      { tags },
    ],
    [
      "no group",
      groupTarget(place, "sg-1"),
      answering("ec2", "describeSecurityGroups", aws("InvalidGroup.NotFound")),
      undefined,
    ],
    ["a volume", volumeTarget(place, "vol-1"), answering("ec2", "describeVolumes", { Volumes: [{ Tags }] }), { tags }],
    [
      "no volume",
      volumeTarget(place, "vol-1"),
      answering("ec2", "describeVolumes", aws("InvalidVolume.NotFound")),
      undefined,
    ],
    [
      "a database by its resource id, with the name that people use",
      database("db-ABC"),
      answering("rds", "describeDBInstances", {
        DBInstances: [{ TagList: Tags, DBInstanceIdentifier: "shop", DBInstanceArn: "arn:shop" }],
      }),
      { tags, name: "shop", arn: "arn:shop" },
    ],
    ["no database", database("shop"), answering("rds", "describeDBInstances", { DBInstances: [] }), undefined],
    [
      "a role, with the path in its ARN",
      role,
      answering("iam", "getRole", { Role: { Tags, Arn: "arn:aws:iam::444455556666:role/x/app" } }),
      { tags, arn: "arn:aws:iam::444455556666:role/x/app" },
    ],
    ["no role", role, answering("iam", "getRole", aws("NoSuchEntityException")), undefined],
    ["a user without tags", user, answering("iam", "getUser", { User: { Arn: "arn:u" } }), { tags: {}, arn: "arn:u" }],
  ];
  for (const [name, target, clients, expected] of cases) {
    it(`F15: are read: ${name}`, async () => assert.deepEqual(await readTags(clients, target), expected));
  }

  it("are found by a database's resource id or its identifier", async () => {
    const inputs: unknown[] = [];
    const clients = answering("rds", "describeDBInstances", { DBInstances: [] }, inputs);
    for (const id of ["db-ABCDEFGHIJKL", "shop"]) await readTags(clients, database(id));
    assert.deepEqual(inputs, [
      { Filters: [{ Name: "dbi-resource-id", Values: ["db-ABCDEFGHIJKL"] }] },
      { Filters: [{ Name: "db-instance-id", Values: ["shop"] }] },
    ]);
  });

  it("X34: are found by the identifier of a database that begins with db-", async () => {
    const inputs: unknown[] = [];
    await readTags(answering("rds", "describeDBInstances", { DBInstances: [] }, inputs), database("db-orders"));
    assert.deepEqual(inputs, [{ Filters: [{ Name: "db-instance-id", Values: ["db-orders"] }] }]);
  });

  it("X1: are an error if the answer lacks the requested id, and nothing counts as gone", async () => {
    const cases: [TagClients, Parameters<typeof readTags>[1]][] = [
      [answering("ec2", "describeInstances", { Reservations: [] }), instance],
      [answering("ec2", "describeSecurityGroups", { SecurityGroups: [] }), groupTarget(place, "sg-1")],
      [answering("ec2", "describeVolumes", { Volumes: [] }), volumeTarget(place, "vol-1")],
    ];
    for (const [clients, target] of cases) await assert.rejects(readTags(clients, target), { code: "Unsettled" });
  });

  it("do not count as none if AWS refuses to return them", () =>
    assert.rejects(
      readTags(answering("ec2", "describeInstances", aws("UnauthorizedOperation")), instance),
      /Unauthorized/,
    ));

  it("do not count as none for an unknown kind of resource", () =>
    assert.rejects(readTags({}, { ...instance, kind: "lambda" }), /lambda is not a kind of target/));
});

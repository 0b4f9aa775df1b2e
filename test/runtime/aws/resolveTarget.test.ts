import assert from "node:assert/strict";
import { enter } from "../../../runtime/aws/openTarget";
import { resolveTarget } from "../../../runtime/aws/resolveTarget";
import { contain } from "../../../runtime/containment/contain";
import type { Entrance } from "../../../runtime/model/response";
import { inFull, type Target } from "../../../runtime/model/target";
import { targetType } from "../../../runtime/resources";
import { databaseTarget, principalTarget } from "../../../runtime/resources/targets";
import { blockPrincipal } from "../../../runtime/responses/blockPrincipal";
import { runRunbook } from "../../../runtime/responses/runRunbook";
import { member, place, settingsFor, world } from "../../attacks/harness";
import { disable, finding } from "../responses/runRunbook/work";

const resolvesPrincipals = targetType("iam-role")!.lookUp!.permission;
const resolvesDatabases = targetType("rds-instance")!.lookUp!.permission;
const roleId = "AROACKCEVSQ6C2EXAMPLE";
const databaseId = "db-ABCDEFGHIJKL0123456789MNOP";

/** An account with a database and, on the second page, a role; it keeps every session's policy. */
function account(roleName = "deploy", databases: object[] = [{ DBInstanceIdentifier: "shop" }]) {
  const policies: any[] = [];
  const asked: string[] = [];
  const clients = {
    rds: {
      describeDBInstances: async ({ Filters }: any) => {
        asked.push(`${Filters[0].Name} ${Filters[0].Values}`);
        return { DBInstances: databases };
      },
    },
    iam: {
      listRoles: async ({ Marker }: any) => {
        asked.push(`listRoles ${Marker}`);
        return Marker
          ? { Roles: [{ RoleId: roleId, RoleName: roleName }] }
          : { Roles: [{ RoleId: "AROAOTHER", RoleName: roleId }], IsTruncated: true, Marker: "2" };
      },
      listUsers: async () => ({ Users: [] }),
    },
  };
  const route: Entrance = {
    name: "example",
    clients: () => clients as never,
    permissions: [
      resolvesPrincipals,
      resolvesDatabases,
      {
        sid: "Change",
        actions: ["rds:StopDBInstance"],
        resources: ["arn:{partition}:rds:{region}:{account}:db:{target}"],
      },
    ],
  };
  const { run, ...rest } = world(settingsFor());
  const made = run();
  made.services.sts = () =>
    ({
      assumeRole: async ({ Policy }: any) => {
        policies.push(JSON.parse(Policy));
        return { AssumedRoleUser: { Arn: `arn:aws:sts::${member}:assumed-role/x/y` }, Credentials: {} };
      },
    }) as never;
  return { run: made, route, policies, asked, ...rest };
}

const role: Target = { ...principalTarget(place, "role", roleId), details: { uniqueId: roleId } };

describe("a target known only by an internal id of AWS", () => {
  it("X34: gets a database's name through a session that can look it up and nothing else", async () => {
    const { run, route, policies, asked } = account();
    const found = (await resolveTarget(run, route, databaseTarget(place, databaseId))) as Target;
    assert.deepEqual([found.id, found.name, inFull(found)], [databaseId, "shop", `shop (${databaseId})`]);
    assert.deepEqual(asked, [`dbi-resource-id ${databaseId}`]);
    const actions = policies[0].Statement.flatMap((one: any) => one.Action);
    assert.ok(!actions.some((action: string) => action.includes("Stop")), actions.join());
    await enter(run, route, found, "contain");
    assert.deepEqual(
      policies[1].Statement.map(({ Action, NotResource, Resource }: any) => [Action, NotResource ?? Resource]),
      [
        ["*", ["arn:*:rds:*:*:db:*"]],
        ["*", ["arn:*:rds:eu-west-1:*:db:shop"]],
        [["rds:DescribeDBInstances"], "*"],
      ],
    );
  });

  it("X34: becomes a role with its name, whichever page lists it", async () => {
    const { run, route, asked } = account();
    const found = (await resolveTarget(run, route, role)) as Target;
    assert.deepEqual(
      [found.id, found.arn, found.details],
      ["deploy", `arn:aws:iam::${member}:role/deploy`, { uniqueId: roleId }],
    );
    assert.deepEqual(asked, ["listRoles undefined", "listRoles 2"]);
    assert.equal(await resolveTarget(run, route, found), found);
  });

  it("X34: is never a role whose name merely looks like the id", async () => {
    const { run, route, asked } = account();
    const named = principalTarget(place, "role", roleId);
    assert.equal(await resolveTarget(run, route, named), named);
    assert.deepEqual(asked, []);
  });

  it("X34: is reported if it no longer exists", async () => {
    const gone = account("deploy", []);
    assert.match(
      String(await resolveTarget(gone.run, gone.route, databaseTarget(place, databaseId))),
      /no database in eu-west-1 of account 444455556666 has the id db-ABC.*no longer exists/,
    );
    const user = {
      ...principalTarget(place, "user", "AIDACKCEVSQ6C2EXAMPLE"),
      details: { uniqueId: "AIDACKCEVSQ6C2EXAMPLE" },
    };
    assert.match(String(await resolveTarget(gone.run, gone.route, user)), /no user of account/);
  });

  it("X34: is an error if the look-up is refused, never a target that is gone", async () => {
    const { run, route } = account();
    const denied = Object.assign(new Error("no"), { name: "AccessDenied" });
    const refusing = {
      ...route,
      clients: () => ({ rds: { describeDBInstances: async () => Promise.reject(denied) } }),
    };
    await assert.rejects(resolveTarget(run, refusing as never, databaseTarget(place, databaseId)), /no/);
  });

  it("X34: reaches its response, for databases and principals of findings", () => {
    const about = { ...finding(), resources: [{ ...place, kind: "rds-instance" as const, id: databaseId }] };
    assert.equal((runRunbook([{ ...disable, kind: "rds-instance" }]).targets(about) as Target[])[0]!.id, databaseId);
    const principal = { userType: "Role", principalId: roleId };
    const resources = [{ ...place, kind: "iam-principal" as const, id: roleId, principal }];
    for (const response of [runRunbook([{ ...disable, kind: "iam-principal" }]), blockPrincipal]) {
      const [target] = response.targets({ ...finding(), resources }) as Target[];
      assert.deepEqual([target!.id, target!.details!["uniqueId"]], [roleId, roleId], response.name);
      assert.ok(response.permissions.some(({ sid }) => sid === resolvesPrincipals.sid));
    }
  });

  it("X34: is protected by the role's name if the finding has only its id", async () => {
    const { run, route } = account("break-glass");
    const response: any = {
      ...blockPrincipal,
      clients: route.clients,
      read: () => assert.fail("a protected role is not even read"),
    };
    run.settings.response = { protectedPrincipals: ["break-glass"] };
    const decision = await contain(run, response, finding(), role);
    assert.equal(decision.outcome, "skipped");
    assert.match(decision.reason, /break-glass is protected/);
  });
});

import assert from "node:assert/strict";
import {
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  ListAccountsCommand,
  ListRootsCommand,
  MoveAccountCommand,
  Organizations,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { after, before, describe, it } from "mocha";
import { createOrganization } from "../../../local/aws/organization";
import { checkUnits } from "../../../runtime/doctor/checkUnits";
import { refusalOfUnits } from "../../../runtime/doctor/readCentral";
import { member, region, security, stranger, testAws } from "./instance";
import { allow, as, errorName, session } from "./principals";
import { queueFor, receive } from "./queues";
import { rule } from "./rules";

describe("local AWS: accounts of the organization", () => {
  it("X31: accounts have State and no longer Status", async () => {
    const client = new Organizations(await as(security));
    const listed = (await client.listAccounts({})).Accounts!;
    const described = (await client.describeAccount({ AccountId: member })).Account!;
    for (const account of [...listed, described]) {
      assert.deepEqual([account.State, account.Status], ["ACTIVE", undefined], account.Id);
    }
    assert.equal(listed.length >= 2, true);
  });

  it("L22: the management account gets an event in us-east-1 when an account is created, moved or closed, and the list has its place", async () => {
    const made = await rule({ pattern: { source: ["aws.organizations"] }, at: "us-east-1" });
    const heard = await queueFor("events.amazonaws.com", made.arn, "us-east-1");
    await made.target({ Arn: heard.arn });
    const client = new OrganizationsClient(await as(security));
    const AccountName = `new-${Date.now()}`;
    const created = await client.send(new CreateAccountCommand({ AccountName, Email: `${AccountName}@example.com` }));
    const AccountId = created.CreateAccountStatus!.AccountId!;
    const root = (await client.send(new ListRootsCommand({}))).Roots![0]!.Id!;
    const unit = await client.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name: AccountName }));
    const DestinationParentId = unit.OrganizationalUnit!.Id!;
    await client.send(new MoveAccountCommand({ AccountId, SourceParentId: root, DestinationParentId }));
    const { Accounts = [] } = await client.send(new ListAccountsCommand({}));
    const [listedPath] = Accounts.find(({ Id }) => Id === AccountId)!.Paths!;
    assert.match(listedPath!, new RegExp(`^o-\\w+/${root}/${DestinationParentId}/${AccountId}/$`));
    await client.send(new CloseAccountCommand({ AccountId }));
    const events = (await receive(heard, 6)).map((message) => JSON.parse(message.Body!));
    const named = (name: string) => events.find(({ detail }) => detail.eventName === name);
    assert.equal(named("CreateAccountResult").detail.serviceEventDetails.createAccountStatus.accountId, AccountId);
    assert.equal(named("CreateAccountResult")["detail-type"], "AWS Service Event via CloudTrail");
    const { accountId, sourceParentId, destinationParentId } = named("MoveAccount").detail.requestParameters;
    assert.deepEqual([accountId, sourceParentId, destinationParentId], [AccountId, root, DestinationParentId]);
    assert.equal(named("CloseAccountResult").detail.serviceEventDetails.closeAccountStatus.state, "SUCCEEDED");
    for (const event of events) assert.deepEqual([event.account, event.region], [security, "us-east-1"]);
  });
});

describe("local AWS: the units above an account", () => {
  /** A member that only this test uses. */
  const workload = "123412341234";
  const ServicePrincipal = "config.amazonaws.com";
  let management: Organizations;
  let root: string;
  const units: string[] = [];
  before(async () => {
    await createOrganization((await testAws()).endpoint, security, [workload], region);
    management = new Organizations(await as(security));
    root = (await management.listRoots({})).Roots![0]!.Id!;
    for (const Name of ["workloads", "production"]) {
      const ParentId = units.at(-1) ?? root;
      units.push((await management.createOrganizationalUnit({ Name, ParentId })).OrganizationalUnit!.Id!);
    }
    await management.moveAccount({ AccountId: workload, SourceParentId: root, DestinationParentId: units[1]! });
  });
  after(() => management.deregisterDelegatedAdministrator({ AccountId: member, ServicePrincipal }));
  const parentsOf = async (client: Organizations, ChildId: string) => (await client.listParents({ ChildId })).Parents;

  it("L13: are listed one level at a time, up to the root", async () => {
    assert.deepEqual(await parentsOf(management, workload), [{ Id: units[1], Type: "ORGANIZATIONAL_UNIT" }]);
    assert.deepEqual(await parentsOf(management, units[1]!), [{ Id: units[0], Type: "ORGANIZATIONAL_UNIT" }]);
    assert.deepEqual(await parentsOf(management, units[0]!), [{ Id: root, Type: "ROOT" }]);
    assert.equal(await errorName(management.listParents({ ChildId: root })), "InvalidInputException");
  });

  it("L13: are not known of an account outside the organization", async () => {
    assert.equal(await errorName(management.listParents({ ChildId: stranger })), "ChildNotFoundException");
    const unknown = `ou-${root.slice(2)}-00000000`;
    assert.equal(await errorName(management.listParents({ ChildId: unknown })), "ChildNotFoundException");
  });

  it("L13: are listed for delegated administrators, and for no other member", async () => {
    const listing = async (account: string) =>
      new Organizations(await as(account)).listParents({ ChildId: workload }).then(({ Parents }) => Parents);
    for (const account of [member, stranger]) {
      assert.equal(await errorName(listing(account)), "AccessDeniedException", account);
    }
    await management.registerDelegatedAdministrator({ AccountId: member, ServicePrincipal });
    assert.deepEqual(await listing(member), [{ Id: units[1], Type: "ORGANIZATIONAL_UNIT" }]);
    await management.deregisterDelegatedAdministrator({ AccountId: member, ServicePrincipal });
  });

  it("L13: are listed for the doctor after what it names as remedy is done", async () => {
    const own = new Organizations(await as(member));
    const subject = { account: member, check: "accounts" as const, subject: "organizational units" };
    const { status, says } = checkUnits(subject, await refusalOfUnits(own, member));
    assert.equal(status, "fault");
    assert.match(says, /AccessDeniedException/);
    const commands = [...says.matchAll(/aws organizations ([a-z-]+)((?: --[a-z-]+ [a-z0-9.]*[a-z0-9])+)/g)];
    assert.equal(commands.length, 2);
    for (const [, name = "", options = ""] of commands) {
      const method = name
        .replaceAll("aws-service", "aWS-Service")
        .replace(/-(.)/g, (_, letter) => letter.toUpperCase());
      const given = options.trim().split(/ ?--/).filter(Boolean);
      const input = given.map((option) => {
        const [key = "", value] = option.split(" ");
        return [key.replace(/(^|-)(.)/g, (_, __, letter) => letter.toUpperCase()), value];
      });
      await (management as any)[method](Object.fromEntries(input));
    }
    assert.deepEqual(checkUnits(subject, await refusalOfUnits(own, member)).status, "ok");
  });

  it("L13: are listed with a permission that names the organization, and none that names another", async () => {
    const { organization } = await testAws();
    const inOrganization = (id: string) => ["account", "ou"].map((kind) => `arn:aws:organizations::*:${kind}/${id}/*`);
    for (const account of [security, member]) {
      const own = await session(account, allow("organizations:ListParents", inOrganization(organization)));
      const other = await session(account, allow("organizations:ListParents", inOrganization("o-0000000000")));
      for (const ChildId of [workload, units[1]!]) {
        assert.equal((await parentsOf(new Organizations(await as(own)), ChildId))!.length, 1);
        const refused = new Organizations(await as(other)).listParents({ ChildId });
        assert.equal(await errorName(refused), "AccessDeniedException");
      }
    }
  });
});

import fc from "fast-check";
import type { Target } from "../../../../runtime/model/target";
import { targetOf } from "../../../../runtime/resources/targets";
import type { CopyClients } from "../../../../runtime/responses/unshareCopy/read";
import { type CopyKind, everyone } from "../../../../runtime/responses/unshareCopy/state";

const accountId = "444455556666";
const place = { accountId, region: "eu-west-1", partition: "aws" };

export const organizationId = "o-a1b2c3d4e5";
export const ownOrganization = `arn:aws:organizations::111122223333:organization/${organizationId}`;
export const ownUnit = `arn:aws:organizations::111122223333:ou/${organizationId}/ou-ab12-34567890`;
export const otherOrganization = "arn:aws:organizations::999900001111:organization/o-zzzzzzzzzz";
export const [partner, sister, stranger] = ["222233334444", "333344445555", "999900001111"];

export const targets: Record<CopyKind, Target> = {
  "ebs-snapshot": targetOf("ebs-snapshot", place, "snap-0123456789abcdef0"),
  ami: targetOf("ami", place, "ami-0123456789abcdef0"),
  "rds-snapshot": targetOf("rds-snapshot", place, "orders-before-upgrade"),
  "rds-cluster-snapshot": targetOf("rds-cluster-snapshot", place, "ledger-before-upgrade"),
};

/** A copy as its service stores it, with the account's block of public access. */
export interface World {
  kind: CopyKind;
  grants: string[];
  tags: Record<string, string>;
  blocked: boolean;
  created: string;
  owner: string;
  automated?: boolean;
}

const grantsOf = (kind: CopyKind) => [
  everyone,
  partner,
  sister,
  stranger,
  ...(kind === "ami" ? [ownOrganization, ownUnit, otherOrganization] : []),
];

/** Every state that a copy of this kind may have. */
export const worlds = (kind: CopyKind): fc.Arbitrary<World> =>
  fc.record({
    kind: fc.constant(kind),
    grants: fc.subarray(grantsOf(kind)),
    tags: fc.constantFrom<Record<string, string>>({}, { team: "data" }),
    // A public copy from before the block could not be made public again; release.test.ts has it.
    blocked: fc.constant(false),
    created: fc.constant("2026-01-02T03:04:05.000Z"),
    owner: fc.constant(accountId),
  });

export const worldWith = (kind: CopyKind, more: Partial<World> = {}): World => ({
  kind,
  grants: [],
  tags: {},
  blocked: false,
  created: "2026-01-02T03:04:05.000Z",
  owner: accountId,
  ...more,
});

const refuse = (name: string, message: string) => Object.assign(new Error(message), { name });
const list = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** EC2 and RDS as their API references describe them. */
export function clients(world: World): CopyClients {
  const { id } = targets[world.kind];
  const only = (kind: CopyKind, given: string | undefined) => {
    if (kind !== world.kind || given !== id) throw refuse("NotFound", `no ${given}`);
  };
  const add = (who: string[]) => {
    if (world.blocked && who.includes(everyone)) throw refuse("OperationNotPermitted", "block public access is on");
    world.grants = [...new Set([...world.grants, ...who])];
  };
  const remove = (who: string[]) => {
    world.grants = world.grants.filter((one) => !who.includes(one));
  };
  const change = (added: string[], removed: string[]) => {
    if (added.length > 0 && removed.length > 0) throw refuse("InvalidParameterCombination", "not both");
    if (added.length + removed.length > 500) throw refuse("InvalidParameterValue", "more than 500 modifications");
    add(added);
    remove(removed);
  };
  const whoIn = (items: Record<string, string>[] = []) => items.map((item) => Object.values(item)[0]!);
  const created = new Date(world.created);
  const ec2 = {
    async describeSnapshots({ SnapshotIds }: any) {
      only("ebs-snapshot", SnapshotIds[0]);
      const one = { SnapshotId: id, OwnerId: world.owner, StartTime: created, Tags: list(world.tags) };
      return { Snapshots: [one] };
    },
    async describeSnapshotAttribute({ SnapshotId, Attribute }: any) {
      only("ebs-snapshot", SnapshotId);
      if (Attribute !== "createVolumePermission") throw refuse("InvalidParameterValue", Attribute);
      return {
        CreateVolumePermissions: world.grants.map((who) => (who === everyone ? { Group: who } : { UserId: who })),
      };
    },
    async modifySnapshotAttribute({ SnapshotId, CreateVolumePermission: { Add, Remove } }: any) {
      only("ebs-snapshot", SnapshotId);
      change(whoIn(Add), whoIn(Remove));
    },
    getSnapshotBlockPublicAccessState: async () => ({ State: world.blocked ? "block-new-sharing" : "unblocked" }),
    async enableSnapshotBlockPublicAccess({ State }: any) {
      if (State !== "block-new-sharing") throw refuse("InvalidParameterValue", State);
      world.blocked = true;
    },
    async describeImages({ ImageIds }: any) {
      only("ami", ImageIds[0]);
      const BlockDeviceMappings = [{ Ebs: { SnapshotId: "snap-0aaaaaaaaaaaaaaaa" } }, { VirtualName: "ephemeral0" }];
      const dates = { CreationDate: world.created };
      return { Images: [{ ImageId: id, OwnerId: world.owner, Tags: list(world.tags), BlockDeviceMappings, ...dates }] };
    },
    async describeImageAttribute({ ImageId, Attribute }: any) {
      only("ami", ImageId);
      if (Attribute !== "launchPermission") throw refuse("InvalidParameterValue", Attribute);
      const shown = (who: string) => {
        if (who === everyone) return { Group: who };
        if (who.includes(":organization/")) return { OrganizationArn: who };
        return who.startsWith("arn:") ? { OrganizationalUnitArn: who } : { UserId: who };
      };
      return { LaunchPermissions: world.grants.map(shown) };
    },
    async modifyImageAttribute({ ImageId, LaunchPermission: { Add = [], Remove = [] } }: any) {
      only("ami", ImageId);
      for (const item of [...Add, ...Remove]) checkForm(item);
      change(whoIn(Add), whoIn(Remove));
    },
    getImageBlockPublicAccessState: async () => ({
      ImageBlockPublicAccessState: world.blocked ? "block-new-sharing" : "unblocked",
    }),
    // Its state shows later.
    enableImageBlockPublicAccess: async () => ({ ImageBlockPublicAccessState: "block-new-sharing" }),
  };
  const snapshot = {
    SnapshotType: world.automated ? "automated" : "manual",
    SnapshotCreateTime: created,
    TagList: list(world.tags),
    KmsKeyId: "key/of/the/database",
  };
  const attributes = () => {
    if (world.automated) throw refuse("InvalidParameterValue", "automated snapshots have no attributes");
    return [{ AttributeName: "restore", AttributeValues: [...world.grants] }];
  };
  const modify = ({ AttributeName, ValuesToAdd = [], ValuesToRemove = [] }: any) => {
    if (AttributeName !== "restore") throw refuse("InvalidParameterValue", AttributeName);
    if (ValuesToAdd.concat(ValuesToRemove).some((who: string) => who.startsWith("arn:")))
      throw refuse("InvalidParameterValue", "RDS shares with accounts only");
    add(ValuesToAdd);
    remove(ValuesToRemove);
  };
  const rds = {
    async describeDBSnapshots({ DBSnapshotIdentifier }: any) {
      only("rds-snapshot", DBSnapshotIdentifier);
      return { DBSnapshots: [snapshot] };
    },
    async describeDBSnapshotAttributes({ DBSnapshotIdentifier }: any) {
      only("rds-snapshot", DBSnapshotIdentifier);
      return { DBSnapshotAttributesResult: { DBSnapshotAttributes: attributes() } };
    },
    async modifyDBSnapshotAttribute({ DBSnapshotIdentifier, ...input }: any) {
      only("rds-snapshot", DBSnapshotIdentifier);
      modify(input);
    },
    async describeDBClusterSnapshots({ DBClusterSnapshotIdentifier }: any) {
      only("rds-cluster-snapshot", DBClusterSnapshotIdentifier);
      return { DBClusterSnapshots: [snapshot] };
    },
    async describeDBClusterSnapshotAttributes({ DBClusterSnapshotIdentifier }: any) {
      only("rds-cluster-snapshot", DBClusterSnapshotIdentifier);
      return { DBClusterSnapshotAttributesResult: { DBClusterSnapshotAttributes: attributes() } };
    },
    async modifyDBClusterSnapshotAttribute({ DBClusterSnapshotIdentifier, ...input }: any) {
      only("rds-cluster-snapshot", DBClusterSnapshotIdentifier);
      modify(input);
    },
  };
  return { ec2, rds } as unknown as CopyClients;
}

/** Each launch permission has exactly one field, of the form that it is for. */
function checkForm(item: Record<string, string>): void {
  const [[field, who] = ["", ""], ...more] = Object.entries(item);
  const forms: Record<string, RegExp> = {
    Group: /^all$/,
    UserId: /^\d{12}$/,
    OrganizationArn: /^arn:aws:organizations::\d{12}:organization\//,
    OrganizationalUnitArn: /^arn:aws:organizations::\d{12}:ou\//,
  };
  if (more.length > 0 || !forms[field]?.test(who)) throw refuse("InvalidAMIAttributeItemValue", JSON.stringify(item));
}

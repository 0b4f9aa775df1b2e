import { isolateDatabase } from "../../../runtime/responses/isolateDatabase";
import { worldModel } from "../../models/adapted";
import { clients, instanceTarget as target, type World } from "../../runtime/responses/isolateDatabase/model";
import { settings } from "../../runtime/responses/isolateDatabase/states";
import type { Account, Scenario } from "../scenario";
import { guardDutyEvent } from "./events";
import { repeated } from "./repeated";

const name = target.name!;
const application = "sg-0a";

const publicDatabase = (): World => ({
  engine: "postgres",
  groups: [application],
  deletionProtection: false,
  instances: { [name]: true },
  dataApi: false,
  secret: false,
  vpc: [{ id: application, name: "application", tags: {}, egress: true }],
  snapshots: [],
});

function account(): Account {
  const holder = { world: publicDatabase() };
  const model = (service: string, client: "rds" | "ec2") =>
    worldModel(service, holder, (state) => clients(state, target)[client]);
  const powers = () => [
    ...holder.world.groups.filter((id) => id === application).map((id) => `those that ${id} lets in`),
    ...(holder.world.instances[name] ? ["from the internet"] : []),
  ];
  const made = () => holder.world.vpc.filter(({ id }) => id !== application);
  return {
    models: { rds: model("RDS", "rds"), ec2: model("EC2", "ec2") },
    powers,
    shape: () => {
      const { groups, deletionProtection, instances } = holder.world;
      return structuredClone({ groups, deletionProtection, instances });
    },
    isCut: () => !holder.world.groups.includes(application),
    isContained: () => powers().length === 0 && holder.world.deletionProtection && holder.world.snapshots.length > 0,
    evidence: () => holder.world.snapshots.map(({ id }) => id),
    twice: () => [
      ...repeated(holder.world.snapshots.map(({ of }) => `snapshot of ${of}`)),
      ...repeated(made().map(() => "closed group")),
    ],
    tag: () => {},
  };
}

/** A public database in which an attacker logged in. */
export const databaseScenario: Scenario = {
  name: "isolate-database",
  response: isolateDatabase,
  settings: { ...settings },
  event: guardDutyEvent("finding-database", "CredentialAccess:RDS/MaliciousIPCaller.SuccessfulLogin", {
    resourceType: "RDSDBInstance",
    rdsDbInstanceDetails: { dbInstanceIdentifier: name, engine: "postgres" },
  }),
  target: target.arn,
  account,
};

import { unshareCopy } from "../../../runtime/responses/unshareCopy";
import { everyone } from "../../../runtime/responses/unshareCopy/state";
import { worldModel } from "../../models/adapted";
import {
  clients,
  organizationId,
  partner,
  stranger,
  targets,
  worldWith,
} from "../../runtime/responses/unshareCopy/model";
import type { Account, Scenario } from "../scenario";
import { configEvent } from "./events";

const target = targets["rds-snapshot"];

function account(): Account {
  const holder = { world: worldWith("rds-snapshot", { grants: [everyone, partner, stranger] }) };
  const powers = () => holder.world.grants.filter((who) => who !== partner);
  return {
    models: {
      ec2: worldModel("EC2", holder, (state) => clients(state).ec2),
      rds: worldModel("RDS", holder, (state) => clients(state).rds),
    },
    powers,
    shape: () => [...holder.world.grants].sort(),
    isCut: () => powers().length === 0,
    isContained: () => powers().length === 0 && holder.world.grants.includes(partner),
    evidence: () => [],
    twice: () => [],
    tag: (key, value) => {
      holder.world.tags[key] = value;
    },
  };
}

/** A snapshot of a database that is public, and shared with an account that may have it and one that may not. */
export const copyScenario: Scenario = {
  name: "unshare-copy",
  response: unshareCopy,
  settings: { allowedAccounts: [partner], withinOrganization: "keep", blockPublicAccess: false, organizationId },
  event: configEvent("RDS_SNAPSHOTS_PUBLIC_PROHIBITED", "AWS::RDS::DBSnapshot", target.id),
  target: target.arn,
  lagging: ["RDS"],
  account,
};

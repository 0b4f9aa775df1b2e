import { serviceOf } from "../model";
import { aclOperations } from "./acls";
import { groupOperations } from "./groups";
import { instanceOperations } from "./instances";
import { networkOperations } from "./networks";
import type { Ec2State } from "./state";

/** EC2 of one account and Region, as far as responses use it. */
export const ec2Model = (holder: { state: Ec2State }) =>
  serviceOf("EC2", holder, { ...instanceOperations, ...groupOperations, ...networkOperations, ...aclOperations });

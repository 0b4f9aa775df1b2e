import type { Route } from "../response";
import { blockPrincipal } from "./blockPrincipal";
import { blockPublicBucket } from "./blockPublicBucket";
import { confineSecurityGroup } from "./confineSecurityGroup";
import { isolateInstance } from "./isolateInstance";
import { notify } from "./notify";

/** Every route of findings; the stacks, roles and functions are made from this list. */
export const catalogue: Route[] = [isolateInstance, blockPrincipal, confineSecurityGroup, blockPublicBucket, notify];

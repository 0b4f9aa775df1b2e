import type { Route } from "../response";
import { isolateInstance } from "./isolateInstance";
import { notify } from "./notify";

/** Every route of findings; the stacks, roles and functions are made from this list. */
export const catalogue: Route[] = [isolateInstance, notify];

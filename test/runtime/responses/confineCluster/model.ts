import fc from "fast-check";
import { eksClusterTarget } from "../../../../runtime/resources/targets";
import type { ClusterClients } from "../../../../runtime/responses/confineCluster/read";

export const target = eksClusterTarget({ accountId: "444455556666", region: "eu-west-1", partition: "aws" }, "shop");

/** The parameters of an endpoint as EKS stores them. */
export interface Endpoint {
  endpointPublicAccess: boolean;
  endpointPrivateAccess: boolean;
  publicAccessCidrs: string[];
}

/** An update, and the second in which it ends. */
export interface Update {
  id: string;
  status: "InProgress" | "Failed" | "Successful";
  until: number;
  wanted: Partial<Endpoint>;
}

/** The cluster as EKS stores it. */
export interface World {
  createdAt: number;
  tags: Record<string, string>;
  status: string;
  endpoint: Endpoint;
  updates: Update[];
  /** How many seconds an update takes. */
  slow: number;
  /** Whether updates fail in the end. */
  fails: boolean;
  /** Whether the status does not show an update at first. */
  late: boolean;
  hybrid: boolean;
}

export const open: Endpoint = {
  endpointPublicAccess: true,
  endpointPrivateAccess: false,
  publicAccessCidrs: ["0.0.0.0/0"],
};

/** A cluster that is open to the internet, with the given differences. */
export const world = (more: Partial<World> = {}): World => ({
  createdAt: 1_790_000_000_000,
  tags: { team: "shop" },
  status: "ACTIVE",
  endpoint: { ...open },
  updates: [],
  slow: 1,
  fails: false,
  late: false,
  hybrid: false,
  ...more,
});

/** Every state of a cluster that a finding may meet. EKS has no cluster without any endpoint. */
export const worlds = (): fc.Arbitrary<World> =>
  fc
    .record({
      endpoint: fc
        .record({
          endpointPublicAccess: fc.boolean(),
          endpointPrivateAccess: fc.boolean(),
          publicAccessCidrs: fc.constantFrom<string[][]>(
            ["0.0.0.0/0"],
            ["0.0.0.0/0", "::/0"],
            ["203.0.113.0/24"],
            ["203.0.113.7/32", "198.51.100.0/24"],
            ["192.0.2.0/24"],
          ),
        })
        .filter(({ endpointPublicAccess, endpointPrivateAccess }) => endpointPublicAccess || endpointPrivateAccess),
      slow: fc.nat({ max: 3 }),
      busy: fc.boolean(),
      late: fc.boolean(),
    })
    .map(({ busy, ...rest }) => {
      const logging: Update = { id: "logging", status: "InProgress", until: 2, wanted: {} };
      return world({ ...rest, ...(busy && { status: "UPDATING", updates: [logging] }) });
    });

const aws = (name: string, message = name) => Object.assign(new Error(message), { name });

const sameEndpoint = (left: Endpoint, right: Endpoint) => {
  const inText = ({ publicAccessCidrs, ...rest }: Endpoint) =>
    JSON.stringify([rest, ...(rest.endpointPublicAccess ? [...publicAccessCidrs].sort() : [])]);
  return inText(left) === inText(right);
};

const running = ({ updates }: World) => updates.find(({ status }) => status === "InProgress");

/** Ends the update whose time is over. */
export function settle(state: World, now: number): World {
  const update = running(state);
  if (!update) return state;
  state.status = now < update.until ? "UPDATING" : "ACTIVE";
  if (now < update.until) return state;
  update.status = state.fails ? "Failed" : "Successful";
  if (!state.fails) state.endpoint = { ...state.endpoint, ...update.wanted };
  return state;
}

/** A clock that goes on by one second with each reading. */
function readingClock(): () => number {
  let second = 0;
  return () => second++;
}

/**
 * EKS as its API reference describes it: an update is in effect only after some time, and there is one at a time.
 *
 * @param clock the second of a reading of the cluster
 */
export function clients(state: World, clock = readingClock()): ClusterClients {
  let now = clock();
  const refuseUnknown = (name: string) => {
    if (name !== target.id) throw aws("ResourceNotFoundException");
  };
  const eks = {
    async describeCluster({ name }: { name: string }) {
      refuseUnknown(name);
      now = clock();
      settle(state, now);
      return structuredClone({
        cluster: {
          name,
          createdAt: new Date(state.createdAt),
          tags: state.tags,
          status: state.status,
          resourcesVpcConfig: state.endpoint,
          ...(state.hybrid && { remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ["10.80.0.0/16"] }] } }),
        },
      });
    },
    async describeUpdate({ name, updateId }: { name: string; updateId: string }) {
      refuseUnknown(name);
      const update = state.updates.find(({ id }) => id === updateId);
      if (!update) throw aws("ResourceNotFoundException");
      const errors = update.status === "Failed" ? [{ errorCode: "IpNotAvailable", errorMessage: "no address" }] : [];
      return { update: { id: update.id, status: update.status, errors } };
    },
    async updateClusterConfig({ name, resourcesVpcConfig: wanted }: { name: string; resourcesVpcConfig: Endpoint }) {
      refuseUnknown(name);
      if (running(state)) throw aws("ResourceInUseException", `currently has update ${running(state)!.id} in progress`);
      const after = { ...state.endpoint, ...wanted };
      if (sameEndpoint(after, state.endpoint)) throw aws("InvalidParameterException", "already at the desired");
      if (!after.endpointPublicAccess && !after.endpointPrivateAccess) throw aws("InvalidParameterException");
      if (after.publicAccessCidrs.length > 40) throw aws("InvalidParameterException");
      const id = `update-${state.updates.length}`;
      state.updates.push({ id, status: "InProgress", until: now + state.slow, wanted: structuredClone(wanted) });
      if (!state.late) state.status = "UPDATING";
      return { update: { id, status: "InProgress" } };
    },
  };
  return { eks } as unknown as ClusterClients;
}

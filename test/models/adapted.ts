import { type IamModel, iamWith, isRead, type World } from "../runtime/responses/blockPrincipal/model";
import { type S3Model, s3With } from "../runtime/responses/blockPublicBucket/model";
import { type SsmModel, ssmWith } from "../runtime/responses/runRunbook/model";
import type { ServiceModel } from "./wire";

/** The methods of a model's client, whose promises are settled at once. */
const methodsOf = (client: any): ServiceModel["methods"] => client;

/**
 * A service whose client works on a plain world, as the tests of a response know it.
 *
 * @param clientOf the client of the service over a world; a service that lags answers from an older world, which has its own
 */
export function worldModel<World extends object>(
  service: string,
  holder: { world: World },
  clientOf: (world: World) => object,
): ServiceModel {
  const known = new WeakMap<World, ServiceModel["methods"]>();
  const client = (): ServiceModel["methods"] => {
    const found = known.get(holder.world) ?? methodsOf(clientOf(holder.world));
    known.set(holder.world, found);
    return found;
  };
  return {
    service,
    methods: Object.fromEntries(Object.keys(client()).map((name) => [name, (input: any) => client()[name]!(input)])),
    isRead: (operation) => /^(Describe|Get|List|Lookup)/.test(operation),
    state: {
      get: () => holder.world,
      set: (world) => {
        holder.world = world;
      },
    },
  };
}

/** IAM of one account, as the tests of block-principal know it. */
export function iamModel(world: World): { iam: IamModel; model: ServiceModel } {
  const iam = iamWith(world);
  return {
    iam,
    model: {
      service: "IAM",
      methods: methodsOf(iam.iam),
      isRead,
      state: {
        get: () => iam.world,
        set: (state) => {
          iam.world = state;
        },
      },
    },
  };
}

/** S3 with these buckets, as the tests of block-public-bucket know it. */
export function s3Model(buckets: S3Model["buckets"]): { s3: S3Model; model: ServiceModel } {
  const s3 = s3With(structuredClone(buckets));
  return {
    s3,
    model: {
      service: "S3",
      methods: methodsOf(s3.s3),
      isRead: (operation) => operation.startsWith("Get"),
      state: {
        get: () => s3.buckets,
        set: (state) => {
          s3.buckets = state;
        },
      },
    },
  };
}

/** SSM Automation and the bucket `logs`, as the tests of run-runbook know them. Its time is the clock's. */
export function ssmModel(
  documents: string[],
  session: string,
): { ssm: SsmModel; models: Record<"ssm" | "s3", ServiceModel> } {
  const ssm = ssmWith(documents);
  ssm.session = session;
  const onTime =
    (method: (input: any) => unknown) =>
    (input: any): unknown => {
      ssm.now = Date.now();
      return method(input);
    };
  const timed = (client: any) =>
    Object.fromEntries(Object.entries<any>(client).map(([name, method]) => [name, onTime(method)]));
  const isReading = (operation: string) => /^(Get|Describe)/.test(operation);
  return {
    ssm,
    models: {
      ssm: { service: "SSM", methods: timed(ssm.clients.ssm), isRead: isReading },
      s3: { service: "S3", methods: timed(ssm.clients.s3), isRead: isReading },
    },
  };
}

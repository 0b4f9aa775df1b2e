import { awsError } from "./expressions";
import type { ServiceModel } from "./wire";

/** One operation: what it takes, and what it does to what the service holds. */
export interface Operation<State> {
  parameters: string[];
  act(state: State, input: any): unknown;
}

export type Operations<State> = Record<string, Operation<State>>;

/**
 * A service made of operations over plain data.
 *
 * @param holder holds the data; a service that lags answers from an older copy of it
 */
export function serviceOf<State>(
  service: string,
  holder: { state: State },
  operations: Operations<State>,
  isRead = (operation: string) => /^(Describe|Get|List|Head)/.test(operation),
): ServiceModel {
  const names = Object.keys(operations);
  const methodOf = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
  return {
    service,
    methods: Object.fromEntries(
      names.map((name) => [methodOf(name), (input: any) => operations[name]!.act(holder.state, input) ?? {}]),
    ),
    parameters: Object.fromEntries(names.map((name) => [name, operations[name]!.parameters])),
    isRead,
    state: {
      get: () => holder.state,
      set: (state) => {
        holder.state = state;
      },
    },
  };
}

/** The error for what does not exist. */
export const missing = (code: string, what: string) => awsError(code, `${what} does not exist`);

/** The error for a combination that the service refuses. */
export const refused = (code: string, why: string) => awsError(code, why);

/** Tags as AWS writes them. */
export const tagList = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** The tags that a call gives to new objects of this type. */
export function givenTags(input: any, type: string): Record<string, string> {
  const found = (input.TagSpecifications ?? []).flatMap(({ ResourceType, Tags }: any) => {
    if (ResourceType !== type) throw refused("InvalidParameterValue", `ResourceType ${ResourceType}`);
    return Tags.map(({ Key, Value }: any) => [Key, Value]);
  });
  return Object.fromEntries(found);
}

/** The SDK's client of a service, without a wire in between. */
export function promisesOf({ methods }: ServiceModel): any {
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [name, async (input: any) => method(input)]),
  );
}

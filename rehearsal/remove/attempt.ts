/** Removes a resource, given its description and the call. */
export type Attempt = (what: string, call: () => Promise<unknown>) => Promise<void>;

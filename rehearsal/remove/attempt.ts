/** How something is removed: what it is, and the call. */
export type Attempt = (what: string, call: () => Promise<unknown>) => Promise<void>;

/** Properties of a resource, as the engine sends them. */
export type Properties = Record<string, any>;

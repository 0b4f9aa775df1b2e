import { z } from "zod";

/** What can be set for stop-function. */
export const stopFunctionSettings = {
  /** Whether the event source mappings of a stopped function are disabled too, until the release. */
  disableEventSources: z.boolean().default(false),
};

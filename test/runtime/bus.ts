/** A bus of decisions that takes every event. */
export const takingBus = { decisionBus: () => "bus", events: { putEvents: async () => ({ FailedEntryCount: 0 }) } };

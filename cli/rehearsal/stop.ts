import { setTimeout as sleep } from "node:timers/promises";

/** A rehearsal that a person may stop: nothing new is begun then, and what was made is removed. */
export interface Stop {
  stopped(): boolean;
  /** Waits, until it is stopped. @throws Error if it is */
  pause(milliseconds: number): Promise<void>;
  /** Takes no signals any more. */
  end(): void;
}

/** Listens to Ctrl-C and to the end that a pipeline gives. @param tell is told the first time */
export function stopOnSignals(tell: () => void): Stop {
  const stopped = new AbortController();
  const onSignal = () => {
    if (!stopped.signal.aborted) tell();
    stopped.abort(new Error("the rehearsal was stopped"));
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return {
    stopped: () => stopped.signal.aborted,
    pause: async (milliseconds) => {
      await sleep(milliseconds, undefined, { signal: stopped.signal });
    },
    end() {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

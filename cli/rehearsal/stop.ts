import { setTimeout as sleep } from "node:timers/promises";

/** The user's request to stop a rehearsal: it then starts nothing new, and removes what it created. */
export interface Stop {
  stopped(): boolean;
  /** Waits. @throws Error as soon as the user stops the rehearsal */
  pause(milliseconds: number): Promise<void>;
  /** Stops listening for signals. */
  end(): void;
}

/** Listens for Ctrl-C and for the termination signal of a pipeline. @param tell is called on the first signal */
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

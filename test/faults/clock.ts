/** What runs at a time. */
interface Timer {
  at: number;
  order: number;
  run(): void;
}

/**
 * A clock that stands still while something is running and jumps to the next timer when everything waits: a sleep costs
 * nothing. It takes the place of `setTimeout`, `clearTimeout` and `Date` from `install` to `remove`.
 */
export function virtualClock(start: number) {
  const real = { setTimeout, clearTimeout, Date };
  const timers = new Map<number, Timer>();
  let now = start;
  let serial = 0;

  class VirtualDate extends real.Date {
    constructor(...given: []) {
      if (given.length === 0) super(now);
      else super(...given);
    }
    static override now = () => now;
  }

  const earliest = () =>
    [...timers.entries()].sort(([, left], [, right]) => left.at - right.at || left.order - right.order)[0];

  return {
    now: () => now,
    install(): void {
      Object.assign(globalThis, {
        Date: VirtualDate,
        setTimeout: (run: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]) => {
          const id = ++serial;
          timers.set(id, { at: now + Math.max(0, milliseconds), order: id, run: () => run(...given) });
          return id;
        },
        clearTimeout: (id: number) => timers.delete(id),
      });
    },
    remove(): void {
      Object.assign(globalThis, real);
    },
    /** Lets time pass; no timer fires before the next `run`. */
    pass(milliseconds: number): void {
      now += milliseconds;
    },
    advanceTo(time: number): void {
      now = Math.max(now, time);
    },
    /**
     * Continues until the work is settled, `isOver` returns true, or the deadline has come.
     *
     * @returns whether it was settled
     */
    async run(work: Promise<unknown>, isOver: () => boolean, deadline: number): Promise<boolean> {
      let settled = false;
      const note = () => {
        settled = true;
      };
      work.then(note, note);
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (settled) return true;
        if (isOver()) return false;
        const [id, timer] = earliest() ?? [];
        if (!timer || timer.at > deadline) {
          now = Math.max(now, deadline);
          return false;
        }
        timers.delete(id!);
        now = Math.max(now, timer.at);
        timer.run();
      }
    },
    /** Forgets all pending timers: a killed run never continues. */
    forget(): void {
      timers.clear();
    },
  };
}

export type Clock = ReturnType<typeof virtualClock>;

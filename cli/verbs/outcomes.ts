import type { Outcome } from "../../runtime/model/outcome";

const known: Record<Outcome, true> = {
  contained: true,
  "already-contained": true,
  recontained: true,
  partial: true,
  failed: true,
  exempt: true,
  observed: true,
  started: true,
  "awaiting-approval": true,
  notified: true,
  gone: true,
  refused: true,
  skipped: true,
  released: true,
};

/** Every outcome; the compiler checks that the list is complete. */
export const outcomes = Object.keys(known) as Outcome[];

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

/** Every outcome there is; the compiler holds the list to the type. */
export const outcomes = Object.keys(known) as Outcome[];

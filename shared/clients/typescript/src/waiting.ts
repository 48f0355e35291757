/** What waiting for an envelope comes to. */

import type { Envelope, Status } from "./generated/api.js";
import { NotReached } from "./problems.js";

/** What may be waited for, with the statuses by which it is reached. */
export const GOALS = {
  /** The documents are prepared and fixed; the first in order are being asked. */
  sent: new Set<Status>(["sent", "in_progress", "completed"]),
  /** Everybody has signed. */
  completed: new Set<Status>(["completed"]),
} as const;

export type Goal = keyof typeof GOALS;

const ENDED: ReadonlySet<Status> = new Set<Status>(["draft", "declined", "voided", "expired", "failed"]);

/** Whether it is; throws where it never will be. A draft that had been sent could not be: a document was refused. */
export function isReached(envelope: Envelope, goal: Goal): boolean {
  if (ENDED.has(envelope.status)) throw new NotReached(envelope);
  return GOALS[goal].has(envelope.status);
}

/** Seconds between one look and the next: short at first, then by half longer each time. */
export function* pauses(first = 1, longest = 60): Generator<number, never> {
  for (let seconds = first; ; seconds = Math.min(longest, seconds * 1.5)) yield seconds;
}

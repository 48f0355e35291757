/** Requests that are repeated, and answers that are raised where they refuse. */

import { codeOf, problemOf } from "./problems.js";
import { afterAnswer, afterFailure, type Retries, TOO_MANY_REQUESTS } from "./retries.js";

/** A `fetch` that takes a whole request. */
export type Ask = (request: Request) => Promise<Response>;

/** Waits so many seconds. */
export type Pause = (seconds: number) => Promise<void>;

export const pause: Pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Asks until there is an answer to be given on. Each try may take `timeout` seconds. */
export function repeating(fetch: Ask, retries: Retries, timeout: number): Ask {
  return async (request) => {
    for (let attempt = 0; ; attempt++) {
      let seconds: number | undefined;
      try {
        const given = request.clone();
        const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeout * 1000)]);
        const answer = await fetch(new Request(given, { signal }));
        const code = answer.status === TOO_MANY_REQUESTS ? codeOf(await answer.clone().text()) : "";
        seconds = afterAnswer(retries, attempt, request, answer.status, answer.headers.get("retry-after"), code);
        if (seconds === undefined) return answer;
        // Nobody reads the rest, and nobody waits for that or for what goes wrong with it.
        answer.body?.cancel().catch(() => undefined);
      } catch (error) {
        seconds = request.signal.aborted ? undefined : afterFailure(retries, attempt, request);
        if (seconds === undefined) throw error;
      }
      await pause(seconds);
    }
  };
}

/** Throws what the API refused. */
export function raising(ask: Ask): Ask {
  return async (request) => {
    const answer = await ask(request);
    if (!answer.ok) throw problemOf(answer.status, await answer.text());
    return answer;
  };
}

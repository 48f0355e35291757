/** When a request is repeated, and after which pause. */

/** How often and how patiently requests are repeated. */
export interface Retries {
  /** How often after the first try. */
  maxRetries: number;
  /** Seconds; each further pause may be twice as long. */
  firstPause: number;
  /**
   * Seconds, a minute where nothing is said: by that calls are counted. Where the service asks for a longer pause by
   * `Retry-After`, the request fails instead.
   */
  longestPause: number;
  /** A number from 0 to 1: a part of each pause is drawn, so that many clients do not come back at once. */
  draw: () => number;
}

export const RETRIES: Retries = { maxRetries: 4, firstPause: 0.5, longestPause: 60, draw: Math.random };

const KEY = "idempotency-key";
const SAFE_TO_REPEAT: ReadonlySet<string> = new Set(["GET", "HEAD", "PUT", "DELETE"]);
export const TOO_MANY_REQUESTS = 429;
/** The gateway has no codes and does not say when to come back; the service counts calls by the minute. */
const TOO_MANY_CALLS: ReadonlySet<string> = new Set(["", "too-many-calls"]);
const UNAVAILABLE = 503;
const UNKNOWN_OUTCOME: ReadonlySet<number> = new Set([502, 504]);

/** What of a request says whether it may be repeated. */
export type Asked = Pick<Request, "method" | "headers">;

/**
 * The seconds before the request is repeated that was answered so; nothing if it is not repeated.
 *
 * Of what is asked for too often, such as a reminder, another try would be one more: calls alone are repeated.
 */
export function afterAnswer(
  retries: Retries,
  attempt: number,
  asked: Asked,
  status: number,
  retryAfter: string | null,
  code = "",
): number | undefined {
  // Another try under the same key is still being carried out.
  const isInUse = status === 409 && retryAfter !== null && asked.headers.has(KEY);
  const isRefusedBefore = status === UNAVAILABLE || (status === TOO_MANY_REQUESTS && TOO_MANY_CALLS.has(code));
  const isRepeated =
    isRefusedBefore || (UNKNOWN_OUTCOME.has(status) && isRepeatable(asked)) || isInUse;
  return isRepeated ? pause(retries, attempt, retryAfter) : undefined;
}

/** The same where no answer came: whether the service has acted is not known. */
export function afterFailure(retries: Retries, attempt: number, asked: Asked): number | undefined {
  return isRepeatable(asked) ? pause(retries, attempt, null) : undefined;
}

function isRepeatable({ method, headers }: Asked): boolean {
  return SAFE_TO_REPEAT.has(method) || headers.has(KEY);
}

function pause(retries: Retries, attempt: number, retryAfter: string | null): number | undefined {
  const asked = retryAfter === null ? 0 : seconds(retryAfter);
  if (attempt >= retries.maxRetries || asked > retries.longestPause) return undefined;
  const highest = Math.min(retries.longestPause, retries.firstPause * 2 ** attempt);
  return asked + highest * (0.5 + 0.5 * retries.draw());
}

/** `Retry-After` (RFC 9110 §10.2.3), which is a number of seconds or a date; 0 where it is neither. */
export function seconds(retryAfter: string): number {
  const given = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isFinite(given) ? Math.max(0, given) : 0;
}

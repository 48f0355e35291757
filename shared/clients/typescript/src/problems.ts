/** What may go wrong. The API's refusals are problem documents (RFC 9457). */

import type { Envelope } from "./generated/api.js";

/** All errors of this package. */
export class KeiinError extends Error {
  override name = this.constructor.name;
}

/** A wrong field of the request. */
export interface FieldError {
  /** JSON pointer (RFC 6901) into the request's body; empty where it is about all of it. */
  pointer: string;
  /** By which programs tell errors apart. */
  code: string;
  /** What is wrong and what to do, in the language of the answer. */
  detail: string;
}

interface Told {
  status: number;
  code: string;
  title: string;
  detail: string;
  errors: ReadonlyMap<string, FieldError>;
}

/** The API refused a request, or could not carry it out. */
export class Problem extends KeiinError {
  /** HTTP status. */
  readonly status: number;
  /** By which programs tell problems apart; empty where the gateway refused before the service was asked. */
  readonly code: string;
  /** What it is, in the language of the answer. */
  readonly title: string;
  /** What to do this time, in the language of the answer. */
  readonly detail: string;
  /** The wrong fields by JSON pointer, such as `/recipients/0/email`. */
  readonly errors: ReadonlyMap<string, FieldError>;

  constructor({ status, code, title, detail, errors }: Told) {
    const fields = [...errors.values()].map((error) => `\n  ${error.pointer || "(all)"}: ${error.detail}`);
    super(`${status} ${code || "-"}: ${title} ${detail}`.trimEnd() + fields.join(""));
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
  }
}

/** 400, 413, 415: the request cannot be read. */
export class InvalidRequest extends Problem {}
/** 401: the API key is missing, wrong or expired. */
export class Unauthorized extends Problem {}
/** 403: the API key is not good for this. */
export class Forbidden extends Problem {}
/** 404: there is no such thing, or not for this organisation. */
export class NotFound extends Problem {}
/** 409: not as things stand. */
export class Conflict extends Problem {}
/** 410: it is not kept any more. */
export class Gone extends Problem {}
/** 412: somebody changed it meanwhile. 428: the request must say which version it is about. */
export class PreconditionFailed extends Problem {}
/** 422: fields are wrong; `errors` says which. */
export class InvalidFields extends Problem {}
/** 429, even after all tries. */
export class TooManyRequests extends Problem {}
/** 5xx, even after all tries where trying again can help. */
export class ServerError extends Problem {}

const BY_STATUS: Readonly<Record<number, typeof Problem>> = {
  400: InvalidRequest,
  401: Unauthorized,
  403: Forbidden,
  404: NotFound,
  409: Conflict,
  410: Gone,
  412: PreconditionFailed,
  413: InvalidRequest,
  415: InvalidRequest,
  422: InvalidFields,
  428: PreconditionFailed,
  429: TooManyRequests,
};

/** The error for an answer, whoever wrote it: service, gateway, or a proxy that knows no JSON. */
export function problemOf(status: number, body: string): Problem {
  const told = object(parsed(body));
  const Kind = BY_STATUS[status] ?? (status >= 500 ? ServerError : Problem);
  const listed = Array.isArray(told["errors"]) ? told["errors"].map(object) : [];
  const errors = listed.map((error) => ({
    pointer: text(error["pointer"]),
    code: text(error["code"]),
    detail: text(error["detail"]),
  }));
  return new Kind({
    status,
    code: text(told["code"]),
    title: text(told["title"]) || text(told["message"]) || "The request failed.",
    detail: text(told["detail"]),
    errors: new Map(errors.map((error) => [error.pointer, error])),
  });
}

/** The code of a problem; empty where the gateway refused. */
export function codeOf(body: string): string {
  return text(object(parsed(body))["code"]);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The store did not take a file. */
export class UploadFailed extends KeiinError {
  constructor(
    readonly fileName: string,
    readonly status: number,
  ) {
    super(`the upload of ${JSON.stringify(fileName)} was answered by ${status}`);
  }
}

/** A file could not be had as it was signed. */
export class DownloadFailed extends KeiinError {}

/** What was waited for will not come: the envelope has ended otherwise, or is a draft. */
export class NotReached extends KeiinError {
  constructor(readonly envelope: Envelope) {
    const refusals = envelope.documents.filter(({ refusal }) => refusal);
    const why = refusals.map(({ name, refusal }) => `; ${name}: ${refusal?.detail}`).join("");
    super(`envelope ${envelope.number} is ${envelope.status}${why}`);
  }
}

/** What was waited for has not come in time. */
export class StillWaiting extends KeiinError {
  constructor(readonly envelope: Envelope) {
    super(`envelope ${envelope.number} is still ${envelope.status}`);
  }
}

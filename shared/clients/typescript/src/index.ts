/** Client of Keiin (契印), an electronic contract service. */

export type { Change, IdempotencyOptions, IdOr, PageOptions, Versioned } from "./answers.js";
export { type EnvelopeLike, Keiin, type ListOptions, type NewEnvelope, type Options } from "./client.js";
export type { FileLike, NamedData } from "./files.js";
export type * from "./generated/api.js";
export * from "./groups/index.js";
export { type People, person, type RecipientLike } from "./people.js";
export {
  Conflict,
  DownloadFailed,
  type FieldError,
  Forbidden,
  Gone,
  InvalidFields,
  InvalidRequest,
  KeiinError,
  NotFound,
  NotReached,
  PreconditionFailed,
  Problem,
  ServerError,
  StillWaiting,
  TooManyRequests,
  Unauthorized,
  UploadFailed,
} from "./problems.js";
export type { Retries } from "./retries.js";

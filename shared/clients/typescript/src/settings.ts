/** Where the service is, and by which key. */

import { KeiinError } from "./problems.js";

export const VERSION = "0.1.0";

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The service's address: what is given, or `KEIIN_URL`. A key does not go over the network unencrypted. */
export function baseUrl(given: string | undefined): string {
  const url = (given ?? variable("KEIIN_URL")).replace(/\/+$/, "");
  if (!url) throw new KeiinError("where is the service? Give url, or set KEIIN_URL");
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "" };
  if (protocol !== "https:" && !(protocol === "http:" && LOOPBACK.has(hostname))) {
    throw new KeiinError(`the service's address begins with https://, unless it is on this machine: ${url}`);
  }
  return url;
}

/** What is given, or `KEIIN_API_KEY`. */
export function apiKey(given: string | undefined): string {
  const key = given ?? variable("KEIIN_API_KEY");
  if (!key) throw new KeiinError("the API key is missing: give apiKey, or set KEIIN_API_KEY");
  return key;
}

/** What is given, or `KEIIN_ORGANISATION`: for which organisation a person's token is used. */
export function organisation(given: string | undefined): string | undefined {
  return given ?? (variable("KEIIN_ORGANISATION") || undefined);
}

/** A variable of the environment; empty where there is none, as in browsers. */
function variable(name: string): string {
  return (typeof process === "undefined" ? undefined : process.env[name]) ?? "";
}

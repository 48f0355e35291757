/** PDFs to be sent. */

import type { DocumentRequest } from "./generated/api.js";

/** A PDF in memory. */
export interface NamedData {
  /** Its name; `.pdf` at its end is left out by the service. */
  name: string;
  data: Uint8Array | ArrayBuffer | Blob;
}

/** A path (in Node), or a file in memory; a `File` of the browser is one. */
export type FileLike = string | URL | NamedData | (Blob & { name: string });

/** A file that was read. */
export interface ReadFile {
  name: string;
  data: Uint8Array<ArrayBuffer>;
}

/** Reads one or several. */
export async function read(files: FileLike | readonly FileLike[]): Promise<ReadFile[]> {
  const listed = isList(files) ? files : [files];
  if (listed.length === 0) throw new TypeError("there is no file to send");
  return Promise.all(listed.map(readOne));
}

/** `Array.isArray` does not narrow lists that are read only. */
export function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

async function readOne(file: FileLike): Promise<ReadFile> {
  if (typeof file === "string" || file instanceof URL) {
    // Only where there is a path: browsers have neither.
    const { readFile } = await import("node:fs/promises");
    const { basename } = await import("node:path");
    const { fileURLToPath } = await import("node:url");
    const path = file instanceof URL ? fileURLToPath(file) : file;
    return { name: basename(path), data: new Uint8Array(await readFile(path)) };
  }
  return { name: file.name, data: await bytes(file instanceof Blob ? file : file.data) };
}

async function bytes(data: Uint8Array | ArrayBuffer | Blob): Promise<Uint8Array<ArrayBuffer>> {
  if (data instanceof Blob) return new Uint8Array(await data.arrayBuffer());
  return data instanceof Uint8Array ? new Uint8Array(data) : new Uint8Array(data);
}

/** As a new envelope declares it. */
export async function declared({ name, data }: ReadFile): Promise<DocumentRequest> {
  return { name, size: data.byteLength, sha256: await sha256(data) };
}

/** SHA-256 in hexadecimal. */
export async function sha256(data: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The title where none is said: the name of the first file without `.pdf`. */
export function titleOf(files: readonly ReadFile[]): string {
  const name = files[0]?.name ?? "";
  return name.replace(/(?<=.)\.pdf$/i, "");
}

/** What a signed document is called in a folder. A name cannot lead out of the folder. */
export function fileName(documentName: string): string {
  const safe = documentName.replace(/[/\\:*?"<>|\u0000-\u001f]/g, "_").replace(/^[. ]+|[. ]+$/g, "");
  return `${safe || "document"}.pdf`;
}

/** A service in memory, which answers what it is told to and keeps what it was asked. */

import { Keiin, type Envelope } from "../src/index.js";

export const STORE = "https://store.example";
export const KEY = "a-key";

export interface Asked {
  method: string;
  url: URL;
  headers: Headers;
  body: string;
  bytes: Uint8Array<ArrayBuffer>;
}

type Answer = Response | Error | ((asked: Asked) => Response);

/** Answers in this order; the last one for ever. */
export class Service {
  readonly asked: Asked[] = [];
  readonly #answers: Answer[];

  constructor(...answers: Answer[]) {
    this.#answers = answers;
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const bytes = new Uint8Array(await request.arrayBuffer());
    const body = new TextDecoder().decode(bytes);
    const asked = { method: request.method, url: new URL(request.url), headers: request.headers, body, bytes };
    this.asked.push(asked);
    const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error("no answer");
    return answer instanceof Response ? answer.clone() : answer(asked);
  };

  client(retries: ConstructorParameters<typeof Keiin>[0] = {}): Keiin {
    return new Keiin({ url: "https://keiin.example", apiKey: KEY, fetch: this.fetch, retries: { firstPause: 0 }, ...retries });
  }

  calls(): string[] {
    return this.asked.map(({ method, url }) => `${method} ${url.pathname}`);
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

export function problem(status: number, code: string, more: object = {}): Response {
  return json(status, { type: `/problems/${code}`, code, title: "A title.", status, detail: "A detail.", ...more });
}

/** As the API tells of one. */
export function envelope(status: string = "draft", files = 1, more: object = {}): Envelope {
  const numbers = Array.from({ length: files }, (_, place) => place + 1);
  const told = {
    id: "01900000-0000-7000-8000-000000000001",
    number: "0000000001",
    title: "contract",
    status,
    documents: numbers.map((number) => document(number, status)),
    recipients: [],
    ...more,
  };
  return told as unknown as Envelope;
}

export function document(number: number, status: string, more: object = {}): object {
  const headers = { "content-type": "application/pdf", "content-length": "1", "x-amz-checksum-sha256": `checksum-${number}` };
  const upload = { method: "PUT", url: `${STORE}/${number}?signed`, headers, expires_at: "2026-11-22T00:15:00Z" };
  return { number, name: "contract", download: null, upload: status === "draft" ? upload : null, ...more };
}

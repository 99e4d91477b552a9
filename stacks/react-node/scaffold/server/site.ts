/** The HTTP server: endpoints below /api/, the built page everywhere else. */
import { readdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Pool } from "pg";
import { type Context, find, Refused, type Reply } from "./api.ts";
import { inTransaction } from "./database.ts";
import { sendFile } from "./files.ts";

const SERVER = new URL("./", import.meta.url);
/** Bytes of a call's body. */
const LONGEST = 64 * 1024;
const HEADERS = {
  "Content-Security-Policy":
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

/** Loads every module of server/: each calls route() for what it answers. */
export async function loadEndpoints(): Promise<void> {
  const names = (await readdir(SERVER, { recursive: true })).map((name) => name.replaceAll("\\", "/")).sort();
  for (const name of names) {
    if (name.endsWith(".ts") && !/(^main|\.d|\.test)\.ts$/.test(name)) await import(new URL(name, SERVER).href);
  }
}

/** The whole site; listen() starts it. */
export async function makeSite(pool: Pool, clock: () => Date = () => new Date()): Promise<Server> {
  await loadEndpoints();
  const server = createServer((request, response) => {
    handle(request, response, pool, clock).catch((error) => {
      console.error(error);
      response.destroy();
    });
  });
  server.requestTimeout = 30_000;
  return server;
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  pool: Pool,
  clock: () => Date,
): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const address = `http://site${request.url?.replace(/^\/+/, "/") ?? "/"}`;
  if (!URL.canParse(address)) {
    send(request, response, { status: 400, body: { error: "This is no address." } });
    return;
  }
  const { pathname, searchParams } = new URL(address);
  if (pathname.startsWith("/api/")) {
    send(request, response, await reply(request, pathname, Object.fromEntries(searchParams), pool, clock));
  } else if (request.method === "GET" || request.method === "HEAD") {
    await sendFile(pathname, request.method === "HEAD", response);
  } else {
    send(request, response, { status: 405, body: { error: `This address does not know ${request.method}.` } });
  }
}

/** What the endpoint answers; a fault of the program is told on standard error only. */
async function reply(
  request: IncomingMessage,
  path: string,
  query: Record<string, string>,
  pool: Pool,
  clock: () => Date,
): Promise<Reply> {
  const method = request.method ?? "GET";
  const writes = method !== "GET" && method !== "HEAD";
  try {
    if (writes) refuseOtherSites(request);
    const body = await readBody(request);
    const { endpoint, parameters } = find(method, path);
    const now = clock();
    return await inTransaction(pool, writes, async (database) =>
      endpoint({ database, parameters, query, body, session: session(request), now, text: (name) => text(body, name) }),
    );
  } catch (error) {
    if (error instanceof Refused) return { status: error.status, body: { error: error.message } };
    console.error(error instanceof Error ? error.stack : error);
    return { status: 500, body: { error: "The server made a mistake." } };
  }
}

/** Pages of other sites cannot write in a user's name: browsers tell where a call comes from. */
function refuseOtherSites(request: IncomingMessage): void {
  const { origin, host } = request.headers;
  const from = request.headers["sec-fetch-site"] ?? "same-origin";
  const foreign = origin !== undefined && origin.replace(/^https?:\/\//, "") !== host;
  if (foreign || (from !== "same-origin" && from !== "none")) throw new Refused(403, "Another site asked for this.");
}

async function readBody(request: IncomingMessage): Promise<Context["body"]> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= LONGEST) chunks.push(chunk);
    if (length > 16 * LONGEST) break;
  }
  if (length > LONGEST) throw new Refused(413, "The call is too long.");
  if (length === 0) return {};
  if (request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() !== "application/json") {
    throw new Refused(415, "The call is not of the type application/json.");
  }
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new Refused(400, "The call is no JSON.");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new Refused(400, "The call is no JSON object.");
  }
  return body as Context["body"];
}

/** PostgreSQL takes no text with a zero character, and none that is half of a character. */
function text(body: Context["body"], name: string): string {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  if (typeof value !== "string") throw new Refused(400, `The call has no text '${name}'.`);
  if (/\0|\p{Surrogate}/u.test(value)) throw new Refused(400, `The text '${name}' has characters that are none.`);
  return value;
}

function session(request: IncomingMessage): string | null {
  const cookies = (request.headers.cookie ?? "").split(";").map((each) => each.trim());
  return cookies.find((each) => each.startsWith("session="))?.slice("session=".length) || null;
}

function send(request: IncomingMessage, response: ServerResponse, { status = 200, body, session }: Reply): void {
  response.statusCode = status;
  response.setHeader("Cache-Control", "no-store");
  if (session !== undefined) {
    const secure = request.headers["x-forwarded-proto"] === "https" ? "; Secure" : "";
    const value = session ? `${session.token}; Expires=${session.ends.toUTCString()}` : "; Max-Age=0";
    response.setHeader("Set-Cookie", `session=${value}; Path=/; HttpOnly; SameSite=Strict${secure}`);
  }
  if (body === undefined || status === 204) {
    response.end();
    return;
  }
  const content = Buffer.from(JSON.stringify(body));
  response.setHeader("Content-Type", "application/json");
  response.setHeader("Content-Length", content.length);
  response.end(request.method === "HEAD" ? undefined : content);
}

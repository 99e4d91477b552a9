/** For tests over HTTP: a running site with an empty database of its own, and visitors who call it. */
import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import pg from "pg";
import { openDatabase } from "../server/database.ts";
import { makeSite } from "../server/site.ts";

/** What came back. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON in it, null where there is none. */
  body: any;
}

/** Somebody with a browser, who keeps the session's cookie from one call to the next. */
export class Visitor {
  session: string | null = null;
  readonly #address: string;

  constructor(address: string) {
    this.#address = address;
  }

  /** Sends a call, with the body as JSON unless there is none. */
  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = this.session ? { Cookie: `session=${this.session}` } : {};
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const response = await fetch(new URL(path, this.#address), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const cookie = response.headers.getSetCookie().find((each) => each.startsWith("session="));
    if (cookie) this.session = cookie.split(";")[0]?.slice("session=".length) || null;
    const json = text !== "" && response.headers.get("content-type")?.startsWith("application/json");
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : null };
  }
}

/** A site for one test. */
export interface Site {
  /** The time as endpoints see it. It stands still; a test may set another. */
  now: Date;
  /** Such as http://127.0.0.1:4711/ */
  readonly address: string;
  /** The site's database, for what no endpoint tells. */
  readonly database: pg.Pool;
  /** Somebody new, who has no session yet. */
  visitor(): Visitor;
}

const endings = new WeakMap<TestContext, (() => Promise<unknown>)[]>();

/** Does it when the test has ended; what was begun last ends first, and all of it, also where one fails. */
export function atEnd(test: TestContext, work: () => Promise<unknown>): void {
  const known = endings.get(test);
  if (known) {
    known.unshift(work);
    return;
  }
  const all = [work];
  endings.set(test, all);
  test.after(async () => {
    const faults: unknown[] = [];
    for (const each of all) await each().catch((fault) => faults.push(fault));
    if (faults.length > 0) throw faults[0];
  });
}

/** Starts the site for this test; it ends with the test, and so does its database. */
export async function startSite(test: TestContext): Promise<Site> {
  const { address, drop } = await emptyDatabase();
  atEnd(test, drop);
  const database = await openDatabase(address);
  atEnd(test, () => database.end());
  const site = { now: new Date(), address: "", database, visitor: () => new Visitor(site.address) };
  const server = await makeSite(database, () => site.now);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(test, async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  site.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return site;
}

/** A new database on the server that DATABASE_URL names. */
export async function emptyDatabase(): Promise<{ address: string; drop: () => Promise<void> }> {
  const given = process.env.DATABASE_URL;
  if (!given) throw new Error("DATABASE_URL has to name a database on whose server the tests may make their own");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await asOwner(given, `CREATE DATABASE ${name} TEMPLATE template0`);
  const address = new URL(given);
  address.pathname = `/${name}`;
  return { address: address.href, drop: () => asOwner(given, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function asOwner(address: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** What endpoints are made of: routes, the context of a call, replies and refusals. */
import type { ClientBase } from "pg";

/** Ends a call with this status; the message is one sentence for the user. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "Refused";
    this.status = status;
  }
}

/** A call of an endpoint. What it writes is kept when the endpoint returns, and undone when it throws, also Refused. */
export interface Context {
  /** A connection in a transaction: `await context.database.query<Row>(sql, [values])`. */
  database: ClientBase;
  /** What stands for each :name of the path. */
  parameters: Record<string, string>;
  /** What stands behind the question mark. */
  query: Record<string, string>;
  /** The JSON object that was sent; {} without one. */
  body: Record<string, unknown>;
  /** The token of the session cookie. */
  session: string | null;
  /** The time of the call; tests set it. */
  now: Date;
  /** Returns that text of the body; a call without it is refused. */
  text(name: string): string;
}

/** What an endpoint answers. */
export interface Reply {
  /** 200 without it. */
  status?: number;
  /** Anything JSON can say; nothing is sent without it. */
  body?: unknown;
  /** A token for the session cookie and when it ends; null takes the cookie away. */
  session?: { token: string; ends: Date } | null;
}

export type Endpoint = (context: Context) => Promise<Reply> | Reply;

interface Route {
  method: string;
  path: string;
  parts: string[];
  endpoint: Endpoint;
}

const routes: Route[] = [];

/** Makes the function the endpoint for this method and path, which may hold parameters: "/api/things/:id". */
export function route(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, endpoint: Endpoint): void {
  if (!path.startsWith("/api/")) throw new Error(`the path ${path} does not begin with /api/`);
  const parts = path.split("/");
  const shape = parts.map((part) => (part.startsWith(":") ? ":" : part)).join("/");
  const taken = routes.some(
    (known) =>
      known.method === method && known.parts.map((part) => (part.startsWith(":") ? ":" : part)).join("/") === shape,
  );
  if (taken) throw new Error(`${method} ${path} has two endpoints`);
  routes.push({ method, path, parts, endpoint });
}

/** All routes, as method and path. */
export function allRoutes(): { method: string; path: string }[] {
  return routes.map(({ method, path }) => ({ method, path }));
}

/** The endpoint for a call and the path's parameters; Refused when there is none. */
export function find(method: string, path: string): { endpoint: Endpoint; parameters: Record<string, string> } {
  const parts = path.split("/");
  const matching = routes
    .filter((each) => each.parts.length === parts.length)
    .filter((each) => each.parts.every((part, i) => (part.startsWith(":") ? parts[i] !== "" : part === parts[i])))
    .sort((a, b) => colons(a) - colons(b));
  if (matching.length === 0) throw new Refused(404, "There is no such address.");
  const found = matching.find((each) => each.method === (method === "HEAD" ? "GET" : method));
  if (!found) throw new Refused(405, `This address does not know ${method}.`);
  const parameters: Record<string, string> = {};
  found.parts.forEach((part, i) => {
    if (part.startsWith(":")) parameters[part.slice(1)] = decoded(parts[i] ?? "");
  });
  return { endpoint: found.endpoint, parameters };
}

function colons(each: Route): number {
  return each.parts.filter((part) => part.startsWith(":")).length;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refused(404, "There is no such address.");
  }
}

/** Calls the server, which takes and gives JSON. */

/** A call that did not succeed. Its message is one sentence for the user; its status is 0 where no server answered. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "Refused";
    this.status = status;
  }
}

/** Returns what the server answers, null where that is nothing. A body is sent as JSON. */
export async function api<T>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: object,
): Promise<T> {
  let response: Response | undefined;
  let answer: unknown = null;
  try {
    response = await fetch(path, {
      method,
      headers: body ? { "Content-Type": "application/json" } : undefined,
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    if (text !== "") answer = JSON.parse(text);
  } catch {
    throw new Refused(response?.status ?? 0, "The server cannot be reached.");
  }
  if (!response.ok) {
    throw new Refused(response.status, (answer as { error?: string } | null)?.error ?? "The server refused the call.");
  }
  return answer as T;
}

/** What to tell the user of anything that was thrown. */
export function sentence(error: unknown): string {
  return error instanceof Refused ? error.message : "Something went wrong. Please try again.";
}

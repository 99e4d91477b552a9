// Calls the server, which takes and gives JSON.

/** A call that did not succeed. Its message is one sentence for the user; its status is 0 where no server answered. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.name = "Refused";
    this.status = status;
  }
}

/** Returns what the server answers, null where that is nothing. A body is sent as JSON. */
export async function api(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  let response, answer;
  try {
    response = await fetch(path, options);
    const text = await response.text();
    answer = text === "" ? null : JSON.parse(text);
  } catch {
    throw new Refused(response?.status ?? 0, "The server cannot be reached.");
  }
  if (!response.ok) {
    throw new Refused(response.status, answer?.error ?? "The server refused without a reason.");
  }
  return answer;
}

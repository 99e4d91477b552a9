/** Sends the files of the built page, and nothing that lies elsewhere. */
import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const PAGE = fileURLToPath(new URL("../dist/", import.meta.url));
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/** A path without an ending, such as /profile, is one of the page itself, which shows what belongs there. */
export async function sendFile(path: string, headOnly: boolean, response: ServerResponse): Promise<void> {
  const name = extname(path) === "" ? "index.html" : path;
  const content = await read(name);
  if (content === null) {
    const missing = name === "index.html" ? "The page is not built: npm run build\n" : "There is no such page.\n";
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end(headOnly ? undefined : missing);
    return;
  }
  response.writeHead(200, {
    "Content-Type": TYPES[extname(name).toLowerCase()] ?? "application/octet-stream",
    "Content-Length": content.length,
    // The names of built files hold a digest of their content.
    "Cache-Control": name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  });
  response.end(headOnly ? undefined : content);
}

async function read(name: string): Promise<Buffer | null> {
  try {
    const file = join(PAGE, decodeURIComponent(name));
    return file.startsWith(PAGE) && !file.includes(`${sep}..`) ? await readFile(file) : null;
  } catch {
    return null;
  }
}

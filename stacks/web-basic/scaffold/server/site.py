"""The HTTP server: endpoints below /api/, the files of web/ everywhere else."""

import contextlib
import importlib
import json
import pkgutil
import re
import socketserver
import time
import traceback
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import server
from server.api import ROUTES, Refused, Request, Response, Route
from server.database import connect, open_database

WEB = Path(__file__).resolve().parent.parent / "web"
LONGEST = 64 * 1024  # bytes of a request's body
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Connection": "close",
}


def endpoints() -> list[Route]:
    """Return the endpoints of all modules of server/, which are imported for it."""
    for module in pkgutil.iter_modules(server.__path__):
        if module.name != "__main__":
            importlib.import_module(f"server.{module.name}")
    return ROUTES


class Site(ThreadingHTTPServer):
    """The whole site on one address. serve_forever() answers calls, each in a thread and with a connection of its own."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str, port: int, database: str, quiet: bool = False,
                 clock: Callable[[], float] = time.time) -> None:
        endpoints()
        self.database = database
        self.quiet = quiet
        self.clock = clock
        open_database(database).close()
        super().__init__((host, port), Exchange)

    def server_bind(self) -> None:
        """Bind without looking up the machine's name, which can take long."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    @property
    def address(self) -> str:
        """The address of the page."""
        return f"http://{self.server_name}:{self.server_port}/"


class Exchange(BaseHTTPRequestHandler):
    """One request and its answer."""

    server: Site
    server_version = "site"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path.startswith("/api/"):
            self.answer(self.respond(path, query))
        elif self.command in ("GET", "HEAD"):
            self.send_file(unquote(path))
        else:
            self.answer(Response(405, {"error": f"This address does not know {self.command}."}))

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    def respond(self, path: str, query: str) -> Response:
        """Return what the endpoint answers; a fault of the program is told on standard error only."""
        try:
            body = self.read_body()
            route, parameters = self.find(path)
            with contextlib.closing(connect(self.server.database)) as database, database:
                if self.command not in ("GET", "HEAD"):
                    # What a request reads before it writes is not changed by another one in between.
                    database.execute("BEGIN IMMEDIATE")
                now = int(self.server.clock())
                return route.endpoint(Request(database, parameters, dict(parse_qsl(query)), body, self.session(), now))
        except Refused as refused:
            return Response(refused.status, {"error": refused.message})
        except Exception:
            traceback.print_exc()
            return Response(500, {"error": "The server made a mistake."})

    def find(self, path: str) -> tuple[Route, dict[str, str]]:
        """Return the route for this request and the path's parameters."""
        matches = [(route, found) for route in ROUTES if (found := route.match(path)) is not None]
        if not matches:
            raise Refused(404, "There is no such address.")
        method = "GET" if self.command == "HEAD" else self.command
        for route, parameters in sorted(matches, key=lambda match: len(match[1])):
            if route.method == method:
                return route, parameters
        raise Refused(405, f"This address does not know {self.command}.")

    def read_body(self) -> dict[str, object]:
        """Return the JSON object that was sent, or an empty one. Pages of other sites cannot send this type unasked."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not re.fullmatch("[0-9]{1,12}", length):
            raise Refused(411, "The request does not say how long it is.")
        if int(length) > LONGEST:
            self.rfile.read(min(int(length), 16 * LONGEST))
            raise Refused(413, "The request is too long.")
        sent = self.rfile.read(int(length))
        if not sent:
            return {}
        if self.headers.get_content_type() != "application/json":
            raise Refused(415, "The request is not of the type application/json.")
        try:
            body = json.loads(sent.decode())
            json.dumps(body, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise Refused(400, "The request is no JSON.") from None
        if not isinstance(body, dict):
            raise Refused(400, "The request is no JSON object.")
        return body

    def session(self) -> str | None:
        """Return the token of the session cookie."""
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get("session")
        except CookieError:
            return None
        return cookie.value if cookie and cookie.value else None

    def answer(self, response: Response) -> None:
        """Send a response as JSON."""
        headers = {"Cache-Control": "no-store"}
        if response.session is not None:
            age = "" if response.session else "; Max-Age=0"
            headers["Set-Cookie"] = f"session={response.session}; Path=/; HttpOnly; SameSite=Strict{age}"
        content = b""
        if response.body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(response.body).encode()
        self.send(response.status, headers, content)

    def send_file(self, path: str) -> None:
        """Send a file of web/, and nothing that lies elsewhere."""
        try:
            file = (WEB / (path.lstrip("/") or "index.html")).resolve()
            content = file.read_bytes() if file.is_relative_to(WEB) and file.is_file() else None
        except (OSError, ValueError):
            content = None
        if content is None:
            self.send(404, {"Content-Type": TYPES[".txt"]}, b"There is no such page.\n")
            return
        kind = TYPES.get(file.suffix.lower(), "application/octet-stream")
        self.send(200, {"Content-Type": kind, "Cache-Control": "no-cache"}, content)

    def send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in {**HEADERS, **headers}.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *values: object) -> None:
        if not self.server.quiet:
            super().log_message(format, *values)

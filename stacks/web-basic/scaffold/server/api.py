"""What endpoints are made of: routes, requests, responses and refusals."""

import json
import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote


class Refused(Exception):
    """Ends a request with this status; the message is one sentence for the user."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True)
class Request:
    """A call of an endpoint. What it writes is kept when it returns any status, and undone when it raises, also Refused."""

    database: sqlite3.Connection
    parameters: dict[str, str]  # what stands for {name} in the path
    query: dict[str, str]
    body: dict[str, object]  # {} without a body
    session: str | None  # the session cookie's token
    now: int = field(default_factory=lambda: int(time.time()))  # seconds since 1970

    def text(self, name: str) -> str:
        """Return that text of the body; a request without it is refused."""
        value = self.body.get(name)
        if not isinstance(value, str):
            raise Refused(400, f"The request has no text '{name}'.")
        return value


@dataclass(frozen=True)
class Response:
    """What an endpoint answers. A session is the token of a new session cookie; "" takes the cookie away."""

    status: int = 200
    body: object = None  # anything JSON can say; None sends nothing
    session: str | None = None

    def __post_init__(self) -> None:
        json.dumps(self.body)
        if not re.fullmatch("[A-Za-z0-9_-]*", self.session or ""):
            raise ValueError("a session token has letters, digits, hyphens and underscores only")


Endpoint = Callable[[Request], Response]


@dataclass(frozen=True)
class Route:
    """An endpoint and the calls that are meant for it."""

    method: str
    path: str
    endpoint: Endpoint

    def match(self, path: str) -> dict[str, str] | None:
        """Return the path's parameters, or None for a path of another route."""
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(self.path))
        found = re.fullmatch(pattern, path)
        return {name: unquote(value) for name, value in found.groupdict().items()} if found else None


ROUTES: list[Route] = []


def route(method: str, path: str) -> Callable[[Endpoint], Endpoint]:
    """Make the function below it the endpoint for calls of this method and path, which may hold parameters in braces."""
    if any((known.method, known.path) == (method, path) for known in ROUTES):
        raise ValueError(f"{method} {path} has two endpoints")

    def add(endpoint: Endpoint) -> Endpoint:
        ROUTES.append(Route(method, path, endpoint))
        return endpoint

    return add

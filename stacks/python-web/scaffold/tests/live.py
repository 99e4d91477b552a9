"""For tests over HTTP: each test has a running site with an empty database, and visitors who call it."""

import json
import tempfile
import threading
import time
import unittest
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

from server.site import Site


@dataclass(frozen=True)
class Answer:
    """What came back; body is the JSON in it, None where there is none."""

    status: int
    headers: Message
    text: str
    body: object


class Visitor:
    """Somebody with a browser, who keeps cookies from one call to the next."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookies: dict[str, str] = {}

    def call(self, method: str, path: str, body: object = None) -> Answer:
        """Send a request, with the body as JSON unless it is None."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection = HTTPConnection(*self.site.server_address[:2], timeout=60)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
            if not value or "max-age=0" in cookie.lower():
                del self.cookies[name]
        is_json = response.headers.get_content_type() == "application/json" and text
        return Answer(response.status, response.headers, text, json.loads(text) if is_json else None)


class SiteTest(unittest.TestCase):
    """A test with a site of its own, from its first visitor on until it is over. The site's time stands still."""

    now = int(time.time())  # seconds since 1970, as endpoints see it; a test sets self.now
    _site: Site | None = None

    def visitor(self) -> Visitor:
        """Return somebody new, who has no session yet."""
        self._site = self._site or self._started()
        return Visitor(self._site)

    def _started(self) -> Site:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        site = Site("127.0.0.1", 0, str(Path(folder.name) / "test.db"), quiet=True, clock=lambda: self.now)
        self.addCleanup(site.close)
        thread = threading.Thread(target=site.serve, daemon=True)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(site.stop)
        return site

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
    """Somebody with a browser, who keeps the session's cookie from one call to the next."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.session: str | None = None

    def call(self, method: str, path: str, body: object = None) -> Answer:
        """Send a request, with the body as JSON unless it is None."""
        headers = {"Cookie": f"session={self.session}"} if self.session else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection = HTTPConnection(*self.site.server_address[:2], timeout=60)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        cookie = response.headers.get("Set-Cookie", "").partition(";")[0]
        if cookie.startswith("session="):
            self.session = cookie.removeprefix("session=") or None
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
        self.addCleanup(site.server_close)
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(site.shutdown)
        return site

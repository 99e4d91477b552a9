"""Starts the server as a user does, loads the page, if there is one, and all it needs, and calls every endpoint: python3 -m tests.starts"""

import re
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urldefrag, urljoin

PAGE = Path("web/index.html")
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE = 60  # seconds until the server must have said where it is, and for each answer
LOADING = {"script": "src", "img": "src", "source": "src", "video": "src", "audio": "src", "link": "href"}
ONLY_NAMED = {"canonical", "alternate", "preconnect", "dns-prefetch"}
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
SCRIPT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{0,2}/[^"']+)["']""")
STYLE = re.compile(r"""@import\s+["']([^"']+)|\burl\(\s*["']?([^"')]+)""")


class Links(HTMLParser):
    """What a page loads, and the pages it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and re.search(r"\.html($|[?#])", values.get("href", "")):
            self.found.append(values["href"])
        if tag in LOADING and not ONLY_NAMED & set(values.get("rel", "").split()):
            self.found.append(values.get(LOADING[tag], ""))


def main() -> int:
    """Return 0 when everything is there and no endpoint fails; say what is wrong otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-B", "-m", "server", "--port", "0", "--database", str(Path(folder) / "starts.db")]
        log = Path(folder) / "log"
        with log.open("wb") as errors:
            server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        timer = threading.Timer(PATIENCE, server.kill)
        timer.start()
        try:
            said = server.stdout.readline()
            timer.cancel()
            address = re.search(r"http://\S+", said)
            faults = called(address.group()) if address else ["The server did not start."]
            if address and PAGE.exists():
                faults = looked_at(address.group()) + faults
        finally:
            timer.cancel()
            server.kill()
            server.communicate()
        if faults:
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            faults = [line for line in lines if not re.match(r"\S+ - - \[", line)] + faults
    print("\n".join(faults) or "The server answers.")
    return 1 if faults else 0


def looked_at(page: str) -> list[str]:
    """Return a sentence for each thing that should be there and is not, beginning with the page."""
    faults = []
    found = {page: "The page"}
    for address in (queue := [page]):
        status, kind, text = fetched("GET", address)
        if status != 200:
            faults.append(f"{found[address]}: status {status} for {address.removeprefix(page) or '/'}")
            continue
        for name in named(kind, text):
            loaded = urldefrag(urljoin(address, name)).url
            if loaded.startswith(page) and not loaded.startswith(page + "api/") and loaded not in found:
                found[loaded] = f"Loaded by web/{address.removeprefix(page) or 'index.html'}"
                queue.append(loaded)
    return faults


def named(kind: str, text: str) -> list[str]:
    """Return the addresses in a file that a browser loads by itself or by a click."""
    if kind == "text/html":
        links = Links()
        links.feed(text)
        return links.found
    pattern = {"text/javascript": SCRIPT, "text/css": STYLE}.get(kind)
    return ["".join(groups) for groups in re.findall(pattern, COMMENT.sub("", text))] if pattern else []


def called(page: str) -> list[str]:
    """Return a sentence for each endpoint that fails when somebody without a session calls it with nothing."""
    from server.app import endpoints

    faults = []
    for method, path in endpoints():
        if fetched(method, page + path.removeprefix("/"))[0] == 500:
            faults.append(f"{method} {path}: status 500, the endpoint raised an exception")
    status, _, text = fetched("GET", page + "api/")
    if status != 404 or '"error"' not in text:
        faults.append(f"An address that is not there: status {status} instead of 404")
    return faults


def fetched(method: str, address: str) -> tuple[int, str, str]:
    """Return the status of the answer (0 without one), its type and its text. What writes is sent an empty object."""
    writes = method in ("POST", "PUT", "PATCH")
    headers = {"Content-Type": "application/json"} if writes else {}
    plain = quote(address, safe="/:?&=%~+,;@!$'()*[]")
    request = urllib.request.Request(plain, b"{}" if writes else None, headers, method=method)
    try:
        with DIRECTLY.open(request, timeout=PATIENCE) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode(errors="replace")
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers.get_content_type(), refused.read().decode(errors="replace")
    except OSError:
        return 0, "", ""


if __name__ == "__main__":
    sys.exit(main())

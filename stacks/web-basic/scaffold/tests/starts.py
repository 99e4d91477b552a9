"""Starts the server as a user does and sees whether the page and all it loads are there: python3 -m tests.starts"""

import re
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urldefrag, urljoin

DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE = 60  # seconds until the server must have said where it is
LOADED = re.compile(r"""<(?:script|img|source)\b[^>]*?\ssrc\s*=\s*["']([^"']+)|<link\b[^>]*?\shref\s*=\s*["']([^"']+)"""
                    r"""|(?:\bfrom|^\s*import)\s*["'](\.[^"']+)|@import\s+["']([^"']+)""", re.MULTILINE)


def main() -> int:
    """Return 0 when everything is there; say what is missing otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-B", "-m", "server", "--port", "0", "--database", str(Path(folder) / "starts.db")]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        timer = threading.Timer(PATIENCE, server.kill)
        timer.start()
        try:
            said = server.stdout.readline()
            timer.cancel()
            address = re.search(r"http://\S+", said)
            faults = looked_at(address.group()) if address else ["The server did not start."]
        finally:
            timer.cancel()
            server.kill()
            server.communicate()
    print("\n".join(faults) or "The server answers.")
    return 1 if faults else 0


def looked_at(page: str) -> list[str]:
    """Return a sentence for each thing that should be there and is not, beginning with the page."""
    faults = []
    found = {page: "The page"}
    for address in (queue := [page]):
        status, text = fetched(address)
        if status != 200:
            faults.append(f"{found[address]}: status {status} for {address.removeprefix(page) or '/'}")
            continue
        for names in LOADED.findall(text):
            loaded = urldefrag(urljoin(address, "".join(names))).url
            if loaded.startswith(page) and loaded not in found:
                found[loaded] = f"Loaded by web/{address.removeprefix(page) or 'index.html'}"
                queue.append(loaded)
    status, text = fetched(page + "api/")
    if status != 404 or '"error"' not in text:
        faults.append(f"An address that is not there: status {status} instead of 404")
    return faults


def fetched(address: str) -> tuple[int, str]:
    """Return the status of the answer, and its text."""
    try:
        with DIRECTLY.open(address, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main())

"""A real browser that opens a page, and everything that could have come of it."""

import http.server
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

CHOSEN, NAMES = "WAYFORWARD_BROWSER", ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
         "--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
         "--allow-file-access-from-files", "--enable-logging=stderr", "--virtual-time-budget=3000")
SECONDS = 120


def browser() -> str:
    """The browser to try pages in: the one named in the environment, or the first Chromium here."""
    found = os.environ.get(CHOSEN) or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise FileNotFoundError(f"no browser is here: install chromium (Debian: apt-get install chromium), or name one "
                                f"in {CHOSEN}")
    return found


@dataclass
class Watch:
    """What was asked for at an address of this machine, and where it is."""

    at: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def watching(folder: Path) -> Iterator[Watch]:
    """Serves a folder on this machine alone, and notes every request."""
    watch = Watch("")

    class Noting(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *given, **more):
            super().__init__(*given, directory=str(folder), **more)

        def log_message(self, *words):
            """Says nothing."""

        def do_GET(self):
            """Notes what is asked for."""
            watch.asked.append(self.path)
            super().do_GET()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    watch.at = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Opened:
    """A page as the browser had it in the end: its title, its elements, what the browser said of it, and what it asked
    for beside the page itself."""

    title: str
    dom: str
    console: tuple[str, ...]
    asked: tuple[str, ...]


def opened(path: str, watch: Watch, profile: Path) -> Opened:
    """Opens a page of the folder that is watched."""
    before = len(watch.asked)
    ended = subprocess.run([browser(), *QUIET, f"--user-data-dir={profile}", "--dump-dom", f"{watch.at}/{path}"],
                           capture_output=True, text=True, timeout=SECONDS, check=True)
    title = re.search(r"<title>(.*?)</title>", ended.stdout, re.DOTALL)
    console = tuple(re.findall(r"CONSOLE[^\]]*\] (.*)", ended.stderr))
    asked = tuple(each for each in watch.asked[before:] if each not in (f"/{path}", "/favicon.ico"))
    return Opened(title[1] if title else "", ended.stdout, console, asked)

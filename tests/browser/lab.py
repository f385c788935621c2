"""JupyterLab as `make lab` starts it, with a notebook open in a browser."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Locator, Page

from browser.driven import ROOT, driving

TOKEN = "only-for-a-test"
NO_BREAK = "\u00a0"        # as ipywidgets writes a space in a list
START, RUN = 60, 120        # seconds at most: for the server, and for a notebook on a busy machine
PROMPTS = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(each => each.textContent.trim())"
SAID = "[...document.querySelectorAll('.widget-html [role]')].at(-1)?.innerText"


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page: Page):
        self.page = page

    def run_all(self) -> float:
        """Runs every cell; the seconds it took."""
        began = time.monotonic()
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_text("Run All Cells", exact=True).click()
        self.wait()
        return time.monotonic() - began

    def wait(self) -> None:
        """Until no cell is running or waiting, and the last has run."""
        self.page.wait_for_function(f"() => {{const all = {PROMPTS}; return all.length && !all.some("
                                    "each => each.includes('*')) && /\\d/.test(all.findLast(each => each) || '')}",
                                    timeout=RUN * 1000)

    def new_cell(self, code: str = "") -> None:
        """A cell below the last, with code in it, and the cursor behind."""
        self.page.locator(".jp-Notebook .jp-Cell").last.click()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("b")
        self.page.keyboard.press("Enter")
        self.page.keyboard.insert_text(code)

    def execute(self, code: str) -> str:
        """Runs code in a new cell; what it shows, as text."""
        self.new_cell(code)
        self.page.keyboard.press("Control+Enter")
        time.sleep(0.3)
        self.wait()
        return self.page.locator(".jp-Notebook .jp-Cell").last.locator(".jp-OutputArea").inner_text()

    def choose(self, label: str, option: str) -> str:
        """Chooses an option of the last list with a label; what the chooser says then."""
        self._widget("dropdown", label, "select").select_option(label=option.replace(" ", NO_BREAK))
        return self.said()

    def enter(self, label: str, text: str) -> str:
        """Types into the last line with a label; what the chooser says then."""
        line = self._widget("text", label, "input")
        line.fill(text)
        line.press("Enter")
        return self.said()

    def said(self) -> str:
        """What the last chooser says when it has done its work."""
        time.sleep(0.3)
        self.page.wait_for_function(f"() => {{const said = {SAID}; return said && !said.includes('Working')}}",
                                    timeout=RUN * 1000)
        return self.page.evaluate(SAID)

    def chosen(self) -> tuple[str, str]:
        """The lines of code that the last chooser shows, and all that is below them, as text."""
        shown = self.page.locator(".jp-OutputArea").filter(has=self.page.locator(".wayforward-chooser")).last
        code = shown.locator("pre code").last.inner_text().strip()
        return code, shown.inner_text().partition(code)[2].strip()

    def picture(self, path: Path) -> None:
        """A picture of the screen, the last cell at its top."""
        self.page.locator(".jp-Notebook .jp-Cell").last.evaluate("each => each.scrollIntoView()")
        self.page.screenshot(path=path)

    def _widget(self, kind: str, label: str, element: str) -> Locator:
        return self.page.locator(f".widget-{kind}:has(label:text-is('{label}')) {element}").last

    def completed(self, code: str, picture: Path | None = None) -> list[str]:
        """What Tab offers after some code in a new cell; where a picture of it is put."""
        self.new_cell(code)
        self.page.keyboard.press("Tab")
        self.page.wait_for_selector(".jp-Completer-item", timeout=20_000)
        found = self.page.locator(".jp-Completer-item .jp-Completer-match").all_inner_texts()
        self.page.screenshot(path=picture) if picture else None
        self.page.keyboard.press("Escape")
        return found

    def errors(self) -> list[str]:
        """The errors that cells ended in."""
        return self.page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error'], "
                                 ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").all_inner_texts()


@contextmanager
def opened_in_lab(stem: str) -> Iterator[Notebook]:
    """A copy of a notebook, open in JupyterLab."""
    play = Path("play") / f"test-{os.getpid()}"
    with _serving(play) as address, driving() as driven:
        try:
            yield Notebook(_opened(driven, f"{address}/lab/tree/{play}/{stem}.ipynb?token={TOKEN}"))
        finally:
            shutil.rmtree(ROOT / play, ignore_errors=True)


def _opened(driven: Browser, address: str) -> Page:
    page = driven.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(address)
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=START * 1000)
    page.wait_for_function("() => /idle/i.test(document.body.innerText)", timeout=START * 1000)
    return page


@contextmanager
def _serving(play: Path) -> Iterator[str]:
    """`make lab`, without a browser of its own; the server's address."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    options = f"--no-browser --allow-root --port={port} --ServerApp.port_retries=0 --IdentityProvider.token={TOKEN}"
    server = subprocess.Popen(["make", "lab", f"PLAY={play}", f"LAB={options}"], cwd=ROOT, start_new_session=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        _until_it_answers(address)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=START)


def _until_it_answers(address: str) -> None:
    for _ in range(START * 2):
        try:
            with urlopen(f"{address}/api", timeout=5) as answer:
                assert re.search(rb"version", answer.read())
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"JupyterLab did not answer in {START} seconds")

"""Every page is in the navigation, and every link of a document leads somewhere, here as on the pages."""

import re
from itertools import pairwise

import pytest
import yaml
from markdown.extensions.toc import slugify

from docs.documents import PAGES, ROOT, of, without_code

SITE = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
TAKEN_IN = {"README.md": "about/readme.md", "CONTRIBUTING.md": "about/contributing.md",
            "CHANGELOG.md": "about/changelog.md", "data/README.md": "about/data.md"}
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)")
LINKS = [(name, path, anchor) for name, text in PAGES.items() for path, anchor in LINK.findall(without_code(text))]


def leaves(nav) -> list[str]:
    """The pages of a navigation."""
    if isinstance(nav, str):
        return [nav]
    return [leaf for inner in (nav.values() if isinstance(nav, dict) else nav) for leaf in leaves(inner)]


def anchors(text: str) -> set[str]:
    """What of a document can be linked to, both where its files are shown and on the pages."""
    headings = [re.sub(r"[`*]", "", words) for words in re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)]
    here = {re.sub(r"[^\w -]", "", words.lower()).replace(" ", "-") for words in headings}
    return here & {slugify(words, "-") for words in headings} | set(re.findall(r'<a id="([^"]+)"', text))


def test_every_page_is_in_the_navigation_once():
    pages = {name.removeprefix("docs/") for name in PAGES if name.startswith("docs/")} | set(TAKEN_IN.values())
    assert sorted(leaves(SITE["nav"])) == sorted(pages)


@pytest.mark.parametrize(("name", "path", "anchor"), LINKS)
def test_links_lead_somewhere(name, path, anchor):
    target = (of(name).parent / path).resolve() if path else of(name)
    assert target.exists()
    if anchor:
        assert anchor in anchors(target.read_text(encoding="utf-8"))


def test_there_are_links_to_follow():
    assert ("docs/how-to.md", "../CONTRIBUTING.md", "add-a-measure") in LINKS
    assert anchors("# One\n\n## The `b` of *c*, d’s\n") == {"one", "the-b-of-c-ds"}


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("docs/") or name in TAKEN_IN])
def test_a_list_stands_apart_from_the_words_before_it(name):
    """Or the pages take it for one paragraph; so they do with a continuation that is less than four letters in."""
    lines = PAGES[name].splitlines()
    wrong = [number for number, (before, line) in enumerate(pairwise(lines), start=2) if
             (re.match(r"(-|\d+\.) ", line) and re.match(r"[\w*(].*:$", before) and not before.startswith("- ")) or
             (before == "" and re.match(r" {1,3}\S", line))]
    assert wrong == []

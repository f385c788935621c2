"""What PDF/UA asks for and WeasyPrint leaves out: the heads and feet of pages as no content, the scope of headings in
tables, and links that print as they show."""

from collections.abc import Iterator

PRINTED = 4         # the flag of an annotation


def finish(document, pdf) -> None:
    """Puts right the objects of a PDF (pydyf) before it is written; `document` is WeasyPrint's."""
    tags = {each.reference: each for each in pdf.objects if _is(each, "/StructElem")}
    for head in [each for each in tags.values() if each["S"] == "/TH"]:
        head["A"]["Scope"] = "/Column" if _within(head, "/THead", tags) else "/Row"
    for each in pdf.objects:
        if _is(each, "/Annot"):
            each["F"] = PRINTED
    _set_apart(pdf, tags)


def _is(each, kind: str) -> bool:
    return isinstance(each, dict) and each.get("Type") == kind


def _within(tag, kind: str, tags: dict) -> bool:
    above = tags.get(tag["P"])
    return above is not None and (above["S"] == kind or _within(above, kind, tags))


def _set_apart(pdf, tags: dict) -> None:
    """Tags that nothing leads to are those of heads and feet: what they mark becomes an artifact."""
    reached = set(_reached(next(each for each in tags.values() if each["S"] == "/Document"), tags))
    apart = {(each["Pg"], kid) for reference, each in tags.items() if reference not in reached
             for kid in each["K"] if isinstance(kid, int)}
    known = {each.reference: each for each in pdf.objects}
    for page in pdf.page_references:
        content = known[known[page]["Contents"]].stream
        for at, item in enumerate(content):
            if isinstance(item, dict) and (page, item.get("MCID")) in apart:
                content[at - 1:at + 2] = ["/Artifact", "BMC", ""]
    for numbered in known[known[pdf.catalog["StructTreeRoot"]]["ParentTree"]]["Nums"][1::2]:
        if isinstance(numbered, list):
            numbered[:] = [each if each in reached else b"null" for each in numbered]


def _reached(tag, tags: dict) -> Iterator[bytes]:
    yield tag.reference
    for kid in tag["K"]:
        if kid in tags:
            yield from _reached(tags[kid], tags)

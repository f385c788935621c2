"""Tagged PDFs: their tables, words, alternative texts and properties. One without tags says that it cannot be read."""

from itertools import pairwise

from wayforward.attack.pages import ANY, Table, Text, table
from wayforward.tagged_pdf import Tag, read_tagged_pdf

WHERE = {"Figure": "an alternative text"}


def read_pdf(raw: bytes, file: str) -> tuple[list[Table], list[Text]]:
    """The tables, each under the caption before it, and the texts of a .pdf file; NoTaggedPdf where it has no tags."""
    read = read_tagged_pdf(raw)
    tables = [made for before, tag in pairwise((Tag(""), *read.tags)) if tag.kind == "Table"
              if (made := table(file, "", ANY, [[before.text], *map(list, tag.rows)]))]
    texts = [Text(file, WHERE.get(tag.kind, "a paragraph"), tag.text) for tag in read.tags if tag.text]
    return tables, [*texts, *(Text(file, "the head of a page", head) for head in dict.fromkeys(read.heads)),
                    *(Text(file, "the file's properties", f"{name.removeprefix('/')}: {told}")
                      for name, told in read.properties.items())]

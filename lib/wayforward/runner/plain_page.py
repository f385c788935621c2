"""A page of our own that stands alone, in the style of the notebooks' pages."""

from html import escape

from wayforward.runner.notebook.pages import POLICY, TEMPLATES


def plain_page(title: str, body: str, style: str = "", assurance: str = "") -> str:
    """The HTML text around a body. `style`: rules beside the pages' own; `assurance`: what stands above all, such as
    that it is a draft."""
    rules = (TEMPLATES / "wayforward" / "page.css").read_text(encoding="utf-8")
    above = f'<p class="assurance">{escape(assurance)}</p>\n' if assurance else ""
    return (f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(title)}</title>\n<style>{rules}{style}</style>\n</head>\n<body>\n"
            f'<main id="content">\n{above}{body}\n</main>\n</body>\n</html>\n')

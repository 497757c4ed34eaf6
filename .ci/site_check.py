"""Whether a built site keeps to itself: no page may fetch anything from another host, or run what it does not carry.

`python .ci/site_check.py FOLDER`: links that a reader follows may lead away, what a browser loads by itself may not.
"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

LOADED = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "form": ("action",),
}
# Of links these are followed by nobody, or only by machines that are asked to.
QUIET = {"canonical", "next", "prev", "alternate", "author", "license"}
ELSEWHERE = re.compile(r"^\s*(https?:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])((?:https?:)?//[^'\")]+)", re.IGNORECASE)


class Page(HTMLParser):
    """Collects what a browser would load from elsewhere while showing a page."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        names = LOADED.get(tag, ())
        if tag == "link" and not QUIET & set(told.get("rel", "").split()):
            names = ("href",)
        self.loads += [told[name] for name in names if ELSEWHERE.match(told.get(name, ""))]


def main(folder: Path) -> None:
    pages = sorted(folder.rglob("*.html"))
    if not pages:
        sys.exit(f"no pages in {folder}")
    troubles = []
    for path in pages:
        page = Page()
        page.feed(path.read_text("utf-8"))
        troubles += [f"{path.relative_to(folder)} loads {address}" for address in page.loads]
    for path in sorted(folder.rglob("*.css")):
        found = IN_STYLE.findall(path.read_text("utf-8"))
        troubles += [f"{path.relative_to(folder)} loads {address}" for address in found]
    if troubles:
        sys.exit("\n".join(troubles))
    print(f"{len(pages)} pages in {folder}; none loads anything from elsewhere")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

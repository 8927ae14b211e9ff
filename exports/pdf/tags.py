"""The structure tree of a tagged PDF: what is a heading, a paragraph, a table; in reading order, for screen readers.

ReportLab has no structure tree of its own, so marked content is written around what is drawn (`marked`) and the tree is
added to the document as objects of ours when it is finished. Source: ISO 32000-1, 14.7 and 14.8.
"""

# ruff: noqa: SLF001 - marked content has to go straight into the canvas's own list of operators

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject, PDFString

IN_CELL = ""
"""The role of text that is itself the content of the element around it (a table cell)."""


class Element(PDFObject):
    """A node of the tree, written by hand since a long pack has hundreds of thousands of them.

    kids: elements, or marked-content numbers on page `page` (-1 when it has none).
    """

    __RefOnly__ = 1

    def __init__(self, role: str, parent: Element | None, alt: str = "", scope: str = "") -> None:
        self.role, self.parent, self.alt, self.scope = role, parent, alt, scope
        self.kids: list[Any] = []
        self.page, self.number = -1, 0
        if parent is not None:
            parent.kids.append(self)

    def format(self, document: Any) -> bytes:
        """The element as PDF reads it."""
        tree = document.Catalog.StructTreeRoot
        above = tree.number if self.parent is None else self.parent.number
        kids = " ".join(f"{kid.number} 0 R" if isinstance(kid, Element) else str(kid) for kid in self.kids)
        text = f"<</Type/StructElem/S/{self.role}/P {above} 0 R/K[{kids}]"
        if self.page >= 0:
            text += f"/Pg {tree.pages[self.page]} 0 R"
        if self.scope:
            text += f"/A<</O/Table/Scope/{self.scope}>>"
        parts = [text.encode("ascii")]
        if self.alt:
            parts += [b"/Alt ", PDFString(self.alt).format(document)]
        return b"".join([*parts, b">>"])


class _Tree(PDFObject):
    """The tree's root with the way back from each page's marked content to its elements."""

    __RefOnly__ = 1

    def __init__(self, root: Element, owners: list[list[Element]]) -> None:
        self.root, self.owners = root, owners
        self.number = 0
        self.pages: list[int] = []

    def format(self, _: Any) -> bytes:
        """The root as PDF reads it."""
        rows = []
        for page, owners in enumerate(self.owners):
            rows.append(f"{page} [{' '.join(f'{owner.number} 0 R' for owner in owners)}]")
        nums = "\n".join(rows)
        text = f"<</Type/StructTreeRoot/K {self.root.number} 0 R/ParentTree<</Nums[{nums}]>>>>"
        return text.encode("ascii")


class Tags:
    """The tree in the making, for one canvas."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self.root = Element("Document", None)
        self._open = [self.root]
        self._pages: list[list[Element]] = [[]]  # per page, the owner of each marked-content number

    def begin(self, role: str, alt: str = "", scope: str = "") -> None:
        """Open an element inside the one that is open; neighboring lines of contents share one table of contents."""
        parent = self._open[-1]
        if role == "TOCI":
            last = parent.kids[-1] if parent.kids else None
            parent = last if isinstance(last, Element) and last.role == "TOC" else Element("TOC", parent)
        self._open.append(Element(role, parent, alt, scope))

    def end(self) -> None:
        """Close the element that is open."""
        self._open.pop()

    @contextmanager
    def marked(self, role: str, alt: str = "") -> Iterator[None]:
        """What is drawn inside is the content of a new element, or with IN_CELL of the one that is open."""
        if role:
            self.begin(role, alt)
        owner, page = self._open[-1], self._pages[-1]
        owner.page = len(self._pages) - 1
        owner.kids.append(len(page))
        self._canvas._code.append(f"/{owner.role} <</MCID {len(page)}>> BDC")
        page.append(owner)
        yield
        self._canvas._code.append("EMC")
        if role:
            self.end()

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is decoration or a page's running lines, not content."""
        self.open_artifact()
        yield
        self.close_artifact()

    def open_artifact(self) -> None:
        """What is drawn from here on is decoration."""
        self._canvas._code.append("/Artifact BMC")

    def close_artifact(self) -> None:
        """End of the decoration."""
        self._canvas._code.append("EMC")

    def page_done(self, page: Any) -> None:
        """Tie a finished page (a PDFPage) to its place in the tree."""
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._pages) - 1
        page.Tabs = PDFName("S")
        self._pages.append([])

    def write(self, document: Any) -> None:
        """Add the tree to the document (a PDFDocument whose pages are all done)."""
        pages = document.Pages.pages
        tree = _Tree(self.root, self._pages[: len(pages)])
        tree.number = _register(document, tree)
        tree.pages = [_register(document, page) for page in pages]
        for element in _walk(self.root):
            element.number = _register(document, element)
        document.Catalog.StructTreeRoot = tree
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def _register(document: Any, thing: Any) -> int:
    """Make `thing` an object of the document, if it is not one yet; gives its number."""
    name = document.Reference(thing).name
    return int(document.idToObjectNumberAndVersion[name][0])


def _walk(root: Element) -> Iterator[Element]:
    """All elements, parents before children."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(kid for kid in reversed(element.kids) if isinstance(kid, Element))

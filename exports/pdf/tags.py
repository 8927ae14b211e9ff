"""The structure tree of a tagged PDF: what is a heading, a paragraph, a table; in reading order, for screen readers.

ReportLab has no structure tree of its own, so marked content is written around what is drawn (`mark`, `unmark`) and the
tree is added to the document as objects of ours when it is finished. Source: ISO 32000-1, 14.7 and 14.8.
"""

# ruff: noqa: SLF001 - marked content has to go straight into the canvas's own list of operators

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject, PDFString


class Element:
    """A node of the tree. kids: elements, or (page index, marked-content number) pairs."""

    __slots__ = ("alt", "kids", "node", "parent", "role", "scope")

    def __init__(self, role: str, parent: Element | None, alt: str = "", scope: str = "") -> None:
        self.role, self.parent, self.alt, self.scope = role, parent, alt, scope
        self.kids: list[Any] = []
        self.node: _Node | None = None
        if parent is not None:
            parent.kids.append(self)


class Tags:
    """The tree in the making, for one canvas."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self.root = Element("Document", None)
        self._open = [self.root]
        self._pages: list[list[Element]] = [[]]  # per page, the owner of each marked-content number

    def begin(self, role: str, alt: str = "", scope: str = "") -> None:
        """Open an element inside the one that is open."""
        self._open.append(Element(role, self._open[-1], alt, scope))

    def end(self) -> None:
        """Close the element that is open."""
        self._open.pop()

    @contextmanager
    def marked(self, role: str, alt: str = "") -> Iterator[None]:
        """What is drawn inside is the content of a new element."""
        self.begin(role, alt)
        owner, page = self._open[-1], self._pages[-1]
        owner.kids.append((len(self._pages) - 1, len(page)))
        self._canvas._code.append(f"/{role} <</MCID {len(page)}>> BDC")
        page.append(owner)
        yield
        self._canvas._code.append("EMC")
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
        tree = _Node(self.root, pages)
        document.Reference(tree)
        for element in _walk(self.root):
            element.node = _Node(element, pages)
            document.Reference(element.node)
        for element in _walk(self.root):
            if element.node is not None:
                element.node.above = tree if element.parent is None else element.parent.node
        parents: list[Any] = []
        for number, owners in enumerate(self._pages[: len(pages)]):
            owner_list = PDFArray([document.Reference(owner.node) for owner in owners])
            parents += [number, document.Reference(owner_list)]
        root = PDFDictionary(
            {
                "Type": PDFName("StructTreeRoot"),
                "K": document.Reference(self.root.node),
                "ParentTree": PDFDictionary({"Nums": PDFArray(parents)}),
            }
        )
        tree.fixed = root
        document.Catalog.StructTreeRoot = tree
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


class _Node(PDFObject):
    """An element as a PDF object."""

    __RefOnly__ = 1

    def __init__(self, element: Element, pages: Any) -> None:
        self.element, self.pages = element, pages
        self.above: _Node | None = None
        self.fixed: Any = None

    def format(self, document: Any) -> Any:
        if self.fixed is not None:
            return self.fixed.format(document)
        element = self.element
        kids: list[Any] = []
        page = -1
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(document.Reference(kid.node))
            else:
                page = kid[0]
                kids.append(kid[1])
        values: dict[str, Any] = {"Type": PDFName("StructElem"), "S": PDFName(element.role), "K": PDFArray(kids)}
        values["P"] = document.Reference(self.above)
        if page >= 0:
            values["Pg"] = document.Reference(self.pages[page])
        if element.alt:
            values["Alt"] = PDFString(element.alt)
        if element.scope:
            values["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName(element.scope)})
        return PDFDictionary(values).format(document)


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _walk(kid)

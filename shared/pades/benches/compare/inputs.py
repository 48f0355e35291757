"""The PDFs to sign, written here and the same on each machine (ISO 32000-2 §7.5)."""

import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Pixels per row of an image.
WIDTH = 1000
PER_OBJECT_STREAM = 200
LINKS_PER_PAGE = 4
PAGES_PER_NODE = 200


@dataclass
class Objects:
    """Numbered from 1 in the order they come in; number 1 is the catalog."""

    bodies: list[bytes] = field(default_factory=list)
    # Those that cannot lie in an object stream.
    streams: set[int] = field(default_factory=set)

    def add(self, body: bytes) -> int:
        self.bodies.append(body)
        return len(self.bodies)

    def add_stream(self, entries: bytes, data: bytes) -> int:
        number = self.add(b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data))
        self.streams.add(number)
        return number

    def add_image(self, size: int) -> int:
        """About `size` bytes that do not compress."""
        rows = max(size // WIDTH, 1)
        entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        return self.add_stream(entries % (WIDTH, rows), random.Random(size).randbytes(rows * WIDTH))


def one_page(path: Path, size: int, with_field: bool = False) -> None:
    """A page with an image, `size` bytes altogether; on demand with an empty signature field, `Field`."""
    objects = Objects()
    objects.add(b"<</Type/Catalog/Pages 2 0 R%s>>" % (b"/AcroForm<</Fields[6 0 R]>>" if with_field else b""))
    objects.add(b"<</Type/Pages/Count 1/Kids[3 0 R]>>")
    annotations = b"/Annots[6 0 R]" if with_field else b""
    objects.add(
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>%s>>"
        % annotations
    )
    objects.add_stream(b"", b"q 400 0 0 400 90 200 cm /I Do Q")
    objects.add_image(size - 700)
    if with_field:
        objects.add(b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Field)/Rect[0 0 0 0]/F 132/P 3 0 R>>")
    path.write_bytes(with_table(objects))


def many_objects(path: Path, count: int, compressed: bool, size: int = 0) -> None:
    """Pages with links: `count` objects with a table, or in object streams with a stream; filled up to `size` bytes."""
    plain = layout(linked_pages(count, image=0), compressed)
    file = layout(linked_pages(count, image=size - len(plain)), compressed) if size > len(plain) else plain
    path.write_bytes(file)


def linked_pages(count: int, image: int) -> Objects:
    objects = Objects()
    pages = max((count - 6) // (1 + LINKS_PER_PAGE + 1 / PAGES_PER_NODE), 1)
    nodes = [range(first, min(first + PAGES_PER_NODE, int(pages))) for first in range(0, int(pages), PAGES_PER_NODE)]
    objects.add(b"<</Type/Catalog/Pages 2 0 R>>")
    root = objects.add(b"")
    content = objects.add_stream(b"", b"0 0 595 842 re S")
    resources = b"/XObject<</I %d 0 R>>" % objects.add_image(image) if image else b""
    kids = [add_node(objects, root, content, len(node)) for node in nodes]
    objects.bodies[root - 1] = b"<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 595 842]/Resources<<%s>>>>" % (
        pages,
        references(kids),
        resources,
    )
    while len(objects.bodies) < count:
        objects.add(b"<<>>")
    return objects


def add_node(objects: Objects, root: int, content: int, pages: int) -> int:
    node = objects.add(b"")
    kids = []
    for _ in range(pages):
        page = objects.add(b"")
        rows = range(20, 20 + 10 * LINKS_PER_PAGE, 10)
        links = [
            objects.add(b"<</Subtype/Link/Rect[9 %d 99 %d]/Dest[%d 0 R/Fit]>>" % (row, row + 9, page)) for row in rows
        ]
        objects.bodies[page - 1] = b"<</Type/Page/Parent %d 0 R/Contents %d 0 R/Annots[%s]>>" % (
            node,
            content,
            references(links),
        )
        kids.append(page)
    objects.bodies[node - 1] = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%s]>>" % (root, pages, references(kids))
    return node


def references(numbers: Sequence[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def layout(objects: Objects, compressed: bool) -> bytes:
    return with_streams(objects) if compressed else with_table(objects)


def with_table(objects: Objects) -> bytes:
    file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    rows = [b"0000000000 65535 f \n"]
    for number, body in enumerate(objects.bodies, 1):
        rows.append(b"%010d 00000 n \n" % len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(file)
    file += b"xref\n0 %d\n%s" % (len(rows), b"".join(rows))
    file += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(rows), start)
    return bytes(file)


def with_streams(objects: Objects) -> bytes:
    file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    rows = {0: (0, 0, 65535)}
    for number in sorted(objects.streams):
        rows[number] = (1, len(file), 0)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, objects.bodies[number - 1])
    container = len(objects.bodies)
    for numbers in portions(objects):
        container += 1
        rows[container] = (1, len(file), 0)
        rows |= {number: (2, container, index) for index, number in enumerate(numbers)}
        file += b"%d 0 obj\n%s\nendobj\n" % (container, object_stream(objects, numbers))
    last = container + 1
    rows[last] = (1, len(file), 0)
    start = len(file)
    table = b"".join(
        kind.to_bytes(1, "big") + second.to_bytes(4, "big") + third.to_bytes(2, "big")
        for kind, second, third in (rows[number] for number in range(last + 1))
    )
    entries = b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R" % (last + 1)
    file += b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last, deflated(entries, table), start)
    return bytes(file)


def portions(objects: Objects) -> Iterator[list[int]]:
    numbers = [number for number in range(1, len(objects.bodies) + 1) if number not in objects.streams]
    for first in range(0, len(numbers), PER_OBJECT_STREAM):
        yield numbers[first : first + PER_OBJECT_STREAM]


def object_stream(objects: Objects, numbers: Sequence[int]) -> bytes:
    head, bodies = bytearray(), bytearray()
    for number in numbers:
        head += b"%d %d " % (number, len(bodies))
        bodies += objects.bodies[number - 1] + b"\n"
    return deflated(b"/Type/ObjStm/N %d/First %d" % (len(numbers), len(head)), bytes(head + bodies))


def deflated(entries: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data, 6)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (entries, len(packed), packed)

"""What signing and verifying cost as files grow in bytes, objects and signatures: the data of the plot."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from . import inputs
from .goals import archives, do
from .machine import tell
from .measure import Contender, Measured, measure
from .peers import Tools

MEGABYTES = (0.1, 10, 25, 50, 75, 100)
OBJECTS = (1_000, 25_000, 50_000, 100_000, 150_000, 200_000)
# Bytes of each file with many objects; the table of 200,000 takes 21 MB by itself.
SIZE_WITH_OBJECTS = 24_000_000
SIGNATURES = (1, 10, 20, 30, 40, 50)
SIZE_WITH_SIGNATURES = 1_000_000
PADES, FLOOR = "pades", "SHA-256 of the file, then cp"


@dataclass
class Panel:
    """One diagram: a line for each name, of points (x, what was measured)."""

    title: str
    x_axis: str
    note: str
    lines: dict[str, list[tuple[float, Measured]]] = field(default_factory=dict)

    def add(self, name: str, x: float, measured: Measured) -> None:
        self.lines.setdefault(name, []).append((x, measured))


def panels(tools: Tools, runs: int) -> list[Panel]:
    return [by_size(tools, runs), by_objects(tools, runs), by_signatures(tools, runs), verifying(tools, runs)]


def by_size(tools: Tools, runs: int) -> Panel:
    panel = Panel("Signing, by size", "MB", "One page with an image that does not compress.")
    source = tools.work / "in" / "size.pdf"
    for megabytes in measuring(panel, MEGABYTES):
        inputs.one_page(source, int(megabytes * 1e6))
        sign_and_floor(tools, panel, PADES, megabytes, source, runs)
    return panel


def by_objects(tools: Tools, runs: int) -> Panel:
    note = f"Each file has {SIZE_WITH_OBJECTS // 1_000_000} MB; five objects for a page."
    panel = Panel("Signing, by objects in the file", "thousand objects", note)
    source = tools.work / "in" / "objects.pdf"
    for count in measuring(panel, OBJECTS):
        inputs.many_objects(source, count, compressed=False, size=SIZE_WITH_OBJECTS)
        sign_and_floor(tools, panel, f"{PADES}, cross-reference table", count / 1000, source, runs)
        inputs.many_objects(source, count, compressed=True, size=SIZE_WITH_OBJECTS)
        [ours] = measure(tools.work, [tools.pades_sign(tools.pki.p256, source)], runs)
        panel.add(f"{PADES}, object streams", count / 1000, ours)
    return panel


def by_signatures(tools: Tools, runs: int) -> Panel:
    note = "A file of 1 MB, and what each earlier signature (B-B) has added."
    panel = Panel("Signing, by signatures there are already", "signatures", note)
    source, signed = (tools.work / "in" / f"signed-{turn}.pdf" for turn in range(2))
    inputs.one_page(source, SIZE_WITH_SIGNATURES)
    done = 0
    for count in measuring(panel, SIGNATURES):
        for done in range(done + 1, count + 1):
            do(tools, tools.pades_sign_command(tools.pki.p256, [source, signed]))
            source, signed = signed, source
        sign_and_floor(tools, panel, PADES, count, source, runs)
    return panel


def verifying(tools: Tools, runs: int) -> Panel:
    note = "A file of 100 KB, signed one after the other (B-T), then made B-LTA."
    panel = Panel("Verifying, by signatures", "signatures", note)
    files = archives(tools, SIGNATURES)
    for count in measuring(panel, SIGNATURES):
        file = files[count]
        hashing = fastest(tools, tools.hashes(file), runs)
        [ours] = measure(tools.work, [tools.pades_verify(file)], runs)
        panel.add("pades verify", count, ours)
        panel.add("SHA-256 of the file", count, hashing)
    return panel


def sign_and_floor(tools: Tools, panel: Panel, name: str, x: float, source: Path, runs: int) -> None:
    ours, *floors = measure(tools.work, [tools.pades_sign(tools.pki.p256, source), *tools.floors(source)], runs)
    panel.add(name, x, ours)
    panel.add(FLOOR, x, min(floors, key=lambda floor: floor.median))


def fastest(tools: Tools, contenders: list[Contender], runs: int) -> Measured:
    return min(measure(tools.work, contenders, runs), key=lambda result: result.median)


def measuring(panel: Panel, values: Iterable[float]) -> Iterable[float]:
    for value in values:
        tell(f"measuring {panel.title[0].lower()}{panel.title[1:]}: {value:g}")
        yield value

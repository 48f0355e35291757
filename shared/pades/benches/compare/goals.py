"""The comparisons: who runs against whom on what, and what is to come out."""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import inputs
from .machine import tell
from .measure import Contender, Failed, Measured, launch, measure
from .peers import Tools

SIZES = {"100 KB": 100_000, "1 MB": 1_000_000, "10 MB": 10_000_000, "50 MB": 50_000_000, "100 MB": 100_000_000}
# How many times faster than pyHanko.
AGAINST_PYHANKO = {"100 KB": 50, "1 MB": 50, "10 MB": 20, "50 MB": 8}
AGAINST_PDFSIG = 3
VERIFYING_AGAINST_PYHANKO = 30
AT_THE_FLOOR = {"new file": 1.2, "in place": 1.3}
PEAK_MB = 12
MANY_OBJECTS = 200_000
MANY_OBJECTS_SECONDS, MANY_OBJECTS_MB = 0.060, 40
SIGNATURES = 20


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    measure: str
    goal: str
    ours: Measured | None = None
    other: Measured | None = None
    found: str = ""
    # None where it could not be measured.
    met: bool | None = None


@dataclass(frozen=True)
class Comparison:
    """What is measured in one go; `judge` makes rows of the results."""

    title: str
    goal: str
    contenders: Callable[[], Sequence[Contender]]
    judge: Callable[[Sequence[Measured]], list[Row]]


def run(comparison: Comparison, work: Path, runs: int) -> list[Row]:
    """A contender that fails leaves a row which says so, and the rest goes on."""
    tell(f"measuring {comparison.title}")
    try:
        contenders = comparison.contenders()
        results = measure(work, contenders, runs)
        check(contenders)
    except Failed as failure:
        tell(f"  {failure}")
        return [Row(comparison.title, comparison.goal, found="failed")]
    for result in results:
        tell(f"  {result.name}: {result}, {result.memory()}")
    return comparison.judge(results)


def check(contenders: Sequence[Contender]) -> None:
    """A fast result that is no PDF with a signature counts for nothing."""
    for contender in contenders:
        output = contender.output
        if output is None or "cp" in contender.name:
            continue
        if b"/ByteRange" not in output.read_bytes()[-200_000:]:
            raise Failed(f"{contender.name} has not signed {output.name}")
        if shutil.which("qpdf"):
            said = subprocess.run(["qpdf", "--check", output], capture_output=True, text=True, check=False)
            if said.returncode != 0:
                raise Failed(f"qpdf refuses what {contender.name} made: {said.stdout}{said.stderr}")


def comparisons(tools: Tools) -> Iterator[Comparison]:
    for size, times in AGAINST_PYHANKO.items():
        yield against_pyhanko(tools, size, times)
    if tools.nss:
        for size in AGAINST_PYHANKO:
            yield against_pdfsig(tools, size)
    yield against_the_floor(tools)
    yield in_place(tools)
    yield memory(tools)
    for compressed in (False, True):
        yield many_objects(tools, compressed)
    yield verifying(tools)


def against_pyhanko(tools: Tools, size: str, times: int) -> Comparison:
    source = tools.work / "in" / f"{SIZES[size]}.pdf"

    def contenders() -> list[Contender]:
        inputs.one_page(source, SIZES[size])
        return [tools.pades_sign(tools.pki.p256, source), tools.pyhanko_sign(tools.pki.p256, source)]

    return faster(f"B-B, P-256, {size}, against pyHanko", times, contenders)


def against_pdfsig(tools: Tools, size: str) -> Comparison:
    source = tools.work / "in" / f"{SIZES[size]}-field.pdf"

    def contenders() -> list[Contender]:
        inputs.one_page(source, SIZES[size], with_field=True)
        return [tools.pades_sign(tools.pki.rsa, source), tools.pdfsig_sign(tools.pki.rsa, source)]

    return faster(f"B-B, RSA-2048, {size}, against pdfsig -sign", AGAINST_PDFSIG, contenders)


def verifying(tools: Tools) -> Comparison:
    def contenders() -> list[Contender]:
        file = archives(tools, [SIGNATURES])[SIGNATURES]
        return [tools.pades_verify(file), tools.pyhanko_validate(file)]

    title = f"verify, {SIGNATURES} signatures, B-LTA, against pyHanko"
    return faster(title, VERIFYING_AGAINST_PYHANKO, contenders)


def faster(title: str, times: int, contenders: Callable[[], Sequence[Contender]]) -> Comparison:
    goal = f"≥ {times}× faster"

    def judge(results: Sequence[Measured]) -> list[Row]:
        ours, other = results
        found = other.median / ours.median
        return [Row(title, goal, ours, other, f"{found:.{0 if found >= 100 else 1}f}×", found >= times)]

    return Comparison(title, goal, contenders, judge)


def against_the_floor(tools: Tools) -> Comparison:
    source = tools.work / "in" / f"{SIZES['50 MB']}.pdf"

    def contenders() -> list[Contender]:
        inputs.one_page(source, SIZES["50 MB"])
        return [tools.pades_sign(tools.pki.p256, source), *tools.floors(source)]

    return at_most("B-B, P-256, 50 MB, against SHA-256 of the file, then cp", AT_THE_FLOOR["new file"], contenders)


def in_place(tools: Tools) -> Comparison:
    source = tools.work / "in" / f"{SIZES['50 MB']}.pdf"

    def contenders() -> list[Contender]:
        inputs.one_page(source, SIZES["50 MB"])
        return [tools.pades_sign_in_place(tools.pki.p256, source), *tools.hashes(source)]

    return at_most("the same in place, against SHA-256 alone", AT_THE_FLOOR["in place"], contenders)


def at_most(title: str, times: float, contenders: Callable[[], Sequence[Contender]]) -> Comparison:
    goal = f"≤ {times}×"

    def judge(results: Sequence[Measured]) -> list[Row]:
        ours, *floors = results
        floor = min(floors, key=lambda result: result.median)
        found = ours.median / floor.median
        return [Row(title, goal, ours, floor, f"{found:.2f}×", found <= times)]

    return Comparison(title, goal, contenders, judge)


def memory(tools: Tools) -> Comparison:
    title, goal = "B-B, P-256, peak memory at 100 MB", f"≤ {PEAK_MB} MB"
    source = tools.work / "in" / f"{SIZES['100 MB']}.pdf"

    def contenders() -> list[Contender]:
        inputs.one_page(source, SIZES["100 MB"])
        return [tools.pades_sign(tools.pki.p256, source)]

    def judge(results: Sequence[Measured]) -> list[Row]:
        [ours] = results
        return [Row(title, goal, ours, found=ours.memory(), met=ours.peak_mb <= PEAK_MB)]

    return Comparison(title, goal, contenders, judge)


def many_objects(tools: Tools, compressed: bool) -> Comparison:
    kind = "in object streams" if compressed else "with a table"
    title = f"B-B, P-256, {MANY_OBJECTS:,} objects {kind}"
    goal = f"≤ {MANY_OBJECTS_SECONDS * 1000:.0f} ms, ≤ {MANY_OBJECTS_MB} MB"
    source = tools.work / "in" / f"objects-{'streams' if compressed else 'table'}.pdf"

    def contenders() -> list[Contender]:
        inputs.many_objects(source, MANY_OBJECTS, compressed)
        return [tools.pades_sign(tools.pki.p256, source)]

    def judge(results: Sequence[Measured]) -> list[Row]:
        [ours] = results
        met = ours.median <= MANY_OBJECTS_SECONDS and ours.peak_mb <= MANY_OBJECTS_MB
        return [Row(title, goal, ours, found=f"{ours.median * 1000:.0f} ms, {ours.memory()}", met=met)]

    return Comparison(title, goal, contenders, judge)


def archives(tools: Tools, counts: Sequence[int]) -> dict[int, Path]:
    """Files that so many have signed one after the other (B-T) and that were then made B-LTA."""
    source, signed = (tools.work / "in" / f"signed-{turn}.pdf" for turn in range(2))
    inputs.one_page(source, SIZES["100 KB"])
    files = {count: tools.work / "in" / f"archived-{count}.pdf" for count in counts}
    with tools.pki.serve():
        for count in range(1, max(counts) + 1):
            do(tools, tools.pades_timestamped_sign_command(tools.pki.p256, source, signed))
            source, signed = signed, source
            if count in files:
                do(tools, tools.pades_archive_command(source, files[count]))
    return files


def do(tools: Tools, command: Sequence[str | Path]) -> None:
    """An untimed step."""
    Path(command[-1]).unlink(missing_ok=True)
    launch(tools.work, [str(part) for part in command])

"""The table: printed, and written into the README of the crate."""

from collections.abc import Sequence
from pathlib import Path

from .goals import Row
from .measure import Measured

START, END = "<!-- numbers -->", "<!-- /numbers -->"
HEAD = ("measure", "pades", "peak", "against", "", "peak", "result", "goal", "met")
NOTES = """\
Median (fastest–slowest) of {runs} runs as whole processes, taking turns. Peak is the largest resident set; “≤” where it is
not above that of the process which starts the others, so that it cannot be told. pyHanko validates without revocation
(`--no-revocation-check`), since it would fetch anew what the file has; `pades verify` checks it. pdfsig of poppler 22.12
makes P-256 signatures that do not verify, so both sides sign with RSA there. The floor is the faster of `sha256sum` and
`openssl dgst`."""


def table(rows: Sequence[Row], machine: Sequence[str], runs: int) -> str:
    """Markdown."""
    lines = [HEAD, ("---",) * len(HEAD), *map(cells, rows)]
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{'; '.join(machine)}.\n\n{body}\n\n{NOTES.format(runs=runs)}\n"


def cells(row: Row) -> tuple[str, ...]:
    met = {True: "yes", False: "**no**", None: "–"}[row.met]
    name = row.other.name if row.other else ""
    return (row.measure, *taken(row.ours), name, *taken(row.other), row.found, row.goal, met)


def taken(measured: Measured | None) -> tuple[str, str]:
    return (str(measured), measured.memory()) if measured else ("", "")


def write(readme: Path, text: str) -> None:
    """Replaces what stands between the markers."""
    before, _, rest = readme.read_text().partition(START)
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"{readme} lacks the markers {START} and {END}, between which the table goes")
    readme.write_text(f"{before}{START}\n{text}{END}{after}")

#!/usr/bin/env python3
"""Compares `pades` with pyHanko, pdfsig and the floor, as whole processes, and writes the table into ../README.md.

    python3 shared/pades/benches/compare.py                                          # the table; some minutes
    python3 shared/pades/benches/compare.py --plot shared/pades/benches/cost.svg     # the plot

Needs Linux, Rust and Python ≥ 3.11. The rest it installs by itself: from PyPI into cargo's target folder, from apt when
run as root (otherwise it leaves out what is missing, and says so). Everything it makes lies in target/bench.
"""

import argparse
import shutil
import signal
import sys
from pathlib import Path

from compare import cost, goals, keys, machine, report, svg
from compare.peers import Tools

README = Path(__file__).resolve().parents[1] / "README.md"


def main() -> int:
    if not sys.platform.startswith("linux") or sys.version_info < (3, 11):
        sys.exit("this needs Linux and Python 3.11 or later")
    # Ends like an error, so that the local authorities end, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = arguments()
    tools = prepare(options.pades)
    if options.plot:
        panels = cost.panels(tools, options.runs)
        runs = f"Median, and from the fastest to the slowest, of {options.runs} runs as whole processes."
        options.plot.write_text(svg.draw(panels, [runs, *machine.describe()]))
        return 0
    return compare(tools, options)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pades", type=Path, help="a pades that is built already")
    parser.add_argument("--runs", type=int, default=15, help="runs of each contender (default: %(default)s)")
    parser.add_argument("--only", default="", help="only comparisons with this in their name; the README stays as it is")
    parser.add_argument("--plot", type=Path, metavar="OUT.svg", help="draw what size, objects and signatures cost")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    return options


def prepare(pades: Path | None) -> Tools:
    machine.install_packages()
    work = machine.work_folder()
    python_tools = machine.install_python_tools(work)
    pades = pades.resolve() if pades else machine.build_pades(work)
    if not pades.is_file():
        sys.exit(f"there is no {pades}; build it with `cargo build --release -p pades-cli`")
    for folder in ("in", "out"):
        shutil.rmtree(work / folder, ignore_errors=True)
        (work / folder).mkdir()
    pki = keys.create(work, python_tools / "python")
    has_pdfsig = shutil.which("pdfsig") and shutil.which("certutil")
    nss = keys.nss_database(pki, pki.rsa) if has_pdfsig else None
    return Tools(work, pades, python_tools, pki, nss)


def compare(tools: Tools, options: argparse.Namespace) -> int:
    rows = []
    for comparison in goals.comparisons(tools):
        if options.only.lower() in comparison.title.lower():
            rows += goals.run(comparison, tools.work, options.runs)
    text = report.table(rows, machine.describe(), options.runs)
    print(text)
    if not options.only:
        report.write(README, text)
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

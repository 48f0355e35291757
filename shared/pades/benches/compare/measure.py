"""Measuring whole processes, contenders taking turns so that what the machine does meanwhile meets all of them alike."""

import os
import shlex
import signal
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LAUNCH = Path(__file__).with_name("launch.py")
# Seconds; nothing here takes a tenth of it.
TOO_LONG = 600


class Failed(Exception):
    """A contender did not do its work."""


@dataclass(frozen=True)
class Contender:
    """A way to do a job: commands that run one after the other; their times are added."""

    name: str
    commands: Sequence[Sequence[str | Path]]
    # Removed before each run, so that everybody writes a new file.
    output: Path | None = None
    # Before each run, untimed.
    before: Callable[[], object] = lambda: None


@dataclass
class Measured:
    """What the runs of one contender took."""

    name: str
    walls: list[float] = field(default_factory=list)
    peak_kb: int = 0
    # Below this, a peak cannot be told from the launcher's own.
    launcher_kb: int = 0

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.walls)

    @property
    def peak_mb(self) -> float:
        """An upper bound, in units of 10⁶ bytes."""
        return self.peak_kb * 1024 / 1e6

    def __str__(self) -> str:
        return f"{duration(self.median)} ({duration(min(self.walls))}–{duration(max(self.walls))})"

    def memory(self) -> str:
        return f"≤ {self.peak_mb:.0f} MB" if self.peak_kb <= self.launcher_kb else f"{self.peak_mb:.0f} MB"


def measure(work: Path, contenders: Sequence[Contender], runs: int) -> list[Measured]:
    """One round to warm up, then `runs` rounds: A B A B …"""
    results = [Measured(contender.name) for contender in contenders]
    for turn in range(runs + 1):
        for contender, result in zip(contenders, results):
            wall = run(work, contender, result)
            if turn > 0:
                result.walls.append(wall)
    return results


def run(work: Path, contender: Contender, result: Measured) -> float:
    contender.before()
    if contender.output:
        contender.output.unlink(missing_ok=True)
    wall = 0
    for command in contender.commands:
        nanoseconds, peak_kb, launcher_kb = launch(work, [str(part) for part in command])
        wall += nanoseconds
        result.peak_kb = max(result.peak_kb, peak_kb)
        result.launcher_kb = max(result.launcher_kb, launcher_kb)
    if contender.output and not contender.output.is_file():
        raise Failed(f"{contender.name} has not written {contender.output.name}")
    return wall / 1e9


def launch(work: Path, command: list[str]) -> tuple[int, int, int]:
    log = work / "last.log"
    # -I and -S leave out what this needs not, and with it memory.
    launcher = [sys.executable, "-I", "-S", str(LAUNCH), str(log), *command]
    # What is translated, or asks a proxy for a local address, would not be what others measure.
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "no_proxy": "127.0.0.1,localhost"}
    said, problems, status = output_of(launcher, work, environment)
    if status != 0:
        raise Failed(f"cannot start {command[0]}: {problems.strip()}")
    wall, peak, own, code = map(int, said.split())
    if code != 0:
        last = log.read_text(errors="replace").strip()[-600:]
        raise Failed(f"`{shlex.join(command)}` ended with {code}: {last or 'no message'}")
    return wall, peak, own


def output_of(command: list[str], work: Path, environment: dict[str, str]) -> tuple[str, str, int]:
    """Standard output, standard error, exit code; whatever happens, nothing that it started stays behind."""
    pipe = subprocess.PIPE
    # A session of its own, so that the launcher and what it launched can be ended together.
    with subprocess.Popen(
        command, cwd=work, env=environment, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        try:
            said, problems = process.communicate(timeout=TOO_LONG)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise Failed(f"`{shlex.join(command)}` took over {TOO_LONG} s") from error
            raise
        return said, problems, process.returncode


def duration(seconds: float) -> str:
    """Three digits, in the unit that people say it in."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    milliseconds = seconds * 1000
    return f"{milliseconds:.{2 if milliseconds < 10 else 1 if milliseconds < 100 else 0}f} ms"

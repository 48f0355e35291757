"""What the comparison needs of the machine, and how the machine is called."""

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[4]
PYTHON_TOOLS = ("pyhanko==0.38.0", "pyhanko-cli==0.6.0", "certomancer[web-api]==0.16.0", "cryptography==50.0.2")
# Debian's names, by a command of each.
PACKAGES = {"pdfsig": "poppler-utils", "certutil": "libnss3-tools", "qpdf": "qpdf", "openssl": "openssl"}
# Without these there is nothing to compare.
INDISPENSABLE = ("openssl",)


def work_folder() -> Path:
    """In cargo's target folder, wherever that is."""
    command = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
    try:
        said = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    except FileNotFoundError:
        sys.exit("cargo is not installed; get it from https://rustup.rs")
    except subprocess.CalledProcessError as error:
        sys.exit(f"cargo metadata failed:\n{error.stderr}")
    work = Path(json.loads(said.stdout)["target_directory"]) / "bench"
    work.mkdir(parents=True, exist_ok=True)
    return work


def install_packages() -> None:
    """Installs what is missing, or says what will be left out."""
    missing = {command: package for command, package in PACKAGES.items() if not shutil.which(command)}
    packages = set(missing.values())
    # Debian keeps in a package of its own what makes virtual environments.
    if importlib.util.find_spec("ensurepip") is None:
        packages.add("python3-venv")
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        tell(f"installing {', '.join(sorted(packages))}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        call(["apt-get", "update", "-q"], environment)
        call(["apt-get", "install", "-q", "-y", "--no-install-recommends", *sorted(packages)], environment)
        return
    for command, package in missing.items():
        if command in INDISPENSABLE:
            sys.exit(f"{command} is missing; install the package {package}")
        tell(f"{command} is missing, and with it its part of the comparison: install the package {package}")
    if "python3-venv" in packages:
        sys.exit("this Python cannot make virtual environments; install the package python3-venv")


def install_python_tools(work: Path) -> Path:
    """The folder of the installed commands."""
    venv, marker = work / "venv", work / "venv" / "installed"
    wanted = "\n".join((sys.version, *PYTHON_TOOLS))
    if not marker.is_file() or marker.read_text() != wanted:
        tell(f"installing {', '.join(PYTHON_TOOLS)} from PyPI into {venv}")
        call([sys.executable, "-m", "venv", "--clear", str(venv)])
        call([str(venv / "bin" / "pip"), "install", "-q", "--disable-pip-version-check", *PYTHON_TOOLS])
        marker.write_text(wanted)
    return venv / "bin"


def build_pades(work: Path) -> Path:
    """The command in release mode, as others would build it."""
    tell("building pades")
    command = ["cargo", "build", "--release", "-q", "-p", "pades-cli"]
    if subprocess.run(command, cwd=REPOSITORY, check=False).returncode != 0:
        sys.exit(f"`{' '.join(command)}` failed; build it elsewhere and give its path by --pades")
    return work.parent / "release" / "pades"


def describe() -> tuple[str, str]:
    """Processor and system; compiler and peers."""
    cores = os.cpu_count()
    system = read_value("/etc/os-release", "PRETTY_NAME", "=").strip('"')
    hashing = "with" if "sha_ni" in Path("/proc/cpuinfo").read_text() else "no"
    machine = [
        f"{read_value('/proc/cpuinfo', 'model name', ':')}, {cores} core{'s' if cores != 1 else ''}",
        f"{hashing} SHA extensions",
        f"{system}, Linux {platform.release()}",
    ]
    tools = [
        first_line(["rustc", "--version"]),
        first_line(["openssl", "version"]),
        f"Python {platform.python_version()}",
        PYTHON_TOOLS[0].replace("pyhanko==", "pyHanko "),
    ]
    if shutil.which("pdfsig"):
        tools.append(f"poppler {first_line(['pdfsig', '-v']).split()[-1]}")
    return "; ".join(machine), "; ".join(tools)


def read_value(file: str, name: str, sign: str) -> str:
    with open(file) as lines:
        found = (line.split(sign, 1)[1].strip() for line in lines if line.startswith(name))
        return next(found, "unknown")


def first_line(command: Sequence[str]) -> str:
    said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return said.stdout.strip().splitlines()[0].split(" (")[0]


def call(command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    """Runs a step of the preparation, which shows its output only if it fails."""
    said = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if said.returncode != 0:
        sys.exit(f"`{' '.join(command)}` ended with {said.returncode}:\n{said.stdout}")


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

"""Keys, certificates and authorities of the comparison: the PKI of the local stack (infra/local), made anew."""

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import machine

PKI = machine.REPOSITORY / "infra" / "local" / "python" / "pki.py"
SHAPE = machine.REPOSITORY / "infra" / "local" / "trust" / "pki.yml"
GENERATE = {
    "p256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "rsa": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
}
# Seconds that the authorities may take to start.
PATIENCE = 60


@dataclass(frozen=True)
class Signer:
    """PEM files."""

    name: str
    key: Path
    certificate: Path
    chain: Path


@dataclass(frozen=True)
class Pki:
    """A root, its signers, and authorities that answer while `serve` runs."""

    folder: Path
    python: Path
    port: int
    root: Path
    p256: Signer
    rsa: Signer

    @property
    def tsa(self) -> str:
        return f"http://127.0.0.1:{self.port}/keiin/tsa/tsa-1"

    @contextmanager
    def serve(self) -> Iterator[None]:
        """Timestamps, OCSP and CRLs on the loopback."""
        with (self.folder / "serve.log").open("wb") as log:
            command = [self.python, PKI, "serve", str(self.port)]
            server = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
            try:
                wait_for(self.port, server)
                yield
            finally:
                server.terminate()
                server.wait()


def create(work: Path, python: Path) -> Pki:
    """New keys and certificates."""
    folder = work / "pki"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    port = free_port()
    made = pki(folder, python, ["create", f"http://127.0.0.1:{port}"], SHAPE.read_text())
    root = write(folder / "root.pem", certificates(made)[0])
    p256, rsa = (issue(folder, python, name) for name in GENERATE)
    return Pki(folder, python, port, root, p256, rsa)


def issue(folder: Path, python: Path, name: str) -> Signer:
    key, request = folder / f"{name}.signer.pem", folder / f"{name}.request.pem"
    machine.call(["openssl", "genpkey", *GENERATE[name], "-out", str(key)])
    subject = f"/C=JP/O=Bench/CN=Bench {name}"
    machine.call(["openssl", "req", "-new", "-key", str(key), "-subj", subject, "-out", str(request)])
    own, issuer = certificates(pki(folder, python, ["issue", name], request.read_text()))
    certificate, chain = folder / f"{name}.certificate.pem", folder / f"{name}.chain.pem"
    return Signer(name, key, write(certificate, own), write(chain, issuer))


def nss_database(pki: Pki, signer: Signer) -> Path:
    """What pdfsig takes keys from."""
    folder, bundle = pki.folder / "nss", pki.folder / f"{signer.name}.p12"
    folder.mkdir()
    name = f"sql:{folder}"
    machine.call(["certutil", "-N", "-d", name, "--empty-password"])
    machine.call(["certutil", "-A", "-d", name, "-n", "root", "-t", "CT,CT,CT", "-a", "-i", str(pki.root)])
    files = ["-inkey", signer.key, "-in", signer.certificate, "-certfile", signer.chain, "-out", bundle]
    machine.call(["openssl", "pkcs12", "-export", "-name", signer.name, "-passout", "pass:", *map(str, files)])
    machine.call(["pk12util", "-i", str(bundle), "-d", name, "-W", ""])
    return folder


def pki(folder: Path, python: Path, arguments: list[str], text: str) -> str:
    command = [str(python), str(PKI), *arguments]
    said = subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=False)
    if said.returncode != 0:
        sys.exit(f"`{' '.join(command)}` ended with {said.returncode}:\n{said.stderr}")
    return said.stdout


def certificates(text: str) -> list[str]:
    return re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", text, re.DOTALL)


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("the local timestamp and OCSP authorities did not start; see serve.log in target/bench/pki")

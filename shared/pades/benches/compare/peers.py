"""How each contender is called."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from .keys import Pki, Signer
from .measure import Contender

# The empty signature field that pdfsig fills.
FIELD = "Field"


@dataclass(frozen=True)
class Tools:
    """The programs, the keys they sign with, and where they write."""

    work: Path
    pades: Path
    # Where pyHanko is installed.
    bin: Path
    pki: Pki
    # None where pdfsig is not installed.
    nss: Path | None

    def out(self, name: str) -> Path:
        return self.work / "out" / f"{name}.pdf"

    def pades_sign(self, signer: Signer, source: Path) -> Contender:
        out = self.out("pades")
        return Contender("pades", [self.pades_sign_command(signer, [source, out])], out)

    def pades_sign_in_place(self, signer: Signer, source: Path) -> Contender:
        copy = self.out("in-place")
        command = self.pades_sign_command(signer, ["--in-place", copy])
        return Contender("pades --in-place", [command], before=lambda: shutil.copyfile(source, copy))

    def pades_sign_command(self, signer: Signer, rest: list[str | Path]) -> list[str | Path]:
        key = ["--key", signer.key, "--cert", signer.certificate, "--chain", signer.chain]
        return [self.pades, "sign", *key, *rest]

    def pades_timestamped_sign_command(self, signer: Signer, source: Path, out: Path) -> list[str | Path]:
        """B-T."""
        authority = ["--level", "b-t", "--tsa", self.pki.tsa, "--trust", self.pki.root]
        return self.pades_sign_command(signer, [*authority, source, out])

    def pades_archive_command(self, source: Path, out: Path) -> list[str | Path]:
        """B-LTA, for all signatures at once."""
        authority = ["--tsa", self.pki.tsa, "--trust", self.pki.root]
        return [self.pades, "extend", "--level", "b-lta", *authority, source, out]

    def pades_verify(self, file: Path) -> Contender:
        return Contender("pades verify", [[self.pades, "verify", "--trust", self.pki.root, file]])

    def pyhanko_sign(self, signer: Signer, source: Path) -> Contender:
        out = self.out("pyhanko")
        key = ["--no-pass", "--key", signer.key, "--cert", signer.certificate, "--chain", signer.chain]
        options = ["--field", "Sig1", "--use-pades"]
        command = [self.bin / "pyhanko", "sign", "addsig", *options, "pemder", *key, source, out]
        return Contender("pyHanko", [command], out)

    def pyhanko_validate(self, file: Path) -> Contender:
        """Less than its whole work: with revocation it would ask the authorities again, in spite of what the file has."""
        options = ["--trust", self.pki.root, "--trust-replace", "--no-revocation-check"]
        return Contender("pyHanko", [[self.bin / "pyhanko", "sign", "validate", *options, file]])

    def pdfsig_sign(self, signer: Signer, source: Path) -> Contender:
        """Fills a field that is there: `-add-signature` would embed a font of half a megabyte as well."""
        out = self.out("pdfsig")
        options = ["-nssdir", f"sql:{self.nss}", "-nick", signer.name, "-sign", FIELD]
        return Contender("pdfsig", [[program("pdfsig"), *options, source, out]], out)

    def hashes(self, source: Path) -> list[Contender]:
        """SHA-256 of a file; which of the two is faster depends on how they were built."""
        return [
            Contender("sha256sum", [[program("sha256sum"), source]]),
            Contender("openssl dgst", [[program("openssl"), "dgst", "-sha256", source]]),
        ]

    def floors(self, source: Path) -> list[Contender]:
        """SHA-256 of a file, then a copy of it."""
        out = self.out("copy")
        copy = [program("cp"), source, out]
        return [
            Contender(f"{each.name} + cp", [*each.commands, copy], out) for each in self.hashes(source)
        ]


def program(name: str) -> str:
    return shutil.which(name) or name

"""`python generate OPENAPI_DOCUMENT SOURCE_FOLDER`: writes what follows from the OpenAPI document into the package."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ruamel.yaml import YAML

from blocking import blocking
from document import prepared

HERE = Path(__file__).parent
TOOLS = Path(sys.executable).parent


def main(document: Path, package: Path) -> None:
    generated = package / "generated"
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / "openapi.json"
        changed.write_text(json.dumps(prepared(YAML(typ="safe").load(document))))
        made = Path(folder) / "generated"
        run(
            "openapi-python-client",
            *("generate", "--path", changed, "--output-path", made, "--meta", "none", "--fail-on-warning"),
            *("--config", HERE / "config.yaml", "--custom-template-path", HERE / "templates"),
        )
        if generated.exists():
            shutil.rmtree(generated)
        shutil.copytree(made, generated)
    (generated / "__init__.py").write_text(
        '"""Written by openapi-python-client from infra/openapi.yaml. Not by hand."""\n'
    )
    client, groups = package / "client.py", package / "groups"
    if groups.exists():
        shutil.rmtree(groups)
    groups.mkdir()
    for origin in (package / "asynchronous.py", *sorted((package / "asynchronous_groups").glob("*.py"))):
        target = client if origin.parent == package else groups / origin.name
        target.write_text(blocking(origin.read_text(), origin.relative_to(package).as_posix()))
    # Not the package's settings, by which its own code is checked and this is not.
    settings = ("--isolated", "--no-cache", "--quiet", "--line-length", "120", "--target-version", "py311")
    run("ruff", "check", *settings, "--fix-only", "--select", "F401,I,UP", generated, client, groups)
    run("ruff", "format", *settings, generated, client, groups)


def run(program: str, *arguments: str | Path) -> None:
    said = subprocess.run([TOOLS / program, *arguments], capture_output=True, text=True, check=False)
    if said.returncode != 0:
        sys.exit(f"{program}: {said.stdout}{said.stderr}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

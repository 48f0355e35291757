#!/usr/bin/env bash
# Makes KeiinSeal-Regular.ttf anew from its source: shared/seal-image/assets/fonts/seal/make.sh. Needs npm, Python and network.
# The same versions give the same bytes; README.md has them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
draft=$(mktemp -d)
trap 'rm -rf "$draft"' EXIT

(cd "$draft" && npm pack --silent @expo-google-fonts/yuji-syuku@0.4.1 >/dev/null && tar xzf ./*.tgz)
source=$draft/package/400Regular/YujiSyuku_400Regular.ttf
echo "881a876b179ff4930a08fbba624a8cd04ddf4a4ef5dfa679deca36033a0f1ad3  $source" | sha256sum --check --quiet
python3 -m venv "$draft/venv"
"$draft/venv/bin/pip" install --quiet fonttools==4.68.0
"$draft/venv/bin/python" "$here/make.py" "$source" "$here/KeiinSeal-Regular.ttf"
cp "$draft/package/LICENSE_FONT" "$here/OFL.txt"

#!/usr/bin/env bash
# Replaces files/pdfjs by another release: shared/assets/renew-pdfjs.sh 5.7.284. Needs npm, tar and network.
set -euo pipefail
version=${1:?the version, such as 5.7.284}
out=$(cd "$(dirname "$0")" && pwd)/files/pdfjs
draft=$(mktemp -d)
trap 'rm -rf "$draft"' EXIT

(cd "$draft" && npm pack --silent "pdfjs-dist@$version" >/dev/null && tar xzf ./*.tgz)
from=$draft/package
rm -rf "$out"
mkdir -p "$out/cmaps" "$out/standard_fonts" "$out/wasm"
# The legacy build runs in older browsers. Source maps, the own viewer and the scripting sandbox are not used.
cp "$from/LICENSE" "$from/legacy/build/pdf.min.mjs" "$from/legacy/build/pdf.worker.min.mjs" "$out/"
# Encodings of Chinese, Japanese and Korean fonts that a document does not embed.
cp "$from"/cmaps/*.bcmap "$from/cmaps/LICENSE" "$out/cmaps/"
# The fonts that every PDF reader has to have, where the device lacks them.
cp "$from"/standard_fonts/* "$out/standard_fonts/"
# Decoders of scanned pages (JPEG 2000, JBIG2) as plain JavaScript: our policy lets no WebAssembly in.
cp "$from"/wasm/*_nowasm_fallback.js "$from"/wasm/LICENSE_*JBIG2 "$from"/wasm/LICENSE_*OPENJPEG "$out/wasm/"
find "$out" -type f -exec chmod 644 {} +
sed -i "s/^Version: .*/Version: $version/" "$(dirname "$0")/README.md"

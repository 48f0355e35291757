#!/bin/sh
# A RUSTC_WRAPPER for the fuzz targets: only what is under test counts its coverage. Curves and hashes would be ten times
# slower with it, and some parsers take ten minutes to be compiled. Comparisons are not traced: that takes most of the
# time where bytes are scanned, and there is a dictionary.
rustc=$1
shift
ours=
case " $* " in
*" --crate-name pades"* | *"/fuzz_targets/"* | *" --crate-name der "* | *" --crate-name x509_cert "* | *" --crate-name libfuzzer_sys "*)
    ours=1 ;;
esac
for argument; do
    shift
    case $argument in
    -Cllvm-args=-sanitizer-coverage-trace-compares) ;;
    -Cpasses=sancov-module | -Cllvm-args=-sanitizer-coverage-*) [ -z "$ours" ] || set -- "$@" "$argument" ;;
    *) set -- "$@" "$argument" ;;
    esac
done
exec "$rustc" "$@"

"""What pyHanko says about every signature and document timestamp of a file, as JSON lines.

validate.py FILE ROOTS.pem OTHERS.pem
"""

import json
import sys

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext


def context(roots, others):
    # Nothing is fetched, so that a test needs no network and an answer does not depend on one. One context for each
    # validation: it may hold a file's own revocation data afterwards.
    return ValidationContext(
        trust_roots=list(load_certs_from_pemder([roots])),
        other_certs=list(load_certs_from_pemder([others])),
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def is_timestamp(signature):
    return signature.sig_object.get("/Type") == "/DocTimeStamp"


def judge_signature(signature, certificates):
    status = validate_pdf_signature(
        signature,
        signer_validation_context=context(*certificates),
        ts_validation_context=context(*certificates),
    )
    embedded = status.timestamp_validity
    stamp = embedded and {
        "intact": embedded.intact and embedded.valid,
        "trusted": embedded.trusted,
        "time": embedded.timestamp.isoformat(),
    }
    level = status.modification_level
    return {
        **common(status),
        "accepted": status.bottom_line,
        "modification": level and level.name,
        "docmdp_ok": status.docmdp_ok,
        "timestamp": stamp or None,
    }


def judge_timestamp(signature, certificates):
    status = validate_pdf_timestamp(signature, validation_context=context(*certificates))
    return {
        **common(status),
        "accepted": status.intact and status.valid and status.trusted,
        "time": status.timestamp.isoformat(),
    }


def common(status):
    return {
        "summary": status.summary(),
        "intact": status.intact and status.valid,
        "trusted": status.trusted,
        "coverage": status.coverage.name,
    }


def main(file, *certificates):
    with open(file, "rb") as stream:
        for signature in PdfFileReader(stream).embedded_signatures:
            stamp = is_timestamp(signature)
            try:
                verdict = (judge_timestamp if stamp else judge_signature)(signature, certificates)
            except Exception as error:  # what a broken file makes it raise is not limited to its own errors
                verdict = {"error": f"{type(error).__name__}: {error}"}
            kind = "timestamp" if stamp else "signature"
            print(json.dumps({"field": signature.field_name, "kind": kind, **verdict}))


if __name__ == "__main__":
    main(*sys.argv[1:])

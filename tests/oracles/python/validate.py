"""What pyHanko says about the signatures and document timestamps of many files, as JSON lines, one for each file.

validate.py JOB.json; the job has lists of PEM files, the roots' and others', and the files, each with the time to
judge it at (null: now), whether it is hybrid-reference, and what is asked:

- status: each signature by itself, its chain, and what was changed afterwards;
- archive: each signature by EN 319 102-1 section 5.6, from what the file holds and nothing else;
- integrity: whether each signature is intact and what was changed afterwards, whoever signed.
"""

import asyncio
import gc
import json
import logging
import sys
from datetime import datetime

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv import ades_past, poe
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy, FreshnessReqType
from pyhanko_certvalidator.registry import SimpleTrustManager

# The process answers once and ends: what it no longer needs is not worth looking for.
gc.disable()


class Judge:
    """Nothing is fetched, so that a test needs no network and an answer does not depend on one."""

    def __init__(self, roots, others, at):
        self.roots = roots
        self.others = others
        self.at = at and datetime.fromisoformat(at.replace("Z", "+00:00"))

    def context(self):
        # One for each validation: it may hold a file's own revocation data afterwards.
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.others),
            allow_fetching=False,
            revocation_mode="soft-fail",
            moment=self.at,
        )

    def status(self, signature):
        if is_timestamp(signature):
            status = validate_pdf_timestamp(signature, validation_context=self.context())
            return {
                **common(status),
                "accepted": status.intact and status.valid and status.trusted,
                "time": status.timestamp.isoformat(),
            }
        status = validate_pdf_signature(
            signature, signer_validation_context=self.context(), ts_validation_context=self.context()
        )
        embedded = status.timestamp_validity
        stamp = embedded and {
            "intact": embedded.intact and embedded.valid,
            "trusted": embedded.trusted,
            "time": embedded.timestamp.isoformat(),
        }
        level, changes = status.modification_level, status.diff_result
        return {
            **common(status),
            "accepted": status.bottom_line,
            "modification": level and level.name,
            "docmdp_ok": status.docmdp_ok,
            "suspicion": str(changes) if isinstance(changes, Exception) else None,
            "timestamp": stamp or None,
        }

    def archive(self, signature):
        # It has nothing to say of a signature without a timestamp of its own.
        if is_timestamp(signature) or not is_stamped(signature):
            return None
        # What nothing else proves exists since now, and now is the machine's clock's, whatever time it is told.
        ades_past.datetime = poe.datetime = clock(self.at)
        result = asyncio.run(ades_lta_validation(signature, self.archive_policy(), timing_info=self.timing()))
        stamp = result.signature_timestamp_status
        oldest = result.oldest_evidence_record_timestamp
        status = result.api_status
        return {
            "passed": result.ades_subindic == AdESPassed.OK,
            "said": f"{result.ades_subindic} {result.failure_msg or ''}".strip(),
            "existed_at": result.best_signature_time.isoformat(),
            "timestamped": bool(stamp and stamp.ades_subindic == AdESPassed.OK),
            "archived_at": oldest and oldest.isoformat(),
            "unchanged": bool(status and status.docmdp_ok),
        }

    def archive_policy(self):
        # As `pyhanko sign adesverify` has it, but that nothing is fetched.
        freshness = FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION
        return PdfSignatureValidationSpec(
            SignatureValidationSpec(
                cert_validation_policy=CertValidationPolicySpec(
                    trust_manager=SimpleTrustManager.build(trust_roots=list(self.roots)),
                    revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO, freshness_req_type=freshness),
                ),
                revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
                local_knowledge=LocalKnowledge(),
            )
        )

    def timing(self):
        if self.at is None:
            return ValidationTimingInfo.now()
        return ValidationTimingInfo(self.at, self.at, point_in_time_validation=True)

    def integrity(self, signature):
        untrusting = Judge([], [], None)
        return untrusting.status(signature)


def clock(at):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return at or datetime.now(tz)

    return Clock


def is_timestamp(signature):
    return signature.sig_object.get("/Type") == "/DocTimeStamp"


def is_stamped(signature):
    return any(extract_tst_data_iter(signature.signer_info, signed=False))


def common(status):
    return {
        "summary": status.summary(),
        "intact": status.intact and status.valid,
        "trusted": status.trusted,
        "coverage": status.coverage.name,
    }


def fields(file, judge):
    with open(file["path"], "rb") as stream:
        # Of hybrid-reference files it judges nothing unless told not to be strict.
        for signature in PdfFileReader(stream, strict=not file["hybrid"]).embedded_signatures:
            try:
                verdict = getattr(judge, file["ask"])(signature)
            except Exception as error:  # what a broken file makes it raise is not limited to its own errors
                verdict = {"error": f"{type(error).__name__}: {error}"}
            if verdict is not None:
                kind = "timestamp" if is_timestamp(signature) else "signature"
                yield {"field": signature.field_name, "kind": kind, **verdict}


def main(job):
    logging.disable(logging.CRITICAL)
    with open(job, encoding="utf-8") as stream:
        job = json.load(stream)
    roots, others = (list(load_certs_from_pemder(job[names])) for names in ("roots", "others"))
    for file in job["files"]:
        try:
            answer = {"fields": list(fields(file, Judge(roots, others, file["at"])))}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

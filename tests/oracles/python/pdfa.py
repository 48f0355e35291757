"""Which rules of PDF/A many files break, as JSON lines, one for each file.

pdfa.py JOB.json; the job is a list of files, each with the part and level to judge it by, such as "2b".
"""

import json
import re
import sys

import pikepdf
from page import validate_pdf


def breaches(file):
    path, profile = file["path"], file["profile"]
    report = validate_pdf(path, profile=profile)
    # What it names is all that we pass on, so nothing else may speak against the file.
    if report.is_compliant == bool(report.failures):
        raise ValueError(f"compliant: {report.is_compliant}, with {len(report.failures)} faults")
    for failure in report.failures:
        if "-SIGNATURE-BYTERANGE-" in failure.rule_id and all_cover_their_revisions(path):
            continue
        number = failure.object_id and failure.object_id.object_number
        yield {"rule": failure.rule_id, "message": failure.message, "object": number}


def all_cover_their_revisions(path):
    """The validator wants every signature to cover the whole file. Of several, only the last one can: by ISO 19005-2
    section 6.4.3 and ISO 32000-2 section 12.8.1 each covers the file as it was when that one signed, up to the end of
    the revision that brought it."""
    with pikepdf.open(path) as pdf:
        dictionaries = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        ranges = [list(map(int, signature.ByteRange)) for signature in dictionaries if "/ByteRange" in signature]
    with open(path, "rb") as stream:
        data = stream.read()
    return all(covers_its_revision(data, *numbers) for numbers in ranges)


def covers_its_revision(data, start, gap, rest, length):
    is_string = re.fullmatch(rb"<[0-9A-Fa-f]*>", data[gap:rest])
    end = re.search(rb"%%EOF(\r\n|\r|\n)?", data[rest : rest + length])
    return start == 0 and is_string and end and end.end() == length


def main(job):
    with open(job, encoding="utf-8") as stream:
        files = json.load(stream)
    for file in files:
        try:
            answer = {"breaches": list(breaches(file))}
        except Exception as error:  # not only its own: a broken file is no reason to say nothing of the others
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Whether files conform to PDF/A, as JSON lines, one list of broken rules for each file.

pdfa.py JOB.json; the job is a list of files, each with the profile to judge it by (1b, 2b, 3b ...).
"""

import json
import sys

import page

for job in json.load(open(sys.argv[1], encoding="utf-8")):
    try:
        report = page.validate_pdf(job["path"], profile=job["profile"])
    except page.PageError as error:
        print(json.dumps([f"cannot be read: {error}"]))
        continue
    said = [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
    if not said and not report.is_compliant:
        said = ["not compliant, without a reason"]
    print(json.dumps(said))

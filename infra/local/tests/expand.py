"""Writes a template's loops out as the emulator does, and prints the result as JSON."""

import json
import sys

from ministack.services.cloudformation import engine, language_extensions

template = engine._parse_template(open(sys.argv[1], encoding="utf-8").read())
# What a loop makes does not depend on parameters: it stays the same whatever they are.
parameters = {name: "" for name in template["Parameters"]}
json.dump(language_extensions.apply(template, parameters), sys.stdout)

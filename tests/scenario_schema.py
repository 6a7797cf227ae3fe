#!/usr/bin/env python3
"""Checks scenario files against the JSON Schema of the language.

usage: scenario_schema.py SCHEMA.json SCENARIO.toml...
exit 0: all are valid; 1: one is not (each mistake on a line); 77: there is no validator here.
"""
import json
import sys
import tomllib

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("skipped: the Python package jsonschema (python3-jsonschema) is not here")
    sys.exit(77)

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
mistakes = 0
for path in sys.argv[2:]:
    with open(path, "rb") as file:
        document = tomllib.load(file)
    for error in validator.iter_errors(document):
        place = ".".join(str(part) for part in error.absolute_path)
        print(f"{path}: {place}: {error.message}")
        mistakes += 1
sys.exit(1 if mistakes else 0)

#!/usr/bin/env python3
"""Renders each template of rendered.jsonl with Jinja itself, set up as Transformers sets it up, and writes down what came out.

A line of the file is a list: the template, and the text that it makes; null stands for a fault.
To add a template, add a line with it and run this in the folder of the file: python3 rendered.py
"""
import json
import sys
from datetime import datetime
from pathlib import Path

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILE = Path(__file__).with_name("rendered.jsonl")
MESSAGES = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": " Hi <b> "},
    {"role": "assistant", "content": "<think>\nhm</think>\n\nHello.</s>"},
    {"role": "user", "content": "Bye"},
]


class Generation(Extension):
    """Puts out what it holds, as that of Transformers does, which notes where it stands besides."""

    tags = {"generation"}

    def parse(self, parser):
        next(parser.stream)
        return parser.parse_statements(["name:endgeneration"], drop_needle=True)


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
env.filters["tojson"] = tojson
env.globals["raise_exception"] = raise_exception
env.globals["strftime_now"] = datetime(2025, 7, 4, 9, 5, 3).strftime


def rendered(template):
    try:
        return env.from_string(template).render(
            messages=MESSAGES, add_generation_prompt=True, bos_token="<bos>", eos_token="<eos>")
    except Exception as fault:
        print(template, "->", fault, file=sys.stderr)
        return None


lines = [json.loads(line) for line in FILE.read_text().splitlines()]
FILE.write_text("".join(json.dumps([line[0], rendered(line[0])], ensure_ascii=False) + "\n" for line in lines))

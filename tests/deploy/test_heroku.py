"""app.json and Procfile, as Heroku documents them."""

import json
import re

import jsonschema

from tests.harness.processes import ROOT

from .programs import names_of_settings

APP = json.loads((ROOT / "app.json").read_text())
PROCFILE = (ROOT / "Procfile").read_text()

# From Heroku's page "app.json Schema": the fields that are used here, and no others.
SCHEMA = {
    "type": "object",
    "required": ["name", "stack", "buildpacks", "formation", "env"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 3, "maxLength": 30},
        "description": {"type": "string", "maxLength": 140},
        "keywords": {"type": "array", "items": {"type": "string"}},
        "stack": {"enum": ["heroku-22", "heroku-24", "heroku-26"]},
        "buildpacks": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["url"],
                "additionalProperties": False,
                "properties": {"url": {"type": "string"}},
            },
        },
        "formation": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["quantity", "size"],
                "additionalProperties": False,
                "properties": {"quantity": {"type": "integer"}, "size": {"type": "string"}},
            },
        },
        "addons": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["plan"],
                "additionalProperties": False,
                "properties": {
                    "plan": {"type": "string", "pattern": "^[a-z-]+:[a-z0-9-]+$"},
                    "as": {"type": "string"},
                },
            },
        },
        "env": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["description"],
                "additionalProperties": False,
                "properties": {
                    "description": {"type": "string"},
                    "value": {"type": "string"},
                    "required": {"type": "boolean"},
                    "generator": {"const": "secret"},
                },
            },
        },
    },
}


def test_it_is_what_heroku_reads():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(APP, SCHEMA)


def test_what_it_sets_can_be_set():
    assert APP["env"].keys() <= names_of_settings()
    # Heroku's router is one proxy, and writes its own X-Forwarded-For behind what was sent.
    assert APP["env"]["PROXY_HOPS"]["value"] == "1"
    assert APP["env"]["SECRET_KEY"]["generator"] == "secret"


def test_the_processes_are_those_of_the_procfile():
    processes = dict(re.findall(r"^(\w+): (.+)$", PROCFILE, re.M))

    assert processes == {"release": "flask db upgrade", "web": "HOST=0.0.0.0 gunicorn wsgi:app"}
    assert APP["formation"].keys() <= processes.keys()

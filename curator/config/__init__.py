"""The YAML boundary: what people typed becomes records, or one report of every mistake."""

from curator.config.boundary import Loader, models_in, parse_yaml, read_file, read_text, validate
from curator.config.project import (
    Participants,
    Project,
    Pull,
    Site,
    Sources,
    Suggestions,
    inside,
    load_project,
    proxy_address,
    read_site,
)

__all__ = [
    "Loader",
    "Participants",
    "Project",
    "Pull",
    "Site",
    "Sources",
    "Suggestions",
    "inside",
    "load_project",
    "models_in",
    "parse_yaml",
    "proxy_address",
    "read_file",
    "read_site",
    "read_text",
    "validate",
]

"""Configuration: what people typed becomes one project, or one report of every mistake."""

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
    "Participants",
    "Project",
    "Pull",
    "Site",
    "Sources",
    "Suggestions",
    "inside",
    "load_project",
    "proxy_address",
    "read_site",
]

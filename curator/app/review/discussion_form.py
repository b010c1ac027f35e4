"""Where people talk, as the settings page asks for it: a service, and its settings as it documents them."""

import re
from collections.abc import Mapping
from typing import Any

from curator import plugins
from curator.app.review.elements import Node, button, node
from curator.comments import GROUP, PROVIDERS
from curator.errors import ConfigError

NONE = "none"
NAME = "comments"
"""What the page calls this part of the settings."""

_GIVEN = ("repo", "repo-id", "category", "category-id")
"""What of the script that giscus.app shows is a person's own; the rest is decided here."""


_MAIL = (
    "Mail works without any service: a course that names a mail address under “How learners reach you” "
    "offers, below each question, to send the answer there."
)
_UNSURE = (
    "Unsure? Leave “none” until people want to read each other. Then: giscus where everybody has an account "
    "on GitHub; Isso where somebody can run a small server, and learners need no account."
)


def settings_of(values: Mapping[str, str], known: Any = None) -> dict[str, Any]:
    """Read what was typed as `extra.comments` holds it; ConfigError for a line that is no setting.

    Tables that no line can hold stay as the file has them (`known`), for the same service.
    """
    name, words = values.get("provider", "") or NONE, values.get("settings", "")
    found: dict[str, Any] = {"provider": name}
    if name == NONE:
        return found
    if "<script" in words:
        pairs = dict(re.findall(r"data-([a-z-]+)\s*=\s*[\"']([^\"']*)", words))
        return found | {key.replace("-", "_"): pairs[key] for key in _GIVEN if pairs.get(key)}
    for line in words.splitlines():
        key, mark, value = line.partition(":")
        if line.strip() and not (mark and key.strip() and value.strip()):
            raise ConfigError.at("Its settings", f"“{line.strip()}” is no setting", "write `name: value`")
        if line.strip():
            found[key.strip()] = value.strip().strip("\"'")
    tables = known.items() if isinstance(known, dict) and known.get("provider") == name else ()
    return {key: value for key, value in tables if isinstance(value, dict)} | found


def form(settings: Any) -> Node:
    """Show the form with what the file says now."""
    known: Mapping[str, Any] = settings if isinstance(settings, dict) else {}
    now = str(known.get("provider") or NONE)
    lines = [
        f"{key}: {value}" for key, value in known.items() if key != "provider" and not isinstance(value, dict)
    ]
    names = dict.fromkeys((NONE, *plugins.names(GROUP, PROVIDERS), now))
    return node(
        "div",
        node("p", _MAIL),
        node("p", _UNSURE),
        node(
            "p",
            node("label", "Service", for_="f-provider"),
            node(
                "select",
                [node("option", _label(name), value=name, selected=name == now) for name in names],
                id="f-provider",
            ),
            class_="field",
        ),
        node(
            "div",
            node("label", "Its settings", for_="f-comments"),
            node(
                "p",
                "A line each, like repo: owner/name. For giscus, paste the script that giscus.app shows.",
                class_="by",
                id="h-comments",
            ),
            node("textarea", "\n".join(lines), id="f-comments", rows=4, aria_describedby="h-comments"),
            node("p", class_="wrong", role="alert"),
            class_="field area",
        ),
        node("p", button("discussion", "Save where people talk"), class_="acts"),
        node(
            "details", node("summary", "What each service needs"), node("ul", [_needs(n) for n in PROVIDERS])
        ),
    )


def _label(name: str) -> str:
    if name == NONE:
        return "none: learners note their answers for themselves, or write by mail"
    return f"{name}: {PROVIDERS[name].label}" if name in PROVIDERS else name


def _needs(name: str) -> Node:
    kind = PROVIDERS[name]
    wanted = [kind.documented.get(f, f) for f, info in kind.model_fields.items() if info.is_required()]
    words = f"{kind.label} needs {', '.join(w.removeprefix('data-') for w in wanted)}; see "
    return node("li", words, node("a", kind.docs, href=kind.docs, target="_blank", rel="noopener noreferrer"))

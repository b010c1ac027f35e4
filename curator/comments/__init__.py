"""Comment providers: `extra.comments` of mkdocs.yml becomes a provider; ConfigError names every mistake.

One small module for each provider says what a page needs of it, what the page's Content-Security-Policy must
allow and how a reader gets to the discussion without JavaScript. What draws it is a script of the same name
in site_template/assets/comments/.
"""

import difflib
from collections.abc import Mapping
from typing import Any

from curator import plugins
from curator.comments.base import Provider, insecure, plain_key
from curator.comments.discourse import Discourse
from curator.comments.disqus import Disqus
from curator.comments.giscus import Giscus
from curator.comments.hyvor import Hyvor
from curator.comments.isso import Isso
from curator.comments.mastodon import Mastodon
from curator.comments.remark42 import Remark42
from curator.comments.utterances import Utterances
from curator.comments.waline import Waline
from curator.errors import ConfigError, Problem
from curator.yamlio.reading import line_at, validate

FILE = "mkdocs.yml"
GROUP: plugins.Group = "curator.comments"

PROVIDERS: Mapping[str, type[Provider]] = {
    kind.name: kind
    for kind in (Giscus, Isso, Waline, Utterances, Remark42, Discourse, Disqus, Hyvor, Mastodon)
}


def provider(settings: Mapping[str, Any], *, site_url: str = "", text: str = "") -> Provider | None:
    """Return the provider that `extra.comments` names; None where it names none.

    `site_url` tells whether the site is https (unknown counts as https), `text` is mkdocs.yml as written, for
    line numbers. Raises ConfigError that lists every mistake with the provider's own name for the key.
    """
    name = settings.get("provider", "")
    if not settings or name in (None, False, "none"):
        return None
    if not isinstance(name, str) or name not in plugins.names(GROUP, PROVIDERS):
        raise ConfigError([_unknown(name, text)])
    kind = plugins.load(GROUP, name, PROVIDERS)
    known = kind.fields()
    data: dict[str, Any] = {}
    spelled: dict[str, str] = {}
    problems: list[Problem] = []
    for key, value in settings.items():
        if key == "provider":
            continue
        field = known.get(plain_key(str(key)), str(key))
        if field in data:
            words = f"means the same as `{spelled[field]}`"
            problems.append(Problem(FILE, _line(text, key), f"extra.comments.{key}", words, "keep one"))
            continue
        data[field], spelled[field] = value, str(key)
    found: Provider | None = None
    try:
        found = validate(kind, data, "", FILE)
    except ConfigError as error:
        problems += [_in_their_words(kind, problem, spelled, text) for problem in error.problems]
    for field in ("server", "client"):
        if insecure(data.get(field), site_url):
            plain = Problem(
                FILE, 0, field, "is http, which browsers refuse on an https page", "serve it over https"
            )
            problems.append(_in_their_words(kind, plain, spelled, text))
    if problems or found is None:
        raise ConfigError(problems)
    return found


def _unknown(name: object, text: str) -> Problem:
    line = _line(text, "provider")
    known = plugins.names(GROUP, PROVIDERS)
    choices = ", ".join([*known, "none"])
    if name == "":
        return Problem(FILE, line, "extra.comments.provider", "is missing", f"choose one of {choices}")
    close = difflib.get_close_matches(str(name).lower(), known, 1)
    remedy = f"did you mean `{close[0]}`? " if close else ""
    return Problem(
        FILE, line, "extra.comments.provider", f'"{name}" is not a comment provider that curator knows',
        f"{remedy}choose one of {choices}",
    )  # fmt: skip


def _in_their_words(kind: type[Provider], problem: Problem, spelled: Mapping[str, str], text: str) -> Problem:
    """Say a mistake with the key as the person wrote it and as the provider's documentation calls it."""
    field, _, rest = problem.key.partition(".")
    written = spelled.get(field, field)
    key = ".".join(part for part in ("extra.comments", written, rest.removesuffix(".[key]")) if part)
    message, remedy = problem.message, problem.remedy
    reason = kind.decided.get(plain_key(written)) or kind.decided.get(written)
    if field not in kind.model_fields and reason:
        message, remedy = f"is set by curator: {reason}", "delete the line"
    theirs = kind.documented.get(field)
    if theirs:
        remedy = f"{remedy} ({kind.label} calls it `{theirs}`: {kind.docs})"
    elif field not in kind.model_fields:
        remedy = f"{remedy} ({kind.docs})"
    return Problem(FILE, _line(text, written), key, message, remedy)


def _line(text: str, key: object) -> int:
    """Find the line of a key of extra.comments, or of its nearest parent that exists; 0 without the text."""
    return line_at(text, ("extra", "comments", str(key)), key_itself=True) if text else 0

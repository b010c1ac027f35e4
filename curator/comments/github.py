"""Threads that stand at GitHub: discussions (giscus) by GraphQL, issues (utterances) by REST."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha1
from typing import Any

from curator.comments import posts
from curator.model import Reply, Thread
from curator.ports import ThreadFetcher
from curator.urls import web_address

API = "https://api.github.com"
TOKEN = "CURATE_GITHUB_TOKEN"  # noqa: S105 - the name of the variable

_COMMENT = "id author { login } createdAt body url isMinimized"
_DISCUSSION = f"""
  comments(first: 100, after: $inner) {{
    pageInfo {{ hasNextPage endCursor }}
    nodes {{ {_COMMENT} deletedAt replies(first: 100) {{ totalCount nodes {{ {_COMMENT} deletedAt }} }} }}
  }}"""
_CATEGORY = f"""
query($owner: String!, $name: String!, $category: ID!, $after: String, $inner: String) {{
  repository(owner: $owner, name: $name) {{
    discussions(first: 25, after: $after, categoryId: $category,
                orderBy: {{field: UPDATED_AT, direction: DESC}}) {{
      pageInfo {{ hasNextPage endCursor }}
      nodes {{ id title body {_DISCUSSION} }}
    }}
  }}
}}"""
"""25 discussions, 100 comments and 100 replies each stay below GitHub's 500,000 nodes for one query."""
_ONE = f"query($id: ID!, $inner: String) {{ node(id: $id) {{ ... on Discussion {{ {_DISCUSSION} }} }} }}"


def refusal(reply: Reply, token: str) -> str:
    """Say why GitHub gave no answer; a token is named by its variable and never shown."""
    if reply.status == 401:
        return f"{TOKEN} was refused" if token else f"wants a token: set {TOKEN}"
    if reply.status in (403, 429):
        own = "" if token else f"; with {TOKEN} more is allowed"
        return f"asked too often, or not allowed to this token ({reply.status}){own}"
    errors = posts.rows(posts.part(reply.data, "errors"))
    if errors and not reply.problem:
        kind, said = posts.words(errors[0].get("type")), posts.words(errors[0].get("message"))
        return "asked too often (1,000 points an hour)" if kind == "RATE_LIMITED" else f"GitHub says: {said}"
    return reply.problem


# --- giscus -----------------------------------------------------------------------------------------


def discussion_threads(
    repo: str, category: str, keys: Sequence[str], fetcher: ThreadFetcher, secrets: Mapping[str, str]
) -> tuple[Thread, ...]:
    """Find each key's discussion by its title, or by the hash that giscus writes into its text."""
    token = secrets.get(TOKEN, "")
    if not token:
        return posts.unread(keys, f"GitHub shows discussions with a token only: set {TOKEN}")
    owner, _, name = repo.partition("/")
    marks = {sha1(key.encode()).hexdigest(): key for key in keys}  # noqa: S324 - giscus's own choice
    found: dict[str, Thread] = {}
    marked: dict[str, Thread] = {}  # anybody can write a mark into a discussion, so a title goes before it
    after: str | None = None
    problem = ""
    for _ in range(posts.MOST_PAGES):
        values = {"owner": owner, "name": name, "category": category, "after": after}
        reply = fetcher.ask(f"{API}/graphql", post={"query": _CATEGORY, "variables": values}, token=token)
        problem = refusal(reply, token)
        page = posts.part(reply.data, "data", "repository", "discussions")
        if problem or not isinstance(page, dict):
            problem = problem or "the repository or its category is not there"
            break
        for node in posts.rows(page.get("nodes")):
            key, titled = _key(node, keys, marks)
            into = found if titled else marked
            if key and key not in into:
                into[key] = _discussion(key, node, fetcher, token)
        after = posts.words(posts.part(page, "pageInfo", "endCursor"))
        if len(found) == len(keys) or not posts.part(page, "pageInfo", "hasNextPage") or not after:
            break
    else:
        problem = posts.ENDLESS
    found = marked | found
    return tuple(found.get(key) or Thread(key, (), complete=not problem, problem=problem) for key in keys)


def _key(node: Mapping[str, Any], keys: Sequence[str], marks: Mapping[str, str]) -> tuple[str, bool]:
    """Tell whose thread a discussion is, and whether its title says so rather than a mark in its text."""
    title, body = posts.words(node.get("title"), 300), node.get("body")
    if title in keys:
        return title, True
    text = body[:20_000] if isinstance(body, str) else ""
    return next((marks[m] for m in marks if m in text), ""), False


def _discussion(key: str, node: Mapping[str, Any], fetcher: ThreadFetcher, token: str) -> Thread:
    read: list[posts.ReadPost] = []
    problem, asked = "", 0
    comments = node.get("comments")
    while True:
        for row in posts.rows(posts.part(comments, "nodes")):
            replies = posts.rows(posts.part(row, "replies", "nodes"))
            total = posts.part(row, "replies", "totalCount")
            if isinstance(total, int) and total > len(replies):
                problem = "more than 100 answers to one post are not read"
            read += [_said(row, ""), *(_said(r, posts.words(row.get("id"))) for r in replies)]
        inner = posts.words(posts.part(comments, "pageInfo", "endCursor"))
        if not posts.part(comments, "pageInfo", "hasNextPage") or not inner:
            break
        asked += 1
        if asked >= posts.MOST_PAGES:
            problem = posts.ENDLESS
            break
        values = {"id": node.get("id"), "inner": inner}
        reply = fetcher.ask(f"{API}/graphql", post={"query": _ONE, "variables": values}, token=token)
        problem = refusal(reply, token) or problem
        comments = posts.part(reply.data, "data", "node", "comments")
        if reply.problem:
            break
    return posts.thread(key, read, complete=not problem, problem=problem)


def _said(row: Mapping[str, Any], parent: str) -> posts.ReadPost:
    text = row.get("body")
    gone = row.get("deletedAt") or row.get("isMinimized")
    return posts.ReadPost(
        posts.words(row.get("id")),
        posts.words(posts.part(row.get("author"), "login")),
        posts.when(row.get("createdAt")),
        posts.tidy(text) if isinstance(text, str) and not gone else "",
        parent,
        web_address(posts.words(row.get("url"), 400)) or "",
    )


# --- utterances -------------------------------------------------------------------------------------


def issue_threads(
    repo: str, terms: Mapping[str, str], fetcher: ThreadFetcher, secrets: Mapping[str, str]
) -> tuple[Thread, ...]:
    """Join all issue comments of a repository to the issues called by these terms (term -> key)."""
    token = secrets.get(TOKEN, "")
    numbers: dict[str, str] = {}
    problem = ""
    for row, problem in _rows(f"{API}/repos/{repo}/issues", fetcher, token, state="all"):  # noqa: B007
        key = terms.get(posts.words(row.get("title"), 300).lower())
        if key and "pull_request" not in row and posts.words(row.get("number")):
            numbers.setdefault(posts.words(row.get("number")), key)
    found: dict[str, list[posts.ReadPost]] = {key: [] for key in terms.values()}
    if numbers and not problem:
        for row, problem in _rows(f"{API}/repos/{repo}/issues/comments", fetcher, token, sort="created"):  # noqa: B007
            issue = posts.words(row.get("issue_url"), 400).rpartition("/")[2]
            if issue in numbers:
                found[numbers[issue]].append(_answer(row))
    return tuple(
        posts.thread(key, read, complete=not problem, problem=problem) for key, read in found.items()
    )


def _rows(
    base: str, fetcher: ThreadFetcher, token: str, **query: str
) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield (row, problem) of all pages; a pass that broke off ends with an empty row and why."""

    def page(number: int) -> str:
        return posts.address(base, **query, direction="asc", per_page=100, page=number)

    def after(reply: Reply, number: int) -> str:
        return page(number + 1) if len(posts.rows(reply.data)) >= 100 else ""

    for reply, problem in posts.pages(
        page(1), fetcher, after, token=token, wrong=lambda r: _refused(r, token)
    ):
        for row in posts.rows(reply.data):
            yield row, ""
        if problem:
            yield {}, problem


def _refused(reply: Reply, token: str) -> str:
    if reply.status == 404:
        return "the repository is not there, or not to be seen"
    return refusal(reply, token)


def _answer(row: Mapping[str, Any]) -> posts.ReadPost:
    text = row.get("body")
    return posts.ReadPost(
        posts.words(row.get("id")),
        posts.words(posts.part(row.get("user"), "login")),
        posts.when(row.get("created_at")),
        posts.tidy(text) if isinstance(text, str) else "",
        "",
        web_address(posts.words(row.get("html_url"), 400)) or "",
    )

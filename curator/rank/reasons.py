"""Words for reasons: a title in a few of its own, and the whole sum behind a candidate's place."""

from curator.model import Candidate


def short(title: str, limit: int) -> str:
    """Cut a title at a word where it is longer than `limit` characters."""
    return title if len(title) <= limit else title[: limit - 3].rsplit(" ", 1)[0] + "…"


def explain(candidate: Candidate) -> str:
    """Lay out a candidate's sum: title, each reason with its points and how they came about, the total."""
    lines = [candidate.title or candidate.url, candidate.url, ""]
    for reason in candidate.reasons:
        lines.append(f"{reason.points:+9.4f}  {reason.text}")
        if reason.detail:
            lines.append(f"{'':11}= {reason.detail}")
    lines.append(f"{candidate.score:+9.4f}  in all")
    lines += [f"{'':11}folded in: {copy.url}" for copy in candidate.duplicates]
    lines += [f"{'':11}on the same event: {url}" for url in candidate.related]
    if candidate.tags:
        lines.append(f"{'':11}tags: {', '.join(candidate.tags)}")
    return "\n".join(lines)

"""Tags from the taxonomy, by the words that show a topic and by meaning."""

from collections.abc import Callable, Mapping, Sequence

from curator.model import Article, Topic
from curator.rank import weights
from curator.rank.vectors import article_vectors, embed
from curator.rank.words import words

Tags = tuple[str, ...]


def topics(taxonomy: Sequence[Topic | Mapping[str, object] | str]) -> list[Topic]:
    """Read a taxonomy written as Topics, mappings or plain names."""
    out = []
    for item in taxonomy:
        if isinstance(item, str):
            item = Topic(name=item)
        out.append(item if isinstance(item, Topic) else Topic.model_validate(item))
    return out


def tagger(
    taxonomy: Sequence[Topic | Mapping[str, object] | str],
    examples: Sequence[tuple[Article, Sequence[str]]] = (),
) -> Callable[[Sequence[Article]], list[Tags]]:
    """Prepare a function that tags many articles."""
    known = topics(taxonomy)
    table = embed([f"{t.name.replace('-', ' ')} {t.about} {' '.join(t.keywords)}" for t in known])

    def run(articles: Sequence[Article]) -> list[Tags]:
        matrix, _ = article_vectors(articles)
        near = matrix @ table.T
        out = []
        for row, article in enumerate(articles):
            text = f" {' '.join(words(article.title + ' ' + article.text))} "
            shown = [any(f" {' '.join(words(k))} " in text for k in (t.name, *t.keywords)) for t in known]
            out.append(tuple(t.name for i, t in enumerate(known) if shown[i] or near[row, i] > weights.TAG))
        return out

    return run


def tag(
    article: Article,
    taxonomy: Sequence[Topic | Mapping[str, object] | str],
    *,
    examples: Sequence[tuple[Article, Sequence[str]]] = (),
) -> Tags:
    """Name the topics of the taxonomy that an article is about."""
    return tagger(taxonomy, examples)([article])[0]

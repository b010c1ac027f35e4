"""Pages that offer, list or announce: services, jobs, events, archives, news of their own site.

They share the words of a need and hold nothing to learn from. Known by three signs: the shape of the title,
the address, and what the text keeps saying to whoever may become a customer. A title that says it outright
is enough. An address is not, since guides stand below `/services/`, too: the text must agree. Pages that
sell (`selling`) are told here as well. The rules are of English, German, Spanish and French;
`benchmarks.quality_offers` measures them.
"""

import re
from collections.abc import Sequence

from curator.rank.selling import SELLS, asks_for_products, sells
from curator.rank.tokens import words
from curator.urls import split

READ = 6000
"""Characters of a text that are looked at."""

LISTS, SERVES = "lists other pages", "offers a service"
EVENT, NOTICE = "tells of an event", "announces something"
"""What is told of a page; looked for in this order."""

_BEGINS = {
    LISTS: r"""
        (?:categor(?:y|ies)|tags?|archives?|kategorie|schlagwort|archiv|categor[ií]a|etiqueta|archivos?
          |cat[ée]gorie|[ée]tiquette)\s*[:|–—-]
      | (?:all\s+posts|alle\s+beiträge|todos\s+los\s+artículos|tous\s+les\s+articles)\b
      | (?:search\s+results|suchergebnisse|resultados\s+de\s+b[úu]squeda|résultats\s+de\s+recherche)\b
      | (?:jobs?|careers?|vacancies|karriere|empleos?|vacantes|emplois?)\s+(?:at|bei|en|chez)\b
      | (?:\d+\s+)?(?:free|kostenlose|gratis)\b.{0,40}\b(?:courses|classes|kurse)\b
      | (?:cursos|cours)\s+.{0,40}\b(?:gratis|gratuitos|gratuits)\b
      | (?:course|product|event)\s+(?:catalogue?|calendar|overview)\b
    """,
    SERVES: r"""
        (?:our|unsere|nuestros|nos)\s+(?:services|leistungen|servicios)\b
      | (?!how|what|when|which|why|top|best|\d|wie|was|warum|welche|cómo|qué|comment|pourquoi)
        .*?\b(?:(?:services|leistungen|servicios)\s*(?:[|–—-]|$)|services\s+(?:for|in|near)\b)
      | (?:pricing|contact(?:\s+us)?|preise|kontakt|precios|contacto|tarifs|nous\s+contacter)\s*(?:[|–—-]|$)
      | (?:the\s+|an?\s+)?(?:free\s+)?\w+\s+alternative\b
      | (?:hire|book)\s+(?:an?|our|your)\b
    """,
    EVENT: r"(?:biggest|top)\b.{0,30}\b(?:events|conferences|webinars)\b",
    NOTICE: r"""
        (?:announcing|introducing|welcome\s+to\s+(?:the|our))\b
      | check\s+out\s+our\s+new\b | join\s+(?:the|our)\b
    """,
}
"""How a title in lower case begins that says it outright."""

_HOLDS = {
    LISTS: r"""
        (?:archives?|archiv)$
      | (?:internships|vacancies|job\s+(?:openings|listings)|stellen(?:angebote|anzeigen)
          |ofertas\s+de\s+empleo|offres\s+d['’]emploi)\b
      | (?:kurskatalog|veranstaltungskalender|catálogo\s+de\s+cursos|catalogue\s+de\s+formations?)\b
    """,
    SERVES: r"""
        services\s+company\b
      | as\s+(?:your|an?)\s+\w+\s+alternative\b
      | (?:subscription|membership)\s*(?:[|–—-]|$) | (?:buy|shop|order)\s+(?:now|online)\b
      | (?:request|get)\s+a\s+(?:quote|demo)\b
      | (?:jetzt\s+(?:buchen|kaufen|anfragen)|solicitar?\s+presupuesto|demande[rz]\s+un\s+devis)\b
    """,
    EVENT: r"""
        (?:call\s+for\s+(?:participation|papers|proposals|speakers)|save\s+the\s+date|join\s+us
          |(?:register|sign\s+up)\s+(?:now|today)|upcoming\s+(?:events|webinars|conferences))\b
      | (?:events|conferences)\b.{0,20}\b20\d\d$
      | conferences\s+to\s+attend\b
      | (?:jetzt\s+anmelden|anmeldung\s+(?:offen|läuft)|termine\s+20\d\d|inscripciones\s+abiertas|inscríbete
          |próximos\s+eventos|inscrivez-vous|inscriptions\s+ouvertes|prochains\s+événements
          |appel\s+à\s+(?:communications|candidatures|projets))\b
    """,
    NOTICE: r"""
        (?<=[:?!]\s)announcing | announces\b | coming\s+soon\b | (?<=:\s)join\s+(?:the|our)\b
      | (?:is|are)\s+(?:now\s+)?(?:here|available|live|open)!?$ | submit\b.{0,30}\bby\s+\w+\s+\d
      | (?:jetzt\s+verfügbar|wir\s+stellen\s+vor|ab\s+sofort|ya\s+(?:está\s+)?disponible|presentamos
          |est\s+(?:désormais\s+)?disponible|nous\s+lançons)\b
    """,
}
"""What such a title holds at the beginning of any word."""

# Two patterns for each, and titles in lower case: one pattern that ignores case takes three times as long.
_TITLE = {
    told: (re.compile(rule, re.VERBOSE), re.compile(rf"\b(?:{_HOLDS[told]})", re.VERBOSE))
    for told, rule in _BEGINS.items()
}

_SEGMENTS = {
    LISTS: """category categories tag tags archive archives author search
        kategorie schlagwort categoria etiqueta categorie etiquette""",
    SERVES: """careers collections contact jobs pricing product products service services shop store
        kontakt leistungen preise produkt produkte stellen contacto empleo precios productos servicios tienda
        boutique emplois produits tarifs""",
    EVENT: """calendar conference event events webinar webinars termine veranstaltungen eventos agenda
        evenements""",
}
_SEGMENT = {name: told for told, names in _SEGMENTS.items() for name in names.split()}

_OFFER = re.compile(
    r"""\b(?:
        (?:contact|call|email)\s+us | get\s+(?:started|in\s+touch) | (?:request|get)\s+a\s+(?:quote|demo)
      | book\s+(?:an?|your|now) | our\s+(?:services|team|experts?|clients|customers|products?|company|range)
      | we\s+(?:offer|provide|deliver|speciali[sz]e) | free\s+(?:trial|consultation|quote|shipping)
      | sign\s+up | apply\s+(?:now|online) | register\s+(?:now|today|here) | (?:shop|buy)\s+now
      | in\s+stock | warranty
      | kontaktieren\s+sie | jetzt\s+(?:anfragen|buchen|bestellen|anmelden) | wir\s+bieten
      | unsere?n?\s+(?:leistungen|team|kunden|angebot) | kostenlose\s+(?:beratung|testversion)
      | unverbindliches?\s+angebot | contáct(?:enos|anos) | ofrecemos | prueba\s+gratuita
      | nuestr[oa]s?\s+(?:servicios|clientes|equipo|expertos) | solicit[ae]\s+(?:un\s+presupuesto|una\s+demo)
      | contactez-nous | nos\s+(?:services|clients|équipes|experts) | nous\s+(?:proposons|offrons)
      | essai\s+gratuit | demandez\s+un\s+devis
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
OFFERS = 2
OFFERS_OFTEN = 8
"""Different phrases of an offer that a text holds at least, and how many of any in a thousand words."""

SLUG = 3
"""Words of the last piece of an address at most: an article's has more, as it is made of the title."""

_ASKED = {
    LISTS: """job jobs vacancy vacancies internship internships stelle stellen praktikum
        empleo empleos emploi emplois""",
    SERVES: """agency contractor contractors hire outsourcing provider providers supplier suppliers
        anbieter dienstleister proveedor proveedores prestataire prestataires""",
    EVENT: "attend conference conferences webinars besuchen asistir assister",
    NOTICE: "announcement announcements news neuigkeiten noticias nouvelles",
}
"""Words of a need that asks for each. "Courses" and "events" are none: who plans some wants no list."""


def offered(title: str, text: str, address: str) -> str:
    """Say what a page sells, offers, lists or announces instead of telling something; else nothing."""
    if sells(title, text):
        return SELLS
    name = title[:300].lower()
    rules = _TITLE.items()
    if named := next(
        (told for told, (begins, holds) in rules if begins.match(name) or holds.search(name)), ""
    ):
        return named
    below = _below(address)
    if not below or (below == LISTS and not _names_an_article(address)):
        return below
    return below if _offers(" ".join(text[:READ].split())) else ""


def asks_for_offers(need: str, keywords: Sequence[str] = ()) -> frozenset[str]:
    """Return which of these a need, or its keywords, asks for."""
    asked = set(words(" ".join((need, *keywords))))
    found = {told for told, names in _ASKED.items() if not asked.isdisjoint(names.split())}
    return frozenset(found | ({SELLS} if asks_for_products(need, keywords) else set()))


def _below(address: str) -> str:
    """Return what the pieces of an address say that a page is; a front page is its site's own offer."""
    pieces = split(address).path.lower().strip("/").split("/")
    return next((_SEGMENT[piece] for piece in pieces if piece in _SEGMENT), SERVES if pieces == [""] else "")


def _names_an_article(address: str) -> bool:
    last = split(address).path.rstrip("/").rpartition("/")[2]
    return len([word for word in re.split(r"[-_.]", last) if word.isalpha()]) > SLUG


def _offers(text: str) -> bool:
    """Tell whether a text keeps saying what its publisher does for whoever pays."""
    found = [said.lower() for said in _OFFER.findall(text)]
    return len(set(found)) >= OFFERS and len(found) * 1000 >= OFFERS_OFTEN * len(text.split())

"""What languages are called, in themselves and in others; from CLDR, through Babel."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from curator.errors import ConfigError


def _locale(language: str) -> Locale | None:
    try:
        found = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    # BCP 47 wants the shorter of two codes: "bak" in a file name is rather an editor's backup than Bashkir.
    return found if found.language == language.partition("-")[0] else None


@lru_cache(256)
def language_name(language: str, said_in: str = "") -> str:
    """Return what a language is called in another one, by default in itself; "" for one that CLDR lacks.

    "de" gives "Deutsch", and said in "en" it gives "German".
    """
    of = _locale(language)
    told = (_locale(said_in) if said_in else of) or of
    if of is None or told is None:
        return ""
    name = of.get_display_name(told) or ""
    return name[:1].upper() + name[1:] if not said_in else name


def check_language(file: str, language: str, own: str) -> None:
    """Raise ConfigError where a file's name holds no language, or the course's own."""
    if not language_name(language):
        what = f"`{language}` is no language that curator knows"
        raise ConfigError.at(file, what, "write its short code in the name, such as de or pt-BR")
    if language == own:
        remedy = f"write its words into the file without `.{language}`"
        raise ConfigError.at(file, f"the course is in {language_name(language)} already", remedy)

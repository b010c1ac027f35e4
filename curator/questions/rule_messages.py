"""What each rule on questions says, by the name that a week file silences it with."""

MESSAGES = {
    "closed": "“{hit}” can be answered with yes or no. Ask how, why, what or when instead.",
    "leading": "“{hit}” tells people which answer you hope for. Leave it open.",
    "slanted": "“{hit}” takes the answer for granted. Say it neutrally.",
    "vague": "“{hit}” gives people nothing to hold on to. Name a situation, a step or a choice.",
    "stacked": "This asks more than one thing: “{hit}”. Keep one question, or make two of it.",
    "long": "This is hard to hold in the head ({hit}). Aim for {most} words at most, one thought a sentence.",
    "jargon": "Some readers may not know: {hit}. Spell it out or use a plainer word.",
    "recall": "“{hit}”: the text answers this. Ask what people would do with it.",
    "agree": "“{hit}”: people tend to say yes. Ask what speaks for and against it.",
    "bare": "“{hit}” names no step to take. Say what to look at, decide or try.",
    "unanchored": "This shares no key word with {hit} and does not ask about people's own work.",
    "answered": "The answer already stands in {hit} above it. Ask for the next thought.",
    "mix": "No question here asks to analyse, evaluate or create. Let one ask why, which or what if.",
}
"""Each message; {hit} is what shows it, {most} the longest question in words."""

RULES = tuple(MESSAGES)
"""Names of all rules, errors first."""

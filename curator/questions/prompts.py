"""Small steps to take with a colleague, and objectives in plain words: what a drafted week proposes.

Every text here is the project's own. A step is small (minutes, not meetings), names somebody to take
it with, and asks nothing to be handed in. Which ones a week gets depends on its number alone, so
neighbouring weeks differ and a rebuilt draft stays the same.
"""

import re

PROMPTS = (
    "Pick the resource that surprised you most and send it to one colleague with a line on why you "
    "thought of them.",
    "Over a coffee, tell somebody from another team what you want to try this week, and ask what they "
    "would watch out for.",
    "Ask a colleague who does this well to think aloud for ten minutes while you take notes.",
    "Find one person who joined in the last year and ask what they still find puzzling about this "
    "subject where you work.",
    "Try one idea from this week with a colleague beside you, and swap notes on it the same day.",
    "Write down a question that nobody in your team could answer yet, and ask it where others can see "
    "the answer.",
    "Thank somebody from whom you learned something on this subject, and tell them what you did with it.",
    "Offer a colleague fifteen minutes of help with something that you learned only recently yourself.",
    "Invite the person who disagrees with you most on this subject to lunch, and listen first.",
    "Choose a mistake of your own that touches this week's subject and share with one colleague what it "
    "taught you.",
    "Agree with a colleague on one small thing that each of you will do differently, and set a day to "
    "compare.",
    "Ask your team at the next meeting for one example of this going well, and note who tells it.",
    "Walk over to (or call) somebody whose work depends on yours, and ask what this week's subject looks "
    "like from there.",
    "Read one resource together with a colleague: half each, then tell one another what your half said.",
    "Leave a comment for another learner below: build on one thing they wrote and ask one thing you "
    "would like to know.",
    "Show a colleague something unfinished of yours that has to do with this week, and ask for one "
    "improvement.",
    "Introduce two colleagues who work on the same question and do not know it yet.",
    "Take the discussion question you like best to somebody outside the course, and bring their answer "
    "back here.",
    "Ask somebody close to retirement, or close to leaving, what they wish more people knew about this.",
    "Put ten minutes into a colleague's calendar on Friday to tell them the one thing from this week "
    "that you will keep.",
)
"""Steps for the connection part of a drafted week."""

PER_WEEK = 2
"""Steps proposed for one week: a choice, not a list of duties."""

_STRIDE = 7
"""How far apart in PROMPTS the steps of one week stand; no divisor of their number, so all come up."""

_OBJECTIVES_SKILL = (
    "By the end of this week you can name one step, and somebody to take it with, that helps you {skill}.",
    "This week, with a colleague, you try one small way to {skill}.",
    "After this week you can say what you would change about how you {skill}.",
    "By the end of this week you have used one idea at work that helps you {skill}.",
)
_OBJECTIVES_GRASP = (
    "By the end of this week you can explain to a colleague, with an example of your own, {skill}.",
    "After this week you can put in your own words, and link to your own work, {skill}.",
)
_OBJECTIVES_TITLE = (
    "By the end of this week you can say what “{title}” means for your own work, and name one step to try.",
    "This week you find one idea in “{title}” that is worth trying, and try it with a colleague.",
    "After this week you can explain “{title}” to a colleague with an example from your own work.",
    "By the end of this week you have used one thing from “{title}” and know what you would do differently.",
)

_SKILL = re.compile(
    r"\b(?:needs? to|must(?: learn(?: how)? to)?|have to|has to|wants? to|learns?(?: how)? to|ways? to|"
    r"how to|should(?: learn to)?|ought to|able to|be ready to)\s+(?!be\b)(.+)",
    re.IGNORECASE | re.DOTALL,
)
_REQUEST = re.compile(
    r"(?:"
    r"adapt|admit|agree|ask|answer|analyse|apply|arrange|assess|avoid|balance|begin|bring|build|"
    r"choose|coach|collect|communicate|compare|cope|create|deal|decide|delegate|describe|design|"
    r"develop|discuss|draw|encourage|evaluate|explain|explore|facilitate|find|follow|gather|get|"
    r"give|handle|have|help|hold|improve|introduce|invite|join|judge|keep|lead|learn|let|link|"
    r"listen|look|make|manage|map|measure|mentor|moderate|negotiate|notice|observe|offer|organise|"
    r"organize|plan|practise|practice|prepare|present|prevent|prioritise|protect|question|reach|"
    r"read|recognise|recognize|reduce|reflect|repair|review|run|save|say|see|set|settle|share|show|"
    r"solve|speak|spot|start|stay|stop|structure|support|take|talk|teach|tell|test|think|train|try|"
    r"understand|use|welcome|work|write"
    r")\b",
    re.IGNORECASE,
)
"""First words by which a need that is put as a request ("Hold short reviews ...") is recognised."""

_LEAD = re.compile(
    r"^(?:learn(?: how)? to|know how to|be able to|understand how to|find ways to|get better at how to)\s+",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:they|them|their|theirs|themselves|his|her|its|our|us|we|my)\b", re.IGNORECASE)


def english(language: str) -> bool:
    """Tell whether a course speaks the language of the texts in this file."""
    return language.lower().split("-")[0] == "en"


def prompts_for(week: int, language: str = "en") -> tuple[str, ...]:
    """Choose the steps of a week; none in a language that this file does not speak."""
    if not english(language):
        return ()
    first = (week - 1) * PER_WEEK
    return tuple(PROMPTS[(first + i) * _STRIDE % len(PROMPTS)] for i in range(PER_WEEK))


def skill_of(need: str) -> str:
    """Find what a stated need wants people to do, as a phrase that follows "to"; empty when unsure."""
    text = " ".join(need.split())
    found = _SKILL.search(text)
    asked = _REQUEST.match(text) is not None
    if found is None and not asked:
        return ""
    phrase = text[:1].lower() + text[1:] if asked or found is None else found[1]
    phrase = re.split(r"[.;:!?(]|\s[–—-]\s", phrase)[0].strip()
    if asked:
        phrase = phrase.split(",")[0]
    for _ in range(2):
        phrase = _LEAD.sub("", phrase)
    # "their" would point at nobody in a sentence that says "you": end before the clause that holds it.
    other = _OTHERS.search(phrase)
    if other:
        phrase = "".join(re.split(r"(,| and | or | so | that | while )", phrase[: other.start()])[:-2])
    phrase = re.sub(r" in (?:such )?a way$", "", phrase.strip(" ,"))
    words = phrase.split()
    return phrase if 2 <= len(words) <= 22 and phrase[0].islower() else ""


def objective_for(week: int, title: str, need: str, language: str = "en", *, own_need: bool = True) -> str:
    """Propose what a learner can do after the week, from the week's own need or else its title.

    `own_need`: the need belongs to this week; a course's need is used only where no title is planned.
    """
    if not english(language):
        return ""
    skill = skill_of(need) if own_need else ""
    patterns: tuple[str, ...] = _OBJECTIVES_SKILL if skill else _OBJECTIVES_TITLE
    grasp = re.match(r"(?:understand|know|grasp)\s+(?!how to\b)", skill)
    if grasp:
        patterns, skill = _OBJECTIVES_GRASP, skill[grasp.end() :]
    return patterns[(week - 1) % len(patterns)].format(skill=skill, title=title.rstrip(".").strip('“”"'))

"""Patterns of open questions, by the level of thinking they ask for.

Each asks how the reader would act, or how what they saw would help them do their job better, and each
speaks of the reader's own work. Slots: {x} a key phrase of the resource as it stands after a preposition;
{title} the resource's title in quotes; {work} a place in the reader's work; {there} a place at work where
other people are; {piece} what the resource is ("article"); {met} how one meets it ("read"). A phrase may be
singular or plural and name a thing, a practice or people, so no verb depends on it.
"""

WORKPLACES = (
    ("in your own work", "in your team"),
    ("in your team", "at your workplace"),
    ("in your job", "in your organisation"),
    ("at your workplace", "in your department"),
    ("in your daily work", "where you work"),
    ("in your role", "in a team you work with"),
)
"""What fills {work} and {there}."""

APPLY = (
    "Where could you use what you {met} about {x} {work} this week?",
    "What would you do first {work} if you took what the {piece} says about {x} seriously?",
    "When the topic of {x} next comes up {work}, what will you do differently after this {piece}?",
    "Which small step could you take {work} this week after what you {met} about {x}?",
    "How would you explain {x} to somebody new {there}, with one example from your own experience?",
    "What would you tell a colleague {there} who asks for your help with {x} tomorrow?",
    "Think of one task you have {work} this week: how could what you {met} about {x} change how you do it?",
    "Which habit would you change {work} if you acted on what you {met} about {x}?",
    "Picture the next meeting {there}: how could you bring up what you {met} about {x}?",
    "Which colleague {there} would you tell first what you {met} about {x}, and why?",
    "What would it take for you to try one idea about {x} {work} within the next two weeks?",
    "How could what you {met} about {x} make something you do every week {work} easier?",
    "Think of a moment {work} that had to do with {x}: what would you do differently today?",
    "If you set aside one hour {work} this week to learn more about {x}, where would you start?",
    "How would you sum up the point about {x} in two sentences for a busy colleague {there}?",
    "Which conversation about {x} could you start {there} this week?",
    "Where would you make room {work} for what you {met} about {x}?",
    "Somebody new starts {there} on Monday: what would you show them about {x} on their first day?",
    "How would you use what you {met} about {x} to help one person {there}?",
    "What would you stop doing {work} if you followed what the {piece} says about {x}?",
)
"""Use it: a step at the reader's own work."""

ANALYSE = (
    "What factors make it easy or hard to act on what the {piece} says about {x} {work}?",
    "How does what the {piece} says about {x} differ from what you see {there}?",
    "Why might what the {piece} says about {x} not fit how things are done {there}?",
    "What gap do you see between what the {piece} says about {x} and what people do {there}?",
    "Which assumption that the {piece} makes about {x} would you question {work}?",
    "How do people {there} deal with {x} today, compared with what the {piece} describes?",
    "Think of one situation {work}: how does it compare with what you {met} about {x}?",
    "How do people {there} differ in what they think about {x}, and why?",
    "What have you learned {work} about {x} that differs from the {piece}?",
    "What connects {x} with a problem that you are working on {work} right now?",
    "What lies behind the way people {there} think about {x}?",
    "What pattern would an outsider see in how people {there} deal with {x}?",
    "If something to do with {x} went wrong {work}, where would you look for the cause?",
    "Which point about {x} would be hardest to carry over into what you do {work}, and why?",
    "What factors shape the way people {there} talk about {x}?",
    "What stops people {there} from acting on what they know about {x}?",
    "Where do people {there} pull in different directions over {x}, and why?",
    "Why do people {there} pay as much, or as little, attention to {x} as they do?",
    "How does {x} relate to what you find difficult {work} at the moment?",
    "Why might two people {there} see {x} in different ways?",
)
"""Take it apart: causes, differences, what stands in the way."""

EVALUATE = (
    "Which point about {x} in the {piece} would you trust least, from what you have seen {work}?",
    "What evidence would you need before you changed anything {work} because of what you {met} about {x}?",
    "Where does the {piece} convince you least on {x}, judged by your own experience {work}?",
    "Which idea about {x} in the {piece} would you drop first {work}, and why?",
    "How would you judge a month from now whether what you {met} about {x} had made a difference {work}?",
    "What risks would people {there} take by following what the {piece} says about {x}?",
    "How convincing is what the {piece} says about {x}, judged by your own experience {work}?",
    "Which would serve you better {work}: what you do about {x} today, or what the {piece} describes?",
    "If you could keep only one idea about {x} from this {piece} for what you do {work}, which would it be?",
    "Which idea about {x} sounds good in the {piece} but would be a risk {work}?",
    "How well does what the {piece} says about {x} fit what you do {work}?",
    "What evidence would persuade a sceptical colleague {there} of what the {piece} says about {x}?",
    "What would make an hour on {x} worth everybody's time {there}?",
    "How would you decide {work} whether to follow what the {piece} says about {x}?",
    "How well would the ideas about {x} in the {piece} hold up {there}?",
    "How much time would you give to {x} {work} before it is no longer worth it?",
)
"""Weigh it: evidence, priorities, trade-offs."""

CREATE = (
    "What would a one-page guide to {x} for people {there} look like?",
    "How would you design a two-week experiment with one idea about {x} {work}?",
    "If you ran a half-hour session on {x} {there}, how would you design it?",
    "How would you write a five-line checklist on {x} for somebody new {there}?",
    "How would you combine what you {met} about {x} with something that already works well {work}?",
    "What would you propose to do about {x} at the next meeting {there}?",
    "How would you redesign one of your routines {work} after what you {met} about {x}?",
    "How would you put together a short story from your own work that makes {x} easy to grasp {there}?",
    "How would you set up a way for two people {there} to learn about {x} from each other?",
    "What would you add to this {piece} on {x} if you made it for people {there}?",
    "What small change would you suggest {work} after what you {met} about {x}?",
    "What rule of thumb about {x} would you write for people {there}?",
    "How would you plan a month in which people {there} learn more about {x}?",
    "What would a good week look like {work} if everyone acted on what you {met} about {x}?",
    "How would you plan the first week of a newcomer {there} with {x} in mind?",
    "What would your own version of the {piece} on {x} look like, made for people {there}?",
)
"""Make something new of it."""

TITLED = {
    "apply": (
        "What would you try first {work} after {title}?",
        "Which habit would you change at work after {title}?",
        "Where could you use something from {title} {work} this week?",
        "With whom {there} would you first share {title}, and why?",
        "How could something from {title} make what you do every week {work} easier?",
        "How would you sum up {title} in two sentences for a busy colleague {there}?",
    ),
    "analyse": (
        "What stops people {there} from acting on the ideas in {title}?",
        "How does the picture in {title} differ from what you see {there}?",
        "Why might the ideas in {title} not fit how things are done {there}?",
        "Think of one situation {work}: how does it compare with what you found in {title}?",
        "What have you learned {work} that differs from {title}?",
        "What connects {title} with a problem that you are working on {work} right now?",
    ),
    "evaluate": (
        "Which point in {title} would you trust least, from what you have seen {work}?",
        "How would you judge a month from now whether {title} had made a difference {work}?",
        "If you could keep only one idea from {title} for what you do {work}, which would it be?",
        "How would you decide {work} which idea in {title} to follow?",
        "Which idea in {title} would you drop first {work}, and why?",
        "How convincing is {title}, judged by your own experience {work}?",
    ),
    "create": (
        "What would {title} look like if you made it for people {there}?",
        "How would you design a small experiment {work} from one idea in {title}?",
        "If you ran a half-hour session on {title} {there}, how would you design it?",
        "How would you combine something from {title} with what already works well {work}?",
        "What would you add to {title} if you made it for people {there}?",
        "What would you propose at the next meeting {there} because of {title}?",
    ),
}
"""For a resource whose text offers no phrase: its title is named instead."""

PLAIN = {
    "apply": (
        "Which idea from this {piece} could you try {work} this week?",
        "What would you do differently {work} after this {piece}?",
        "How would you pass on one idea from this {piece} to somebody {there}?",
        "What first step would you take {work} to use one idea from this {piece}?",
    ),
    "analyse": (
        "What stops people {there} from acting on ideas like those in this {piece}?",
        "How does the picture in this {piece} differ from what you see {there}?",
        "Think of one situation {work}: how does it compare with what this {piece} describes?",
        "What have you learned {work} that differs from this {piece}?",
    ),
    "evaluate": (
        "Which idea in this {piece} would you drop first {work}, and why?",
        "How convincing is this {piece}, judged by what you have seen {work}?",
        "What risk would you take {work} by following this {piece}?",
        "How would you judge a month from now whether this {piece} had made a difference {work}?",
    ),
    "create": (
        "How would you design a small experiment {work} from one idea in this {piece}?",
        "What would this {piece} look like if you made it for people {there}?",
        "How would you combine one idea from this {piece} with what already works well {work}?",
        "How would you write a one-page guide for somebody new {there} after this {piece}?",
    ),
}
"""For a resource that offers neither phrase nor usable title."""

ABOUT = {"apply": APPLY, "analyse": ANALYSE, "evaluate": EVALUATE, "create": CREATE}
"""Patterns around a key phrase, by level."""

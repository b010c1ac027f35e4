"""Describe pages to machines: schema.org data as JSON-LD. Records in, one line of JSON out."""

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from curator.model import RESOURCE_KINDS, Course, Module, Resource
from curator.site.escape import clean, safe_url
from curator.weeks.calendar import Schedule, Slot


def json_ld(data: Any) -> Markup:
    """Write JSON that can stand in a script element: no mark in it ends the element."""
    text = json.dumps(_tidy(data), ensure_ascii=True, separators=(",", ":"))
    for mark in "<>&'":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # noqa: S704 - no mark that HTML knows is left


def _tidy(value: Any) -> Any:
    """Clean every text and drop what is empty."""
    if isinstance(value, dict):
        return {k: tidy for k, v in value.items() if (tidy := _tidy(v)) not in ("", None, [], {})}
    if isinstance(value, (list, tuple)):
        return [_tidy(v) for v in value]
    return clean(value) if isinstance(value, str) else value


def course_ld(plan: Schedule, provider: str, home: str) -> Markup:
    """Describe a course (https://schema.org/Course); `home` is the course's absolute address or ""."""
    course = plan.course
    return json_ld(
        {
            "@context": "https://schema.org",
            **_course(course, home),
            "description": course.public,
            "provider": {"@type": "Organization", "name": provider},
            "audience": {"@type": "Audience", "audienceType": course.audience} if course.audience else None,
            "isAccessibleForFree": True,
            "hasCourseInstance": {
                "@type": "CourseInstance",
                "courseMode": "online",
                "startDate": course.start.isoformat(),
                "courseWorkload": f"PT{plan.planned}M",
            },
            "hasPart": [
                {
                    "@type": "LearningResource",
                    "name": s.title,
                    "position": s.week,
                    "url": f"{home}{s.name}.html" if home else "",
                }
                for s in plan.open
            ],
        }
    )


def hub_ld(plans: Sequence[Schedule], title: str, home: str) -> Markup:
    """Describe the site (https://schema.org/WebSite) and its courses; `home` is its address or ""."""
    courses = [_course(p.course, f"{home}{p.course.slug}/" if home else "") for p in plans]
    site = {"@context": "https://schema.org", "@type": "WebSite", "name": title, "url": home}
    return json_ld(site | {"hasPart": courses})


def week_ld(course: Course, slot: Slot, module: Module, home: str) -> Markup:
    """Describe a week (https://schema.org/LearningResource) and the resources that it holds."""
    return json_ld(
        {
            "@context": "https://schema.org",
            "@type": "LearningResource",
            "name": slot.title,
            "description": module.objective,
            "learningResourceType": "module",
            "teaches": module.objective,
            "inLanguage": course.language,
            "datePublished": slot.opens.isoformat(),
            "timeRequired": f"PT{slot.minutes}M" if slot.minutes else "",
            "url": f"{home}{slot.name}.html" if home else "",
            "isPartOf": _course(course, home),
            "hasPart": [_resource(r) for r in module.content],
        }
    )


def _course(course: Course, home: str) -> dict[str, Any]:
    return {
        "@type": "Course",
        "name": course.title,
        "inLanguage": course.language,
        "url": f"{home}index.html" if home else "",
    }


def _resource(resource: Resource) -> dict[str, Any]:
    return {
        "@type": RESOURCE_KINDS[resource.kind].schema_type,
        "name": resource.title,
        "url": safe_url(resource.url),
        "author": {"@type": "Person", "name": resource.author} if clean(resource.author) else None,
        "publisher": {"@type": "Organization", "name": resource.source} if clean(resource.source) else None,
        "datePublished": resource.published.isoformat() if resource.published else "",
        "timeRequired": f"PT{resource.minutes}M" if resource.minutes else "",
        "keywords": list(resource.tags),
    }

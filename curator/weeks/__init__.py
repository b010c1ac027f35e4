"""Courses: week files, questions, the gate: what a curator writes and what the tool drafts."""

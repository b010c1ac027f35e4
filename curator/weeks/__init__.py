"""Week files: reading, writing, editing, drafting, checking, and when a week may be published."""

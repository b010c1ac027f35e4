"""Text: fetched bytes and strings to plain text and dates, in time proportional to their length."""

"""Run functions over hostile documents in child processes with limits of time, memory and processor."""

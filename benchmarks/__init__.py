"""Benchmarks: quality on labelled data, speed beside the peers. Figures, never timed tests."""

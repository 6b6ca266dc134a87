"""Measuring the pipeline on a synthetic country: seconds, rows, memory, and ratios against simple floors."""

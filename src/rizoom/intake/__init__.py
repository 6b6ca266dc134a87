"""Deliveries: receiving, reading, checking and deciding (spec: leveringen)."""

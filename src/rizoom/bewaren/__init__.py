"""Retention: terms as data, destruction by key, certificates, change of keys (spec publicatie, section 6)."""

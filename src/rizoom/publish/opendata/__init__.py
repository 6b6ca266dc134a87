"""Open data: protected figures for everybody, with what others need to find and use them (spec publicatie, 4)."""

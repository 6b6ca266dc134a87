"""Research in the warehouse: projects, output checks, a synthetic twin (spec publicatie, section 4)."""

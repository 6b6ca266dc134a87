"""A synthetic country with known truth: ``write_country`` makes deliveries, ``compare`` checks figures."""

from rizoom.synth.country import CountryTruth, write_country
from rizoom.synth.vergelijk import Difference, compare

__all__ = ["CountryTruth", "Difference", "compare", "write_country"]

"""Quantiles of the usual distributions, as scipy.stats has them.

scipy.stats works them out with these very functions of scipy.special, but takes half a second to
import, which every command and every page's server would wait for.
"""

from __future__ import annotations

from scipy import special


def normal_quantile(share: float) -> float:
    """Return the z below which a normal variable lies with chance `share`."""
    return float(special.ndtri(share))


def t_quantile(share: float, df: float) -> float:
    """Return the value below which Student's t with `df` degrees lies with chance `share`."""
    return float(special.stdtrit(df, share))


def t_two_sided(ratio: float, df: float) -> float:
    """Return the chance that Student's t with `df` degrees is beyond `ratio` on either side."""
    return float(2 * special.stdtr(df, -ratio))


def f_quantile(share: float, top: float, bottom: float) -> float:
    """Return the value below which F with (`top`, `bottom`) degrees lies with chance `share`."""
    return float(special.fdtri(top, bottom, share))


def f_beyond(ratio: float, top: float, bottom: float) -> float:
    """Return the chance that F with (`top`, `bottom`) degrees is more than `ratio`."""
    return float(special.fdtrc(top, bottom, ratio))


def chi2_quantile(share: float, df: float) -> float:
    """Return the value below which chi-squared with `df` degrees lies with chance `share`."""
    return float(2 * special.gammaincinv(df / 2, share))


def beta_quantile(share: float, first: float, second: float) -> float:
    """Return the value below which a beta variable lies with chance `share`."""
    return float(special.betaincinv(first, second, share))

"""Use of external channels by their audience: views and interactions of the newest whole month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signpost.metrics.model.purpose import AudienceChannel
from signpost.warehouse import Reader

KIND = "audience_"
"""How the kinds of records of external channels begin; the channel follows."""
CHANNEL_SPELLINGS = {
    "linkedin": ("linkedin",),
    "x": ("x", "twitter", "x (twitter)"),
    "facebook": ("facebook",),
    "instagram": ("instagram",),
    "website": ("website", "web site", "site", "extranet", "homepage"),
}
"""Channel whose export is read -> how a programme may call it."""
_NEWEST = """
    with seen as (
        select substr(kind, length(?) + 1) as channel,
               cast(date_trunc('month', opened) as date) as month,
               cast(json_extract(measures, '$.views') as double) as views,
               cast(json_extract(measures, '$.engagements') as double) as engagements
        from record_now where starts_with(kind, ?) and opened is not null),
    newest as (
        select channel, max(month) as month from seen as s
        where last_day(month) <= (select cast(max(opened) as date) from record_now
                                  where kind = ? || s.channel)
        group by channel)
    select s.channel, strftime(s.month, '%Y-%m'), sum(s.views), sum(s.engagements)
    from seen as s join newest as n on s.channel = n.channel and s.month = n.month
    group by s.channel, s.month order by s.channel
"""


@dataclass(frozen=True)
class AudienceUse:
    """Views and interactions of one channel in a month."""

    channel: str
    month: str
    views: float
    engagements: float


@dataclass(frozen=True)
class MeasuredChannel:
    """A channel of the audience with what its export says; `named`: the programme names it."""

    channel: AudienceChannel
    use: AudienceUse | None
    named: bool = True


def audience_use(reader: Reader) -> tuple[AudienceUse, ...]:
    """Return the newest whole month of each channel whose export is loaded."""
    return tuple(AudienceUse(*row) for row in reader.rows(_NEWEST, [KIND, KIND, KIND]))


def measured_channels(
    channels: Sequence[AudienceChannel], uses: Sequence[AudienceUse]
) -> tuple[MeasuredChannel, ...]:
    """Return the programme's channels, then those that only an export knows: one is there."""
    left = {use.channel: use for use in uses}
    found = []
    for channel in channels:
        name = channel.name.strip().casefold()
        own = next((one for one, known in CHANNEL_SPELLINGS.items() if name in known), "")
        found.append(MeasuredChannel(channel, left.pop(own, None)))
    for use in left.values():
        only = AudienceChannel(name=use.channel, audience="", present=True)
        found.append(MeasuredChannel(only, use, named=False))
    return tuple(found)

"""Holdings say who held each place and when; they are made from Claims and never stand without them."""

from __future__ import annotations

from zenobia.holdings.tellings import CONTROL_KINDS as CONTROL_KINDS
from zenobia.holdings.tellings import Background as Background
from zenobia.holdings.tellings import place_key as place_key
from zenobia.holdings.tellings import place_of as place_of
from zenobia.holdings.timeline import holding_on as holding_on
from zenobia.holdings.timeline import trace_holdings as trace_holdings
from zenobia.holdings.timeline import trace_timelines as trace_timelines

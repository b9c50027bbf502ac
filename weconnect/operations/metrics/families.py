"""The library's metric families, made from plain figures."""

from collections.abc import Iterable, Mapping
from typing import Any

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from weconnect.engine.monitoring.histogram import Histogram

PREFIX = "weconnect_"

Labels = tuple[str, ...]


def gauge(name: str, about: str, value: float) -> Metric:
    """Something that goes up and down."""
    return GaugeMetricFamily(PREFIX + name, about, value=value)


def gauges(name: str, about: str, label: str, values: Mapping[str, float]) -> Metric:
    """The same, of several kinds."""
    family = GaugeMetricFamily(PREFIX + name, about, labels=(label,))
    for kind, value in values.items():
        family.add_metric((kind,), value)
    return family


def counter(name: str, about: str, value: float) -> Metric:
    """Something that only goes up. Its name is exported with `_total` behind."""
    return CounterMetricFamily(PREFIX + name, about, value=value)


def counters(name: str, about: str, label: str, values: Mapping[Any, float]) -> Metric:
    """The same, of several kinds."""
    family = CounterMetricFamily(PREFIX + name, about, labels=(label,))
    for kind, value in values.items():
        family.add_metric((str(kind),), value)
    return family


def counters_of(name: str, about: str, labels: Labels, values: Mapping[Any, float]) -> Metric:
    """The same, of kinds of several parts."""
    family = CounterMetricFamily(PREFIX + name, about, labels=labels)
    for kinds, value in values.items():
        family.add_metric(kinds, value)
    return family


def histogram(name: str, about: str, values: Histogram) -> Metric:
    """How something is distributed."""
    return histograms(name, about, (), [((), values)])


def histograms(
    name: str, about: str, labels: Labels, values: Iterable[tuple[Labels, Histogram]]
) -> Metric:
    """The same, of several kinds."""
    family = HistogramMetricFamily(PREFIX + name, about, labels=labels)
    for kinds, one in values:
        family.add_metric(kinds, list(one.cumulative()), one.total)
    return family

"""The histogram that is counted by hand."""

from hypothesis import given
from hypothesis import strategies as st

from weconnect.engine.monitoring.histogram import Histogram

BOUNDS = (1.0, 2.0, 5.0)


@given(st.lists(st.floats(min_value=0, max_value=10)))
def test_it_counts_what_does_not_exceed_each_bound(values):
    histogram = Histogram(BOUNDS)
    for value in values:
        histogram.observe(value)

    counted = dict(histogram.cumulative())
    for bound in BOUNDS:
        assert counted[str(bound)] == sum(value <= bound for value in values)
    assert counted["+Inf"] == len(values)
    assert abs(histogram.total - sum(values)) < 1e-6


def test_a_bound_belongs_to_its_bucket():
    histogram = Histogram(BOUNDS)
    histogram.observe(2.0)

    assert dict(histogram.cumulative()) == {"1.0": 0, "2.0": 1, "5.0": 1, "+Inf": 1}

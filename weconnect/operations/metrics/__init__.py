"""Figures for Prometheus at `/metrics`: read from what the parts of the program count anyway.

Nothing is counted here but the requests of pages and API. Whoever adds a figure counts it in a
plain attribute where it happens, and adds a line to `figures.py`.
"""

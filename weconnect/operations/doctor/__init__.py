"""`flask doctor`: what is misconfigured, and what to do about each thing.

A check is a function that yields findings. It changes nothing, and waits for nobody for long.
"""

"""Drawings of the page as SVG text, from plain values."""

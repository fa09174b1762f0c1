"""Keeps personal expenses."""

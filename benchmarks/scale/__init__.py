"""Screens and deeds in a small and in a large database."""

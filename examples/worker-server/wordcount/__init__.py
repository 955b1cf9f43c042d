"""Counts the words of texts: a server that takes them, workers that count."""

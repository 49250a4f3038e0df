"""Numbered SQL files, one step of the schema each; an applied file never changes."""

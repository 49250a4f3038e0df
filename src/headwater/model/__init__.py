"""Frozen values and enums in the field's words; imports only the standard library."""

"""Kinds of evidence, one file each, with its own weight and its own words for the reader.

Credits (`declared`, `visible`, `agency`) make claims: "my origin is there". The other kinds say of two articles how
likely one came from the other (`reuse`, `rewriting`, `translation`) and which way round (`times`, `publishers`).
"""

"""Pure rendering: values of `model/view.py` become pages, feeds and JSON; knows no request, no clock, no database."""

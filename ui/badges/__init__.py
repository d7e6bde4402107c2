"""Badges as pictures and on paper."""

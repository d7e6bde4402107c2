"""The demo event: people, badges and a film, all made from a seed."""

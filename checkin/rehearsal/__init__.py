"""The rehearsal before doors open, and the looks that it shares with `checkin doctor`: one file a family, each judging facts."""

"""What an event is and who may pass: plain Python, without clock, files, threads or third parties."""

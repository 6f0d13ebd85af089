"""Where the app is served in tests, and from which day the demo is looked at."""

PORT = 8765
BASE = f"http://127.0.0.1:{PORT}"
#: A day in the middle of the demo, from which there is much to see.
DAY = "2024-01-31"

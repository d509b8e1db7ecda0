"""Units of time. Everywhere in the program simulated time is an integer number of nanoseconds."""

US = 1_000
"""A microsecond, in nanoseconds."""
MS = 1_000 * US
"""A millisecond, in nanoseconds."""
SECOND = 1_000 * MS
"""A second, in nanoseconds."""
MINUTE = 60 * SECOND
"""A minute, in nanoseconds."""
HOUR = 60 * MINUTE
"""An hour, in nanoseconds."""
DAY = 24 * HOUR
"""A day, in nanoseconds."""
NEVER = 1 << 62
"""A time later than any, in nanoseconds, and a number larger than any that is counted."""

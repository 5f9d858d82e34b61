"""Public transport: the feeds in force, the timetable of a date, and how one gets from here to there."""

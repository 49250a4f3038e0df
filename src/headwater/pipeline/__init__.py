"""The straight line from a due source to a story: claim a job, load, run pure stages, save in one transaction."""

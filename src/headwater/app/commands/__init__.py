"""The commands, one file a group. They wire, show progress and print; decisions live below."""

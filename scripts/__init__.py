"""Set-up and daily commands of the project; the entry is the command `social`."""

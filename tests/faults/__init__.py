"""What is lost, doubled or half done where processes die, disks fill, clocks jump and answers never arrive: an installation at work, disturbed."""

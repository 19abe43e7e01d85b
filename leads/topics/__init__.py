"""Topics: problems seen in the work, what is proposed, who does it until when, and what came of it."""

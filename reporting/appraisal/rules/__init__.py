"""reporting/appraisal: its verbs."""

"""reporting/appraisal: its pages."""

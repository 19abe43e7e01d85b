"""reporting/appraisal: what is typed on its pages."""

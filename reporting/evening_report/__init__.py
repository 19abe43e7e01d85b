"""reporting/evening_report: 晚报, the day in figures with the leader's words, sent by itself."""

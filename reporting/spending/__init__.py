"""What channels cost and what they brought, month by month (渠道对比)."""

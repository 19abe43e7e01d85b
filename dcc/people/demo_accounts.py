"""The accounts of the demo, one table: read by the log-in page of the demo, by what fills it, and by the check that refuses them in production.

Each line: username, name, roles. Those of the second store are `OTHER`; head office has no store.
"""

DEMO_PASSWORD = "demo"  # noqa: S105 - public by intent; production refuses it (dcc.installation.checks)

ACCOUNTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("leader", "周国栋", ("leader",)),
    ("agent1", "林晓芸", ("agent",)),
    ("agent2", "王思远", ("agent",)),
    ("agent3", "孙悦", ("agent",)),
    ("agent4", "赵明哲", ("agent",)),
    ("agent5", "吴倩", ("agent",)),
    ("agent6", "高磊", ("agent",)),
    ("data", "何静", ("data_manager",)),
    ("desk", "许楠", ("front_desk",)),
    ("reception1", "陈嘉怡", ("reception",)),
    ("reception2", "梁宇", ("reception",)),
    ("reception3", "方敏", ("reception",)),
    ("marketing", "唐颖", ("marketing",)),
    ("director", "郑强", ("director",)),
    ("manager", "冯涛", ("manager",)),
    ("hq", "杨帆", ("hq",)),
)
OTHER: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("leader-b", "沈洁", ("leader",)),
    ("agent1-b", "许峰", ("agent",)),
    ("agent2-b", "曹雪", ("agent", "reception")),
    ("data-b", "蒋琳", ("data_manager", "front_desk")),
    ("director-b", "韩磊", ("director",)),
)
USERNAMES = frozenset(username for username, _name, _roles in ACCOUNTS + OTHER)
